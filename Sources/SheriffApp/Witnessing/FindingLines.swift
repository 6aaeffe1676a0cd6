import CommandLineKit
import Detection
import Files
import Foundation
import Records

/// Findings as JSON lines at the end of a growing file, or on standard output. A line that was torn by a sudden end is cut off, and
/// what is there already is not written again.
final class FindingLines {
  private let terminal: Terminal
  private let path: String?
  private let descriptor: Int32
  private var known: Set<String> = []
  private(set) var count = 0

  /// - path: nil for standard output.
  init(path: String?, terminal: Terminal) throws {
    (self.path, self.terminal) = (path, terminal)
    guard let path else {
      descriptor = -1
      return
    }
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FindingLines.failure(path) }
    let bytes = try reading { () throws(SourceError) in try FileTree.contents(path) }
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard end == bytes.count || ftruncate(descriptor, off_t(end)) == 0 else { throw FindingLines.failure(path) }
    struct Line: Decodable {
      var id: String
      var scheme: String
    }
    for line in bytes[..<end].split(separator: UInt8(ascii: "\n")) {
      guard let line = try? JSONDecoder().decode(Line.self, from: Data(line)) else { continue }
      known.insert("\(line.scheme)\n\(line.id)")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func write(_ findings: [Finding], _ hashes: DecisionHashes) throws {
    var text = ""
    for finding in findings {
      guard path == nil || known.insert("\(finding.scheme)\n\(finding.id)").inserted else { continue }
      text += FindingText.json(finding, hashes)
      count += 1
    }
    if text.isEmpty { return }
    guard let path else { return try terminal.write(text) }
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 { start += written } else if errno != EINTR { throw FindingLines.failure(path) }
    }
    // On the disk before the database may forget.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FindingLines.failure(path) }
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(.inputOutput, "\(path): findings cannot be written: \(String(cString: strerror(errno)).lowercased())")
  }
}
