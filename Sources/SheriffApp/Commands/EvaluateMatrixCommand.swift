import CommandLineKit
import Detection
import Dispatch
import Files
import Foundation
import Records
import Synchronization

let evaluateMatrixCommand = Command(
  "matrix", "how right the rules are over many simulated companies, none like the other",
  discussion:
    "Draws settings of `sheriff simulate orders` at random, sixteen of which hold every kind, decides over each as `sheriff scan --all` does with nothing learned before, and "
    + "writes a page in Markdown: average precision, precision, recall, calibration, false alarms and money by scheme, a naive rule and "
    + "what could be found at most beside them, targets, the worst settings on top. Some settings have no fraud at all. With --out the rows are kept in FILE.rows as they come: a matrix "
    + "that was interrupted goes on where it stopped.",
  options: [
    Option("settings", value: "N", "how many companies", default: "24"),
    Option("seed", value: "S", "the same seed draws the same settings; else drawn from the clock, and said"),
    Option(
      "orders-max", value: "M", "the most orders of a setting; they have at least 5000, where this allows it", default: "500000"),
    Option(
      "as-stream", "also decide on each order with what came before it only, and add what that finds and from when on it is right"
    ),
    Option(
      "models",
      "also learn models, from the rules' votes and from the truth, and compare them on orders that neither learned from"),
    Option("plan", "write the settings that would be drawn, and simulate none"),
    Option("jobs", value: "N", "settings that are worked on at once", default: "1"),
    Option("bootstrap", value: "N", "how many samples the intervals are of; 0 for none", default: "1000"),
    Option("out", value: "FILE.md", "where the page is written; else standard output"),
  ],
  examples: [
    "sheriff evaluate matrix --settings 40 --seed 7 --out docs/accuracy.md",
    "sheriff evaluate matrix --settings 8 --orders-max 20000 --as-stream --jobs 2",
    "sheriff evaluate matrix --settings 16 --seed 7 --plan",
  ], action: evaluateMatrix)

private func evaluateMatrix(_ invocation: Invocation) throws -> ExitCode {
  let settings = try invocation.integer("settings", in: 1...10_000) ?? 24
  let ordersMax = try invocation.integer("orders-max", in: 100...5_000_000) ?? 500_000
  let samples = try invocation.integer("bootstrap", in: 0...100_000) ?? 1_000
  let jobs = try invocation.integer("jobs", in: 1...64) ?? 1
  let isStream = invocation.flag("as-stream")
  let hasModels = invocation.flag("models")
  let rowsPath = invocation.text("out").map { "\($0).rows" }
  let seed = try invocation.seed("seed") ?? rowsPath.flatMap(MatrixRows.seed) ?? seedOfClock()
  if invocation.text("seed") == nil { invocation.terminal.say("seed \(seed)") }
  if invocation.flag("plan") {
    for number in 1...settings { try invocation.terminal.write("\(number): \(try setting(number, seed, ordersMax).words)\n") }
    return .fine
  }
  let rulesHash = try MatrixRun.rulesHash(invocation)
  let rows = try MatrixRows(
    rowsPath, .init(seed: seed, ordersMax: ordersMax, asStream: isStream, models: hasModels, samples: samples, rules: rulesHash))
  let known = Set(rows.rows.map(\.setting))
  let run = MatrixRun(invocation: invocation, isStream: isStream, samples: samples, hasModels: hasModels)
  let work = MatrixWork(rows: rows, waiting: (1...settings).filter { !known.contains($0) }, count: settings)
  work.run(jobs: jobs) { number in
    try run.row(try setting(number, seed, ordersMax))
  } said: {
    invocation.terminal.say($0)
  }
  let done = try work.finished()
  var command = "sheriff evaluate matrix --settings \(settings) --seed \(seed) --orders-max \(ordersMax)"
  if samples != 1_000 { command += " --bootstrap \(samples)" }
  if isStream { command += " --as-stream" }
  if hasModels { command += " --models" }
  let page = MatrixPage(
    rows: done.rows.filter { $0.setting <= settings }.sorted { $0.setting < $1.setting }, command: command, isStream: isStream,
    hasModels: hasModels, samples: samples, rulesHash: rulesHash)
  if let path = invocation.text("out") {
    try reading { () throws(SourceError) in try OutputFile.write(page.text, to: path) }
  } else {
    try invocation.terminal.write(page.text)
  }
  try done.finish()
  return .fine
}

private func setting(_ number: Int, _ seed: UInt64, _ ordersMax: Int) throws -> MatrixSetting {
  do { return try MatrixSetting(number, seed: seed, ordersMax: ordersMax) } catch {
    throw CommandFailure(.internal, "setting \(number) of seed \(seed) cannot be simulated: \(error)")
  }
}

private func seedOfClock() -> UInt64 { UInt64(Date().timeIntervalSince1970 * 1_000) % 1_000_000_000 }

/// Settings that wait, and rows that are done; several threads take and bring them.
private final class MatrixWork: Sendable {
  private struct State {
    var rows: MatrixRows
    var waiting: ArraySlice<Int>
    var failure: (any Error)?
  }

  private let state: Mutex<State>
  private let count: Int

  init(rows: MatrixRows, waiting: [Int], count: Int) {
    state = Mutex(State(rows: rows, waiting: waiting[...]))
    self.count = count
  }

  func run(jobs: Int, _ row: @Sendable (Int) throws -> MatrixRow, said: @Sendable (String) -> Void) {
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while let number = state.withLock({ $0.failure == nil ? $0.waiting.popFirst() : nil }) {
        do {
          let row = try row(number)
          try state.withLock { try $0.rows.add(row) }
          said(line(row))
        } catch {
          state.withLock { $0.failure = $0.failure ?? error }
        }
      }
    }
  }

  func finished() throws -> MatrixRows {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      return state.rows
    }
  }

  private func line(_ row: MatrixRow) -> String {
    let schemes = row.schemes.map { scheme in
      let average = scheme.found.averagePrecision.map { "AP \(Words.places($0, 3))" } ?? "no fraud"
      return "\(scheme.scheme) \(average), \(Words.places(scheme.found.falseAlarms ?? 0)) alarms of 100,000"
    }
    let stream = row.streamSeconds.map { ", \(Words.places($0)) s as a stream" } ?? ""
    return "\(row.setting) of \(count): \(Words.counted(row.orders, "order")), \(schemes.joined(separator: "; ")); "
      + "\(Words.places(row.seconds)) s" + stream
  }
}
