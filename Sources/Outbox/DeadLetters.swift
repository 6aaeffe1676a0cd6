import Diagnostics
import Files
import Foundation
public import Records

/// A line that was given up, and why.
public struct DeadLetter: Sendable {
  public var at: Instant
  public var reason: String
  public var attempts: Int
  var batch: String
  var line: OutboxLine

  /// One JSON object. The finding is the last in it, as it is, so that it can be taken out byte by byte.
  var text: String {
    "{\"at\":\(jsonString(at.description)),\"reason\":\(jsonString(reason)),\"attempts\":\(attempts),\"batch\":\"\(batch)\","
      + "\"key\":\"\(OutboxLine.text(of: line.key))\",\"came\":\(line.came.microseconds)\(DeadLetter.mark)\(line.json)}\n"
  }

  /// A quote within a text has a backslash before it, so this stands nowhere else.
  private static let mark = ",\"finding\":"

  init(at: Instant, reason: String, attempts: Int, batch: String, line: OutboxLine) {
    // Whole seconds are enough for people.
    self.at = Instant(microseconds: at.microseconds / 1_000_000 * 1_000_000)
    (self.reason, self.attempts, self.batch, self.line) = (reason, attempts, batch, line)
  }

  /// Without the end of the line; nil where it is none of ours.
  init?(_ bytes: ArraySlice<UInt8>) {
    struct Head: Decodable {
      var at: String
      var reason: String
      var attempts: Int
      var batch: String
      var key: String
      var came: Int64
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let mark = text.firstRange(of: DeadLetter.mark), text.last == "}",
      let head = try? JSONDecoder().decode(Head.self, from: Data((text[..<mark.lowerBound] + "}").utf8)),
      let key = OutboxLine.key(Array(head.key.utf8)[...]),
      let at = try? Date(head.at, strategy: .iso8601)
    else { return nil }
    (reason, attempts, batch) = (head.reason, head.attempts, head.batch)
    self.at = Instant(microseconds: Int64(at.timeIntervalSince1970 * 1e6))
    line = OutboxLine(
      key: key, came: Instant(microseconds: head.came), json: String(text[mark.upperBound...].dropLast()))
  }
}

/// The file of what was given up.
struct DeadLetters {
  static let name = "dead-letters.jsonl"

  private(set) var count = 0
  /// The batch that was given up last: ended between giving up and remembering it, nobody gives it up twice.
  private(set) var lastBatch: String?
  private let path: String

  init(_ folder: String) throws(SourceError) {
    path = "\(folder)/\(DeadLetters.name)"
    guard FileTree.exists(path) else { return }
    let file = try LineFile(path: path)
    var whole: Int64 = 0
    var last: [UInt8] = []
    var counted = 0
    try file.forEachLine(from: 0) { line, end in
      (whole, last) = (end, Array(line))
      counted += 1
      return true
    }
    count = counted
    lastBatch = DeadLetter(last[...])?.batch
    try file.cut(to: whole)
  }

  mutating func add(_ letters: [DeadLetter]) throws(SourceError) {
    try AppendedFile(path: path).append(Array(letters.map(\.text).joined().utf8))
    count += letters.count
    lastBatch = letters.last?.batch ?? lastBatch
  }

  static func read(_ folder: String) throws(SourceError) -> [DeadLetter] {
    let path = "\(folder)/\(name)"
    guard FileTree.exists(path) else { return [] }
    var letters: [DeadLetter] = []
    for (number, line) in try FileTree.contents(path).split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let letter = DeadLetter(line) else {
        throw SourceError(.unreadable, source: "\(path):\(number + 1)", "is no dead letter; take that line away")
      }
      letters.append(letter)
    }
    return letters
  }
}
