import CommandLineKit
import Detection
import Files
import Records
import RuleLanguage

/// Findings on their way out: a table for people, JSON lines or CSV for programs; to a file or to standard output.
final class FindingWriter {
  private enum Format: String { case table, jsonl, csv }

  private let format: Format
  private let terminal: Terminal
  private let file: OutputFile?
  private let limit: Program.Rule.Severity?
  private var rows: [[TextTable.Cell]] = []
  private var pending = ""
  private var hidden = 0
  /// Something was found that is as severe as `--fail-on` says.
  private(set) var hasFailed = false
  /// Flagged records and what they lost, by scheme.
  private(set) var schemes: [String: (count: Int, loss: Int64)] = [:]

  /// More lines than this nobody reads in a table.
  private static let rowsMax = 200

  init(_ invocation: Invocation) throws {
    format = invocation.text("format").flatMap { Format(rawValue: $0) } ?? .table
    terminal = invocation.terminal
    limit = invocation.text("fail-on").flatMap { Program.Rule.Severity(rawValue: $0) }
    file = try invocation.text("out").map { path in try reading { () throws(SourceError) in try OutputFile(path: path) } }
    if format == .csv { try put(FindingText.csvHeader) }
  }

  func write(_ finding: Finding, _ hashes: DecisionHashes) throws {
    if finding.isFlagged {
      var scheme = schemes[finding.scheme] ?? (0, 0)
      scheme.count += 1
      // A sum for a person to read: beyond money's bounds it stays where it is.
      let (sum, overflow) = scheme.loss.addingReportingOverflow(finding.loss?.tenThousandths ?? 0)
      if !overflow { scheme.loss = sum }
      schemes[finding.scheme] = scheme
      if let limit, let severity = finding.severity, severity.rank >= limit.rank { hasFailed = true }
    }
    switch format {
    case .jsonl: try put(FindingText.json(finding, hashes))
    case .csv: try put(FindingText.csv(finding, hashes))
    case .table: add(finding)
    }
  }

  private func add(_ finding: Finding) {
    guard rows.count < FindingWriter.rowsMax else {
      hidden += 1
      return
    }
    let time = finding.time.map { $0.microseconds % Instant.microsecondsPerDay == 0 ? "\($0.date)" : "\($0)" }
    rows.append([
      .text(finding.id), .text(time ?? ""), .text(finding.entity ?? ""), .text(finding.scheme),
      .text(finding.severity?.rawValue ?? ""), .number(FindingWriter.percent(finding.score)),
      .number(finding.loss?.text(in: finding.currency) ?? ""), .text(finding.reason),
    ])
  }

  private static func percent(_ score: Double) -> String { "\(Int((score * 100).rounded()))%" }

  func finish() throws {
    if format == .table, !rows.isEmpty {
      try put(
        TextTable(header: ["record", "at", "who", "scheme", "severity", "score", "loss", "reason"], rows: rows).render(terminal))
      if hidden > 0 { try put("  and \(hidden) more; write them all with --format csv or jsonl\n") }
    }
    try flush()
    if let file { try reading { () throws(SourceError) in try file.finish() } }
  }

  private func put(_ text: String) throws {
    pending += text
    if pending.utf8.count > 1 << 16 { try flush() }
  }

  private func flush() throws {
    let text = pending
    pending = ""
    if let file { try reading { () throws(SourceError) in try file.write(text) } } else { try terminal.write(text) }
  }
}

/// What a scan came to, in a few lines for a person.
struct ScanSummary {
  private var lines: [String] = []

  init(_ counts: DecisionCounts, _ program: Program, _ writer: FindingWriter) {
    var parts = ["\(counts.records) records decided"]
    if counts.late > 0 { parts.append("\(counts.late) late") }
    if counts.duplicates > 0 { parts.append("\(counts.duplicates) duplicates passed over") }
    if counts.deletes > 0 { parts.append("\(counts.deletes) deletes") }
    lines.append(parts.joined(separator: ", "))
    for (scheme, found) in writer.schemes.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "\(scheme): \(found.count) flagged, \(Money(unchecked: found.loss).text(places: 2, grouping: true)) lost by their rules")
    }
    if writer.schemes.isEmpty { lines.append("nothing was flagged") }
    for (index, rule) in counts.rules.sorted(by: { $0.key < $1.key }) {
      // A column that was renamed must not silence a rule unseen.
      guard rule.unknown * 2 > counts.records, counts.records > 0 else { continue }
      lines.append(
        "\(program.rules[index].id) could not tell in \(rule.unknown) of \(counts.records) records: is a field it reads missing?")
    }
  }

  func say(_ terminal: Terminal) { for line in lines { terminal.say(line) } }
}
