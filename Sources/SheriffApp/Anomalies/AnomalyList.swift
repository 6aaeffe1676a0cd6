import CommandLineKit
import Diagnostics
import Files
import Learning
import Records
import RuleLanguage

/// The strangest records on their way out: a list for people, JSON lines or CSV for programs; to a file or to standard output.
struct AnomalyList {
  private enum Format: String { case table, csv, jsonl }

  private let format: Format
  private let top: Int?
  private let terminal: Terminal
  private let file: OutputFile?

  /// Whether standard output is free for what a person reads.
  var leavesOutput: Bool { file != nil || format == .table }

  init(_ invocation: Invocation, _ settings: AnomalySettings) throws {
    format = invocation.text("format").flatMap { Format(rawValue: $0) } ?? .table
    (top, terminal) = (settings.top, invocation.terminal)
    file = try invocation.text("out").map { path in try reading { () throws(SourceError) in try OutputFile(path: path) } }
  }

  func write(_ ranking: AnomalyRanking) throws {
    let reasons = AnomalyReasons(ranking)
    let places = ranking.order.prefix(top ?? ranking.order.count)
    let ranks = format == .table ? ranking.scores.map { AnomalyList.ranks($0) } : []
    if format == .csv {
      try put("row,id,at,entity,rank,score," + ranking.methods.map { "\($0)," }.joined() + "reason\n")
    }
    for (rank, place) in places.enumerated() {
      let record = AnomalyRecord(ranking, place, rank: rank + 1, reason: reasons.sentence(place))
      switch format {
      case .jsonl: try put(record.json)
      case .csv: try put(record.csv)
      case .table: try put(record.lines(ranks.map { $0[place] }, terminal))
      }
    }
    try reading { () throws(SourceError) in try file?.finish() }
  }

  private static func ranks(_ scores: [Double]) -> [Int] {
    var ranks = [Int](repeating: 0, count: scores.count)
    for (rank, place) in RankRarity.order(scores).enumerated() { ranks[place] = rank + 1 }
    return ranks
  }

  private func put(_ text: String) throws {
    if let file { try reading { () throws(SourceError) in try file.write(text) } } else { try terminal.write(text) }
  }
}

/// One of them.
private struct AnomalyRecord {
  private let row: Int64
  private let id: String
  private let time: String?
  private let entity: String?
  private let rank: Int
  private let score: Double
  private let scores: [(method: AnomalyMethod, score: Double)]
  private let reason: String

  init(_ ranking: AnomalyRanking, _ place: Int, rank: Int, reason: String) {
    let history = ranking.history
    let record = ranking.records[place]
    row = history.collection.rows[record]
    id = history.votes.ids[record]
    let hasTime = history.rules.program.schemas[history.rules.schema].timeField != nil
    let instant = Instant(microseconds: history.collection.times[record])
    time = hasTime ? instant.microseconds % Instant.microsecondsPerDay == 0 ? "\(instant.date)" : "\(instant)" : nil
    entity = history.entities.flatMap {
      $0[record] < 0 ? nil : history.symbols.text(of: Symbol(id: UInt32(bitPattern: $0[record])))
    }
    (self.rank, self.reason) = (rank, reason)
    score = ranking.score[place]
    scores = zip(ranking.methods, ranking.scores).map { ($0, $1[place]) }
  }

  func lines(_ ranks: [Int], _ terminal: Terminal) -> String {
    let who = [id, time, entity].compactMap { $0 }.joined(separator: "  ")
    let places = zip(scores, ranks).map { "\($0.method) \($1)" }.joined(separator: ", ")
    let head = "\(rank).  \(who)  \(Words.places(score, 3))" + (scores.count > 1 ? "  (\(places))" : "")
    return "\(terminal.styled(AnomalyRecord.clean(head), .bold))\n      \(AnomalyRecord.clean(reason))\n"
  }

  var json: String {
    JSONValue.object(
      [
        ("row", .integer(Int(row))), ("id", .text(id)), ("at", .optional(time)), ("entity", .optional(entity)),
        ("rank", .integer(rank)), ("score", .number(score)),
      ] + scores.map { ("\($0.method)", .number($0.score)) } + [("reason", .text(reason))]
    ).rendered + "\n"
  }

  var csv: String {
    let cells = ["\(row)", id, time ?? "", entity ?? "", "\(rank)", "\(score)"] + scores.map { "\($0.score)" } + [reason]
    return cells.map(csvCell).joined(separator: ",") + "\n"
  }

  /// Names come from files, and a terminal obeys what it is sent.
  private static func clean(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
  }
}
