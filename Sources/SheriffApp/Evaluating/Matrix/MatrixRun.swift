import CommandLineKit
import Detection
import Evaluation
import Pricing
import Records
import RuleEngine
import Simulator

/// Simulates a setting, decides over it as `sheriff scan --all` does, perhaps as `scan --as-stream` does too, and measures what
/// was found.
struct MatrixRun {
  let invocation: Invocation
  /// Decide over each history a second time, a record at a time with nothing but those before it.
  let isStream: Bool
  let samples: Int
  /// Learn models too.
  let hasModels: Bool

  static let schemes = ["rep-padding", "admin-injected"]
  static let warmUps = [1_000, 5_000, 20_000, 100_000]
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
    let truth = try TruthFile(history.truth.name, inputs: [history.truth], .usDollar).rows
    let whole = try decide(history, isStream: false)
    let (judged, records) = (whole.judging.against(truth), whole.records)
    let fraudRows = Set(truth.map(\.row))
    let honest = history.rows - fraudRows.count
    func found(_ name: String) -> JudgedRecords {
      judged.schemes.first { $0.scheme == name } ?? JudgedRecords(scheme: name)
    }
    let limit = KnownTruthLimit(setting.simulation, records, padding: found("rep-padding").frauds)
    let options = SchemeEvaluation.Options(inspected: [], samples: samples, seed: UInt64(setting.number))
    var schemes = MatrixRun.schemes.map { name -> MatrixRow.Scheme in
      let found = found(name)
      let naive = found.judged { row in
        let gap = records.gaps[Int(row)]
        return (Double(gap), gap > MatrixRun.naiveGap)
      }
      return MatrixRow.Scheme(
        scheme: name, frauds: found.frauds.count, found: figures(found, options, fraudRows, honest),
        naive: MatrixRun.withoutCalibration(figures(naive, options, fraudRows, honest)),
        limit: limit.limit(of: found.frauds, scheme: name), stream: nil)
    }
    var streamSeconds: Double?
    if isStream {
      // Drawn again: its bytes are read once and kept by nobody.
      let passed = try decide(try SimulatedHistory(setting.simulation), isStream: true)
      streamSeconds = passed.seconds
      let judged = passed.judging.against(truth)
      for index in schemes.indices {
        let found = judged.schemes.first { $0.scheme == schemes[index].scheme }
        schemes[index].stream = MatrixRow.Stream(found ?? JudgedRecords(scheme: schemes[index].scheme))
      }
    }
    if hasModels {
      let models = try MatrixModels(invocation: invocation).figures(setting)
      for index in schemes.indices { schemes[index].models = models[schemes[index].scheme] }
    }
    return MatrixRow(
      setting: setting.number, words: setting.words, orders: history.rows, honest: honest, seconds: whole.seconds,
      streamSeconds: streamSeconds, schemes: schemes)
  }

  private struct Decided {
    var judging: Judging
    var records: MatrixRecords
    var seconds: Double
  }

  private func decide(_ history: SimulatedHistory, isStream: Bool) throws -> Decided {
    let source = try OpenedSource(history.orders.name, input: history.orders, invocation)
    let rules = try LoadedRules(invocation, for: source.schema)
    let symbols = source.records.symbols
    guard var records = MatrixRecords(source.schema, rows: history.rows, symbols: symbols) else {
      throw CommandFailure(.badData, "the rules' `\(source.schema.name)` has no list, charge and lines: nothing can be measured")
    }
    var judging = Judging()
    let seconds = try ContinuousClock().measure {
      let deciding = Deciding(invocation, rules, symbols: symbols, isQuiet: true)
      var scanning = Scanning(deciding, schema: source.schema, isStream: isStream, all: true)
      try scanning.run({ body in
        while let batch = try reading({ () throws(SourceError) in try source.records.next() }) {
          if let reject = batch.rejects.first {
            throw CommandFailure(.internal, "a simulated order was rejected: line \(reject.line): \(reject.message)")
          }
          records.note(batch)
          try body(batch)
        }
      }) { finding, _ in
        judging.add(
          row: finding.row, scheme: finding.scheme, score: finding.score, isFlagged: finding.isFlagged,
          isCalibrated: finding.isCalibrated, loss: finding.loss, entity: finding.entity)
      }
    }
    return Decided(judging: judging, records: records, seconds: seconds / .seconds(1))
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
}

extension MatrixRow.Stream {
  /// - records: as a stream decided on them.
  init(_ records: JudgedRecords) {
    func after(_ row: Int64) -> MatrixRow.Warm {
      let flags = FlagCounts(records.after(row: row), population: nil)
      return MatrixRow.Warm(after: row, frauds: flags.frauds, precision: flags.precision, recall: flags.recall)
    }
    let flags = FlagCounts(records, population: nil)
    let hold: Hold =
      switch PrecisionHold(records).outcome {
      case .after(let row): .after(row)
      case .never: .never
      case .tooFew: .tooFew
      }
    var holding: MatrixRow.Warm?
    if case .after(let row) = hold { holding = after(row) }
    self.init(
      flagged: flags.flagged, precision: flags.precision, recall: flags.recall,
      averagePrecision: AveragePrecision(Ranking(records))?.expected, hold: hold, holding: holding,
      warm: MatrixRun.warmUps.filter { $0 < records.count }.map { after(Int64($0)) })
  }
}
