import EngineHarness
import Foundation
import Records
import RuleLanguage
import RuleReference
import RuleSQL
import SystemZones
import TestSupport
import Testing

/// Random programs over random histories, in a database and in the reference interpreter: what is written at all must answer
/// alike, to the last digit.
@Suite(.serialized) struct SQLEqualityTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let pairs = environment["SHERIFF_SQL_PAIRS"].flatMap { Int($0) } ?? 60
  private static let seed = environment["SHERIFF_SEED"].flatMap { UInt64($0) } ?? 1

  @Test func postgresAgrees() throws { try check(try PostgresDatabase()) }

  @Test(.enabled(if: PythonDatabase.isWanted(.duckdb), "make it with Tests/RuleSQLTests/environments.sh duckdb"))
  func heavyDuckDBAgrees() throws { try check(try PythonDatabase(.duckdb)) }

  /// In one session: Spark takes longer to start than to answer. It still takes seconds a pair, so it runs where it is asked for.
  @Test(.enabled(if: environment["SHERIFF_HEAVY"] != nil, "SHERIFF_HEAVY asks for it"))
  func heavySparkAgrees() throws { try check(try PythonDatabase(.spark)) }

  private func check(_ database: any TestDatabase) throws {
    var (columns, refusals, failures) = (0, 0, 0)
    for number in 0..<SQLEqualityTests.pairs {
      let pair = GeneratedPair(seed: SQLEqualityTests.seed &+ UInt64(number), profile: .sql)
      let query = SQLWriter(
        pair.program, schema: 0, dialect: database.dialect, options: SQLOptions(sequenceColumn: "sequence")
      ).query()
      columns += query.columns.count
      refusals += query.refusals.count
      guard let found = try disagreement(pair, query, database) else { continue }
      failures += 1
      Issue.record("seed \(pair.seed) on \(database.dialect.rawValue): \(found)\n\(pair.describe())")
      if failures > 4 { break }
    }
    print("\(database.dialect.rawValue): \(SQLEqualityTests.pairs) pairs, \(columns) columns compared, \(refusals) left out")
  }

  private func disagreement(_ pair: GeneratedPair, _ query: SQLQuery, _ database: any TestDatabase) throws -> String? {
    let history = try pair.history(batchSize: 64)
    let statements = HistoryTable.statements(
      history.batches, of: pair.schema, symbols: history.symbols, dialect: database.dialect)
    let decided = ReferenceInterpreter(
      pair.program, schema: 0, surroundings: HarnessWords.surroundings(zone: SystemZones.zone), symbols: history.symbols
    ).decide(history.batches)
    let rows: [[Value]]
    do { rows = try database.answer(query, after: statements) } catch {
      return isOfAncientTime(error, query, decided, pair.program) ? nil : "\(error)"
    }
    guard rows.count == decided.count else { return "\(rows.count) rows, and not \(decided.count)" }
    for (row, decision) in zip(rows, decided) {
      for (value, column) in zip(row, query.columns) {
        guard let expected = expected(column.content, decision, pair.program), expected != plain(value) else { continue }
        return "row \(decision.row), \(column.name): \(plain(value)), and not \(expected)"
      }
    }
    return nil
  }

  /// Whether the query failed, as it has to, over a time that it gives out and that the database does not have.
  private func isOfAncientTime(
    _ error: any Error, _ query: SQLQuery, _ decided: [ReferenceDecision], _ program: Program
  ) -> Bool {
    guard "\(error)".contains("a time lies before 4713 BC") else { return false }
    return decided.contains { decision in
      query.columns.contains { column in
        guard case .time(let time) = expected(column.content, decision, program) else { return false }
        return time < PostgresTimes.first
      }
    }
  }

  /// Nil for what no decision says.
  private func expected(_ content: SQLColumn.Content, _ decision: ReferenceDecision, _ program: Program) -> Value? {
    func place(_ rule: String) -> Int { program.rules.firstIndex { $0.id == rule } ?? 0 }
    switch content {
    case .sequence, .identity: return nil
    case .outcome(let rule):
      switch decision.outcomes[place(rule)] {
      case .fired, .suppressed: return .flag(true)
      case .silent: return .flag(false)
      default: return .missing(.absent)
      }
    case .suppressed(let rule): return .flag(decision.outcomes[place(rule)] == .suppressed)
    case .score(let rule): return plain(decision.scores[place(rule)] ?? .missing(.absent))
    case .loss(let rule): return plain(decision.losses[place(rule)] ?? .missing(.absent))
    case .feature(let id):
      return plain(program.features.firstIndex { $0.id == id }.flatMap { decision.features[$0] } ?? .missing(.absent))
    }
  }

  /// A database knows one kind of missing, and minus zero.
  private func plain(_ value: Value) -> Value {
    switch value {
    case .missing: .missing(.absent)
    case .number(let number): .number(number + 0)
    default: value
    }
  }
}
