import CommandLineKit
import Detection
import Records
import RuleEngine
import RuleLanguage

/// Measures what rules and features take of the time, each alone and each taken away.
struct RuleBench {
  private struct Work {
    let engine: HistoryEngine
    let maker: FindingMaker
    var times = Measurements()
  }

  struct Part {
    var id: String
    var kind: String
    var windows: Set<Int>
    fileprivate var alone: Int
    fileprivate var without: Int
  }

  private let history: BacktestHistory
  private let cost: Cost
  private var works: [Work] = []
  private(set) var parts: [Part] = []
  private(set) var repetitions = 0

  private static let whole = 0
  private static let nothing = 1

  init(_ history: BacktestHistory, _ rules: ReadyRules) {
    self.history = history
    let program = rules.program
    cost = Cost(program)
    let asked = Set(history.engine(rules).rules)
    let features = Set(program.features.indices.filter { program.features[$0].schema == rules.schema })
    works = [RuleBench.work(history, rules, asked, features), RuleBench.work(history, rules, [], [])]
    for rule in asked.sorted() {
      add(
        program.rules[rule].id, "rule", program.windows(below: program.rules[rule]),
        alone: RuleBench.work(history, rules, [rule], []),
        without: RuleBench.work(history, rules, asked.subtracting([rule]), features))
    }
    for feature in features.sorted() {
      add(
        program.features[feature].id, "feature", program.windows(below: program.features[feature]),
        alone: RuleBench.work(history, rules, [], [feature]),
        without: RuleBench.work(history, rules, asked, features.subtracting([feature])))
    }
  }

  private mutating func add(_ id: String, _ kind: String, _ windows: Set<Int>, alone: Work, without: Work) {
    parts.append(Part(id: id, kind: kind, windows: windows, alone: works.count, without: works.count + 1))
    works += [alone, without]
  }

  private static func work(_ history: BacktestHistory, _ rules: ReadyRules, _ asked: Set<Int>, _ features: Set<Int>) -> Work {
    var part = rules
    part.program = rules.program.only(rules: asked, features: features)
    let engine = history.engine(part)
    return Work(
      engine: engine, maker: FindingMaker(part.program, schema: part.schema, rules: engine.rules, symbols: history.symbols))
  }

  /// Round after round of everything, so that a machine that slows down slows all alike.
  mutating func measure(_ repetitions: Int, _ progress: (Int) -> Void) {
    self.repetitions = repetitions
    let clock = ContinuousClock()
    // The first run finds memory cold, and is not counted.
    run(works[RuleBench.whole])
    for round in 0..<repetitions {
      for place in works.indices {
        let duration = clock.measure { run(works[place]) }
        works[place].times.add(duration / .nanoseconds(1))
        progress((round * works.count + place + 1) * history.batch.count)
      }
    }
  }

  /// As a scan does: decided, and findings made.
  private func run(_ work: Work) {
    var start = 0
    work.engine.decide(history.batch) { decisions in
      _ = work.maker.findings(decisions, in: history.batch, from: start, all: false)
      start += decisions.count
    }
  }

  // MARK: Results

  private var records: Double { Double(history.batch.count) }
  /// Nanoseconds a record.
  private func time(_ work: Int) -> Double { works[work].times.median / records }
  private var wholeTime: Double { time(RuleBench.whole) }
  private var nothingTime: Double { time(RuleBench.nothing) }
  private var recordsPerSecond: Double { wholeTime > 0 ? 1e9 / wholeTime : 0 }
  private var spread: Double { works[RuleBench.whole].times.spread }
  private func alone(_ part: Part) -> Double { max(0, time(part.alone) - nothingTime) }
  private func share(_ part: Part) -> Double { max(0, wholeTime - time(part.without)) }
  /// Kept for each key however many records come, and for each record in a window.
  private func memory(_ windows: Set<Int>) -> (key: Int, record: Int) {
    windows.reduce(into: (0, 0)) { sum, window in
      sum.0 += cost.windows[window].bytesPerKey
      sum.1 += cost.windows[window].bytesPerRecord
    }
  }

  /// The dearest first.
  private var sorted: [Part] {
    parts.sorted { (alone($1), share($1), $0.id) < (alone($0), share($0), $1.id) }
  }

  func text(_ source: String, _ terminal: Terminal) -> String {
    let rows = sorted.map { part -> [TextTable.Cell] in
      let memory = memory(part.windows)
      return [
        .text(part.id), .text(part.kind), .number(Words.places(alone(part), 0)), .number(Words.places(share(part), 0)),
        .number(Words.percent(wholeTime > 0 ? share(part) / wholeTime : 0, 0)), .number(String(part.windows.count)),
        .number(part.windows.isEmpty ? "" : "\(memory.key)"), .number(part.windows.isEmpty ? "" : "\(memory.record)"),
      ]
    }
    let table = TextTable(
      header: ["", "", "alone ns", "its share ns", "of all", "windows", "bytes a key", "bytes a record in it"], rows: rows)
    let all = memory(parts.reduce(into: Set<Int>()) { $0.formUnion($1.windows) })
    return """
      \(source): \(Words.counted(history.batch.count, "record")) in memory, the median of \(Words.counted(repetitions, "run"))
      all together \(Words.places(wholeTime, 0)) ns a record, \(Words.places(recordsPerSecond, 0)) records a second; \
      without any rule \(Words.places(nothingTime, 0)) ns
      windows keep \(all.key) bytes a key in all, and \(all.record) a record while it is in them

      \(table.render(terminal))
      A measurement of this machine now: its runs lie \(Words.percent(spread, 0)) apart, and differences below that say nothing.

      """
  }

  func json(_ source: String) -> JSONValue {
    let entries = sorted.map { part -> JSONValue in
      let memory = memory(part.windows)
      return .object([
        ("id", .text(part.id)), ("kind", .text(part.kind)), ("alone_ns", .number(alone(part))),
        ("share_ns", .number(share(part))),
        ("windows", .integer(part.windows.count)), ("bytes_per_key", .integer(memory.key)),
        ("bytes_per_record", .integer(memory.record)),
      ])
    }
    return .object([
      ("source", .text(source)), ("records", .integer(history.batch.count)), ("runs", .integer(repetitions)),
      ("all_ns", .number(wholeTime)), ("nothing_ns", .number(nothingTime)), ("records_per_second", .number(recordsPerSecond)),
      ("spread", .number(spread)), ("note", .text("a measurement of this machine now")), ("parts", .array(entries)),
    ])
  }
}
