import Alerts
import Detection
import Diagnostics
import Files
import Records
import Reports

/// The records behind the figures, as files: all of them, by scheme, and of the persons whom the report lists. They are written alert by
/// alert, so that a million of them take no more memory than one.
final class ReportRecords {
  private let story: ReportStory
  private let folder: String
  private let all: OutputFile
  private var tables: [String: OutputFile] = [:]
  private var lists: [String: (file: OutputFile, isEmpty: Bool)] = [:]

  static let columns = ["alert", "case", "status", "source"] + FindingText.columns

  init(_ story: ReportStory, in folder: String) throws(SourceError) {
    (self.story, self.folder) = (story, folder)
    try OutputFile.makeFolder("\(folder)/\(RecordFiles.folder)")
    all = try ReportRecords.table("\(folder)/\(RecordFiles.all)")
    for path in story.recordFiles {
      if path.hasSuffix(".json") {
        let file = try OutputFile(path: "\(folder)/\(path)")
        try file.write("[")
        lists[path] = (file, true)
      } else {
        tables[path] = try ReportRecords.table("\(folder)/\(path)")
      }
    }
  }

  private static func table(_ path: String) throws(SourceError) -> OutputFile {
    let file = try OutputFile(path: path)
    try file.write(columns.joined(separator: ",") + "\n")
    return file
  }

  func add(_ alert: ReportedAlert) throws(SourceError) {
    guard story.tells(alert) else { return }
    let values = ReportRecords.values(alert, story)
    let row = values.map { csvCell(AlertText.plain($0.1)) }.joined(separator: ",") + "\n"
    try all.write(row)
    for path in story.recordFiles(of: alert) {
      if let table = tables[path] { try table.write(row) }
      if let list = lists[path] {
        try list.file.write((list.isEmpty ? "\n" : ",\n") + JSONValue.object(values).rendered)
        lists[path] = (list.file, false)
      }
    }
  }

  private static func values(_ alert: ReportedAlert, _ story: ReportStory) -> [(String, JSONValue)] {
    var said = alert.sighting
    let keys: [(String, JSONValue)] = [
      ("alert", .text(said.alertKey)), ("case", .text(said.caseIdentity.key)), ("status", .text(alert.standing.rawValue)),
      ("source", .text(said.source)),
    ]
    let names = story.pseudonyms
    said.entity = said.entity.map { names.of($0) }
    said.reason = names.hide(said.reason)
    said.evidence = names.hide(said.evidence)
    return keys + AlertText.values(said)
  }

  /// Nothing is in its place before all is whole.
  func finish() throws(SourceError) {
    for list in lists.values { try list.file.write(list.isEmpty ? "]\n" : "\n]\n") }
    try all.finish()
    for file in tables.values { try file.finish() }
    for list in lists.values { try list.file.finish() }
  }
}
