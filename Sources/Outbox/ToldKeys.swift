import Files
import Records

/// The keys of lines whose file is gone: what was told once is not told again. Written whole, and bounded: the oldest are forgotten.
struct ToldKeys {
  static let name = "told.keys"

  private(set) var keys: [UInt128]

  static func read(_ folder: String) throws(SourceError) -> ToldKeys {
    let path = "\(folder)/\(name)"
    guard FileTree.exists(path) else { return ToldKeys(keys: []) }
    let bytes = try FileTree.contents(path)
    // It is written whole, so another length is another's file.
    guard bytes.count.isMultiple(of: 16) else {
      throw SourceError(
        .unreadable, source: path, "is no list of an outbox's keys; take it away, and some findings may be told again")
    }
    return ToldKeys(
      keys: stride(from: 0, to: bytes.count, by: 16).map { start in
        bytes[start..<start + 16].reduce(0) { $0 << 8 | UInt128($1) }
      })
  }

  /// Answers with what is forgotten.
  mutating func add(_ more: [UInt128], most: Int) -> [UInt128] {
    keys += more
    let forgotten = Array(keys.prefix(max(0, keys.count - most)))
    keys.removeFirst(forgotten.count)
    return forgotten
  }

  func write(_ folder: String) throws(SourceError) {
    let file = try OutputFile(path: "\(folder)/\(ToldKeys.name)")
    for key in keys { try file.write((0..<16).map { UInt8(truncatingIfNeeded: key >> (120 - 8 * UInt128($0))) }) }
    try file.finish()
  }
}
