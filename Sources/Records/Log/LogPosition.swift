/// A place in a database's log. Later is larger.
public struct LogPosition: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public var value: UInt64

  public init(_ value: UInt64) { self.value = value }

  /// As PostgreSQL writes it: two halves in hexadecimal, `0/16B3748`.
  public init?(_ text: some StringProtocol) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, let high = UInt32(halves[0], radix: 16), let low = UInt32(halves[1], radix: 16) else { return nil }
    value = UInt64(high) << 32 | UInt64(low)
  }

  public static let zero = LogPosition(0)

  public static func < (left: LogPosition, right: LogPosition) -> Bool { left.value < right.value }

  public var description: String {
    String(value >> 32, radix: 16, uppercase: true) + "/" + String(value & 0xFFFF_FFFF, radix: 16, uppercase: true)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let position = LogPosition(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is no position in a log")
    }
    self = position
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
