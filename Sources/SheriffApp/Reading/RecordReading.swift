import CommandLineKit
import Diagnostics
import Files
import Foundation
import Records

/// Reads a source to its end: progress for a person, rejects into a file, and a stop where too much is bad.
struct RecordReading {
  static let argument = Argument("source", "a file, pattern, folder of tables, - or postgres:// address")
  static let baseline = Option("baseline", value: "NAME", "decide with a baseline that was learned before")
  static let catalog = Option(
    "catalog", value: "FILE", "a price list, product,price,cost, in place of learned prices")
  static let options = [
    Option("schema", value: "FILE", "the schema file; else it is recognised from the header"),
    Option("rejects", value: "FILE", "where bad rows are kept; default DIR/rejects.jsonl under --home"),
    Option("max-rejects", value: "SHARE", "the share of bad rows that stops the run with exit 65", default: "5%"),
  ]
  /// Before so many rows a share says nothing.
  private static let rowsJudgedMin = 100

  let source: OpenedSource
  private let invocation: Invocation
  private(set) var rows = 0
  private(set) var rejectCount = 0
  private(set) var rejectsByReason: [RejectedRecord.Reason: Int] = [:]

  init(_ invocation: Invocation, source name: String) throws {
    self.invocation = invocation
    source = try OpenedSource(name, invocation)
    if !invocation.flag("quiet") {
      invocation.terminal.say("\(name): read as `\(source.schema.name)` (\(source.schemaPath))")
    }
  }

  /// Hands every batch to `body`. Throws with exit 65 where the share of rejects passes the limit, after all that was bad
  /// has been kept.
  mutating func run(_ body: (RecordBatch) throws -> Void) throws {
    let limit = try invocation.number("max-rejects", in: 0...1) ?? 0.05
    let path = try rejectsPath()
    var file: OutputFile?
    let start = ContinuousClock.now
    var bar = ProgressBar("reading", total: source.byteCount, terminal: invocation.terminal) { ContinuousClock.now - start }
    while let batch = try reading({ () throws(SourceError) in try source.records.next() }) {
      rows += batch.count
      rejectCount += batch.rejects.count
      if !batch.rejects.isEmpty {
        let open = try file ?? reading { () throws(SourceError) in try RecordReading.rejectsFile(path) }
        file = open
        for reject in batch.rejects {
          rejectsByReason[reject.reason, default: 0] += 1
          try reading { () throws(SourceError) in try open.write(RecordReading.line(reject)) }
        }
      }
      bar.update(batch.end.byte)
      try body(batch)
    }
    bar.finish()
    try reading { () throws(SourceError) in try file?.finish() }
    if !invocation.flag("quiet") { for notice in source.notices() { invocation.terminal.say("  \(notice)") } }
    guard rejectCount > 0 else { return }
    let total = rows + rejectCount
    let reasons = rejectsByReason.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    invocation.terminal.say(
      "\(source.name): \(rejectCount) of \(total) rows rejected (\(reasons.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", "))), kept in \(path)"
    )
    if Double(rejectCount) > limit * Double(total), total >= RecordReading.rowsJudgedMin || rows == 0 {
      throw CommandFailure(
        .badData, "\(source.name): \(rejectCount) of \(total) rows are bad, more than \(invocation.text("max-rejects") ?? "")",
        hints: ["look at \(path)", "raise --max-rejects to go on without them"])
    }
  }

  private func rejectsPath() throws -> String {
    if let path = invocation.text("rejects") { return path }
    return "\(invocation.text("home") ?? ".sheriff")/rejects.jsonl"
  }

  private static func rejectsFile(_ path: String) throws(SourceError) -> OutputFile {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    if !folder.isEmpty { try OutputFile.makeFolder(folder) }
    return try OutputFile(path: path)
  }

  static func line(_ reject: RejectedRecord) -> String {
    func optional(_ text: String?) -> String { text.map(jsonString) ?? "null" }
    return
      "{\"source\":\(jsonString(reject.source)),\"line\":\(reject.line),\"row\":\(reject.row),\"column\":\(optional(reject.column)),"
      + "\"value\":\(optional(reject.value)),\"reason\":\"\(reject.reason.rawValue)\",\"message\":\(jsonString(reject.message)),"
      + "\"text\":\(jsonString(reject.text))}\n"
  }
}
