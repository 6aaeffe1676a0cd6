import CommandLineKit
import Detection
import Evaluation
import Pricing
import Records
import RuleEngine
import Simulator

/// Simulates a setting, decides over it as `sheriff scan --all` does, and measures what was found.
struct MatrixRun {
  let invocation: Invocation
  let isStream: Bool
  let samples: Int

  static let schemes = ["rep-padding", "admin-injected"]
  static let warmUps = [1_000, 5_000, 20_000]
  /// What somebody without rules would look at: more than 200.00 below list.
  static let naiveGap: Int64 = 200 * Money.unit

  /// Of the rules that a wide export is decided with.
  static func rulesHash(_ invocation: Invocation) throws -> String {
    var simulation = SimulationOptions()
    simulation.orders = 1
    let history = try SimulatedHistory(simulation)
    let source = try OpenedSource(history.orders.name, input: history.orders, invocation)
    return DecisionHashes.rules(of: try LoadedRules(invocation, for: source.schema).program)
  }

  func row(_ setting: MatrixSetting) throws -> MatrixRow {
    let history = try SimulatedHistory(setting.simulation)
    var judging = Judging()
    var gaps = [Int64](repeating: .min, count: history.rows + 1)
    let clock = ContinuousClock()
    var orders = OrderHistory()
    var symbols = SymbolTable()
    let duration = try clock.measure {
      symbols = try decide(history, &judging) { batch, fields in
        MatrixRun.note(batch, fields, &gaps)
        orders.append(batch, fields)
      }
    }
    let limit = KnownTruthLimit(options: setting.simulation, history: orders, symbols: symbols)
    let truth = try TruthFile(history.truth.name, inputs: [history.truth], .usDollar).rows
    let judged = judging.against(truth)
    let fraudRows = Set(truth.map(\.row))
    let honest = history.rows - fraudRows.count
    let options = SchemeEvaluation.Options(inspected: [], samples: samples, seed: UInt64(setting.number))
    let schemes = MatrixRun.schemes.map { name -> MatrixRow.Scheme in
      let records = judged.schemes.first { $0.scheme == name } ?? JudgedRecords(scheme: name)
      let naive = records.judged { row in
        let gap = gaps[Int(row)]
        return (Double(gap), gap > MatrixRun.naiveGap)
      }
      return MatrixRow.Scheme(
        scheme: name, frauds: records.frauds.count, found: figures(records, options, fraudRows, honest),
        naive: MatrixRun.withoutCalibration(figures(naive, options, fraudRows, honest)),
        limit: limit.averagePrecision(of: records.frauds, scheme: name), warm: isStream ? warm(records) : [])
    }
    return MatrixRow(
      setting: setting.number, words: setting.words, orders: history.rows, honest: honest, seconds: duration / .seconds(1),
      schemes: schemes)
  }

  /// - note: hears of every batch as it is read. Returns the symbols that its keys are.
  private func decide(
    _ history: SimulatedHistory, _ judging: inout Judging, note: (RecordBatch, OrderFields) -> Void
  ) throws -> SymbolTable {
    let source = try OpenedSource(history.orders.name, input: history.orders, invocation)
    let rules = try LoadedRules(invocation, for: source.schema)
    let deciding = Deciding(invocation, rules, symbols: source.records.symbols, isQuiet: true)
    let fields = OrderFields(source.schema)
    var scanning = Scanning(deciding, schema: source.schema, isStream: isStream, all: true)
    try scanning.run({ body in
      while let batch = try reading({ () throws(SourceError) in try source.records.next() }) {
        if let reject = batch.rejects.first {
          throw CommandFailure(.internal, "a simulated order was rejected: line \(reject.line): \(reject.message)")
        }
        if let fields { note(batch, fields) }
        try body(batch)
      }
    }) { finding, _ in
      judging.add(
        row: finding.row, scheme: finding.scheme, score: finding.score, isFlagged: finding.isFlagged,
        isCalibrated: finding.isCalibrated, loss: finding.loss, entity: finding.entity)
    }
    return source.records.symbols
  }

  private static func note(_ batch: RecordBatch, _ fields: OrderFields, _ gaps: inout [Int64]) {
    let (list, charged) = (batch.columns[fields.list], batch.columns[fields.charged])
    for record in 0..<batch.count where list.validity[record] && charged.validity[record] {
      gaps[Int(batch.rows[record])] = list.money[record] - charged.money[record]
    }
  }

  private func figures(
    _ records: JudgedRecords, _ options: SchemeEvaluation.Options, _ fraudRows: Set<Int64>, _ honest: Int
  ) -> MatrixRow.Figures {
    let alarms = records.rows.indices.count { records.isFlagged[$0] && !fraudRows.contains(records.rows[$0]) }
    return MatrixRow.Figures(
      SchemeEvaluation(records, options: options), falseAlarms: honest > 0 ? Double(alarms) / Double(honest) * 100_000 : nil)
  }

  /// A gap is no probability.
  private static func withoutCalibration(_ figures: MatrixRow.Figures) -> MatrixRow.Figures {
    var figures = figures
    figures.calibrationError = nil
    return figures
  }

  private func warm(_ records: JudgedRecords) -> [MatrixRow.Warm] {
    MatrixRun.warmUps.filter { $0 < records.count }.map { after in
      let flags = FlagCounts(records.after(row: Int64(after)), population: nil)
      return MatrixRow.Warm(after: after, frauds: flags.frauds, precision: flags.precision, recall: flags.recall)
    }
  }
}
