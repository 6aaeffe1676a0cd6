public import Records

/// Why a message of the log cannot be understood. The server's messages are whole, so this means that something between it and us
/// is broken or hostile.
public struct LogDamage: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case truncated, unknownMessage, badText, badCount, unknownRelation, outOfPlace, leftOver, badTime, tooLarge
  }

  public var code: Code
  public var message: String
  public var position: LogPosition

  public init(_ code: Code, _ message: String, at position: LogPosition = .zero) {
    (self.code, self.message, self.position) = (code, message, position)
  }

  public var description: String { "the log's message at \(position) is damaged: \(message)" }
}

/// Bytes of one message, read from the front; every length is held against what is there.
struct LogBytes {
  private let bytes: [UInt8]
  private(set) var offset: Int

  init(_ bytes: [UInt8], from offset: Int = 0) { (self.bytes, self.offset) = (bytes, min(offset, bytes.count)) }

  var left: Int { bytes.count - offset }

  mutating func byte() throws(LogDamage) -> UInt8 {
    guard left >= 1 else { throw ended() }
    offset += 1
    return bytes[offset - 1]
  }

  mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws(LogDamage) -> Integer {
    let width = Integer.bitWidth / 8
    guard left >= width else { throw ended() }
    var value: Integer = 0
    for index in offset..<offset + width { value = value << 8 | Integer(truncatingIfNeeded: bytes[index]) }
    offset += width
    return value
  }

  mutating func position() throws(LogDamage) -> LogPosition { LogPosition(try integer(UInt64.self)) }

  /// Microseconds since 2000, which is where PostgreSQL's clock begins.
  mutating func time() throws(LogDamage) -> Instant {
    let (sum, overflow) = try integer(Int64.self).addingReportingOverflow(LogBytes.year2000)
    guard !overflow else { throw LogDamage(.badTime, "a time lies beyond all calendars") }
    return Instant(microseconds: sum)
  }

  static let year2000: Int64 = 946_684_800_000_000

  /// Up to the next zero byte.
  mutating func name() throws(LogDamage) -> String {
    guard let end = bytes[offset...].firstIndex(of: 0) else { throw ended() }
    defer { offset = end + 1 }
    return try LogBytes.text(bytes[offset..<end])
  }

  mutating func text(count: Int) throws(LogDamage) -> String {
    guard count >= 0, count <= left else { throw ended() }
    defer { offset += count }
    return try LogBytes.text(bytes[offset..<offset + count])
  }

  mutating func expectEnd() throws(LogDamage) {
    guard left == 0 else { throw LogDamage(.leftOver, "\(left) bytes are left over") }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) throws(LogDamage) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw LogDamage(.badText, "a text is not UTF-8") }
    return text
  }

  private func ended() -> LogDamage { LogDamage(.truncated, "it ends after \(bytes.count) bytes, in the middle") }
}
