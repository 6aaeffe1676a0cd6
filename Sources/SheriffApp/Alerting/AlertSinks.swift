import Alerts
import CommandLineKit
import Detection
import Records

/// Where flagged findings go besides a command's own output: the store, files of JSON lines. Whatever is there already is not written again.
final class AlertSinks {
  static let option = Option(
    "sink", value: "WHERE", "also keep what is flagged: store, or jsonl:FILE; may be said again", isRepeatable: true)

  private let source: String
  private let store: (any AlertStore)?
  private let files: [(path: String, lines: FindingLines)]
  private var pending: [(finding: Finding, hashes: DecisionHashes)] = []
  private var counts = StoredCounts()
  private var written = 0

  /// So many are stored in one transaction.
  private static let batchMax = 1_000

  init(_ invocation: Invocation, source: String) throws {
    var isStored = false
    var paths: [String] = []
    for sink in invocation.list("sink") {
      if sink == "store" {
        isStored = true
      } else if sink.hasPrefix("jsonl:"), sink.count > 6 {
        paths.append(String(sink.dropFirst(6)))
      } else {
        throw invocation.usage("`--sink \(sink)`: expected store or jsonl:FILE")
      }
    }
    guard Set(paths).count == paths.count else { throw invocation.usage("a file is named by two sinks") }
    self.source = isStored ? try SourceName.of(source, invocation) : ""
    store = isStored ? try AlertOpening.created(invocation) : nil
    files = try paths.map { ($0, try FindingLines(path: $0, terminal: invocation.terminal)) }
  }

  func write(_ finding: Finding, _ hashes: DecisionHashes) throws {
    guard finding.isFlagged, store != nil || !files.isEmpty else { return }
    pending.append((finding, hashes))
    if pending.count >= AlertSinks.batchMax { try flush() }
  }

  func finish() throws { try flush() }

  private func flush() throws {
    if let store, !pending.isEmpty {
      let sightings = pending.compactMap { Sighting($0.finding, $0.hashes, source: source) }
      let stored = try alerting { () throws(AlertError) in try store.store(sightings, checkpoint: nil, at: .ofClock()) }
      counts = StoredCounts(
        added: counts.added + stored.added, updated: counts.updated + stored.updated, known: counts.known + stored.known)
    }
    for (_, lines) in files {
      var rest = pending[...]
      while let first = rest.first {
        // A line ends in the hashes that were decided with, which change where a stream learns as it goes.
        let run = rest.prefix { $0.hashes == first.hashes }
        try lines.write(run.map(\.finding), first.hashes)
        rest = rest.dropFirst(run.count)
      }
    }
    written += pending.count
    pending = []
  }

  /// What came of it, a line for each sink.
  var told: [String] {
    var lines: [String] = []
    if store != nil {
      var text = "store: \(Words.counted(counts.added, "new alert"))"
      if counts.updated > 0 { text += ", \(groupedInThousands(String(counts.updated))) said anew" }
      if counts.known > 0 { text += ", \(groupedInThousands(String(counts.known))) known already" }
      if counts.added + counts.updated == 0 {
        text =
          counts.known > 0
          ? "store: nothing new, all \(groupedInThousands(String(counts.known))) known already" : "store: nothing to keep"
      }
      lines.append(text)
    }
    for (path, file) in files {
      lines.append(
        "\(path): \(Words.counted(file.count, "new line")), \(groupedInThousands(String(written - file.count))) there already")
    }
    return lines
  }
}
