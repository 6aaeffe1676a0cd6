import CommandLineKit
import Detection
import Files
import Foundation
import Records

/// Findings as JSON lines at the end of a growing file, or on standard output. A line that was torn by a sudden end is cut off, and
/// what is there already is not written again.
final class FindingLines {
  private let terminal: Terminal
  private let file: AppendedFile?
  private var known: Set<String> = []
  private(set) var count = 0
  /// Lines that were there and are no findings: they stay, and nothing can be known of what they say.
  private(set) var strange = 0

  /// - path: nil for standard output.
  init(path: String?, terminal: Terminal) throws {
    self.terminal = terminal
    file = try path.map { path in try reading { () throws(SourceError) in try AppendedFile(path: path) } }
    guard let file else { return }
    let bytes = try reading { () throws(SourceError) in try FileTree.contents(file.path) }
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    try reading { () throws(SourceError) in try file.cut(to: Int64(end)) }
    struct Line: Decodable {
      var row: Int64
      var id: String
      var scheme: String
    }
    for line in bytes[..<end].split(separator: UInt8(ascii: "\n")) {
      if let line = try? JSONDecoder().decode(Line.self, from: Data(line)) {
        known.insert(FindingLines.key(line.scheme, line.id, line.row))
      } else {
        strange += 1
      }
    }
    if strange > 0 {
      terminal.say(
        "\(file.path): \(Words.counted(strange, "line")) are no findings; they stay, and what they say may be written again")
    }
  }

  /// A later version of a record has a row of its own, and what is said of it is said anew.
  static func key(_ scheme: String, _ id: String, _ row: Int64) -> String { "\(row)\n\(scheme)\n\(id)" }

  /// All of them or none; on the disk before the database may forget.
  func write(_ findings: [Finding], _ hashes: DecisionHashes) throws {
    var text = ""
    var added: [String] = []
    for finding in findings {
      let key = FindingLines.key(finding.scheme, finding.id, finding.row)
      guard file == nil || known.insert(key).inserted else { continue }
      added.append(key)
      text += FindingText.json(finding, hashes)
    }
    if text.isEmpty { return }
    if let file {
      do throws(SourceError) { try file.append(Array(text.utf8)) } catch {
        for key in added { known.remove(key) }
        throw CommandFailure(.inputOutput, "findings cannot be written: \(error)")
      }
    } else {
      try terminal.write(text)
    }
    count += added.count
  }
}
