public import Records

/// A finding on its way: as JSON on one line, with what makes it the same finding when it comes again.
///
/// In a file: the key in hexadecimal, when it came in microseconds since 1970, and the JSON, with a space between each.
public struct OutboxLine: Hashable, Sendable {
  public var key: UInt128
  public var came: Instant
  public var json: String

  /// - identity: what two tellings of one finding have in common.
  public init(identity: String, came: Instant, json: String) {
    key = SHA256.digest(Array(identity.utf8)).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    (self.came, self.json) = (came, json)
  }

  init(key: UInt128, came: Instant, json: String) { (self.key, self.came, self.json) = (key, came, json) }

  /// Without the end of the line; nil where it is none of ours.
  init?(_ bytes: ArraySlice<UInt8>) {
    let parts = bytes.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let key = OutboxLine.key(parts[0]), let came = Int64(String(decoding: parts[1], as: UTF8.self)),
      parts[2].first == UInt8(ascii: "{"), parts[2].last == UInt8(ascii: "}")
    else { return nil }
    self.init(key: key, came: Instant(microseconds: came), json: String(decoding: parts[2], as: UTF8.self))
  }

  static func key(_ hexadecimal: ArraySlice<UInt8>) -> UInt128? {
    hexadecimal.count == 32 ? UInt128(String(decoding: hexadecimal, as: UTF8.self), radix: 16) : nil
  }

  static func text(of key: UInt128) -> String {
    let digits = String(key, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  var bytes: [UInt8] { Array("\(OutboxLine.text(of: key)) \(came.microseconds) \(json)\n".utf8) }
}

/// Lines that are sent as one, and always as the same one until it is known what became of them.
public struct OutboxBatch: Hashable, Sendable {
  public var lines: [OutboxLine]

  public init(lines: [OutboxLine]) { self.lines = lines }

  /// As a JSON array.
  public var array: [UInt8] { Array(("[" + lines.map(\.json).joined(separator: ",\n") + "]").utf8) }

  /// As JSON lines.
  public var jsonLines: [UInt8] { Array(lines.map { $0.json + "\n" }.joined().utf8) }

  /// The same for the same findings in the same order, so that a receiver knows a batch that comes again.
  public var digest: String { SHA256.hash(array) }
}
