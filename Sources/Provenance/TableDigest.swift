import Records

/// The digest of one row, so that a row which changed is told by its number: 128 bits of SHA-256 over its text.
public struct RowDigest: Hashable, Sendable, Codable, CustomStringConvertible {
  public var value: UInt128

  public init(_ value: UInt128) { self.value = value }

  public init(ofRecord text: String) {
    value = SHA256.digest(Array(text.utf8)).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// From 32 hexadecimal digits.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count <= 32, let value = UInt128(text, radix: 16) else { return nil }
    self.value = value
  }

  public var description: String { String(value, radix: 16) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = RowDigest(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is no digest")
    }
    self = digest
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A table's rows as sums of their digests, a sum a block of keys: the same whatever the order of the rows, and kept up row by row
/// as the log tells of them.
public struct TableDigest: Hashable, Sendable, Codable {
  public struct Block: Hashable, Sendable, Codable {
    public var rows = 0
    public var sum = RowDigest(0)
  }

  public private(set) var blocks: [String: Block] = [:]

  public init() {}

  /// Of all rows together.
  public var total: RowDigest { RowDigest(blocks.values.reduce(0) { $0 &+ $1.sum.value }) }

  /// So many keys stand in one block where keys are whole numbers.
  public static let keysPerBlock: Int64 = 1024

  public var rows: Int { blocks.values.reduce(0) { $0 + $1.rows } }

  /// The name of a key's block: `1024..2047` of whole numbers, else one of 256 by the key's hash.
  public static func block(firstKey: String) -> String {
    if let number = Int64(firstKey) {
      let quotient = number / keysPerBlock - (number % keysPerBlock < 0 ? 1 : 0)
      let (start, overflow) = quotient.multipliedReportingOverflow(by: keysPerBlock)
      if !overflow, start <= Int64.max - keysPerBlock { return "\(start)..\(start + keysPerBlock - 1)" }
    }
    let digest = String(SHA256.digest(Array(firstKey.utf8))[0], radix: 16)
    return "keys whose hash begins with \(digest.utf8.count == 1 ? "0" : "")\(digest)"
  }

  public mutating func add(_ digest: RowDigest, to block: String) {
    var changed = blocks[block] ?? Block()
    changed.rows += 1
    changed.sum.value &+= digest.value
    blocks[block] = changed
  }

  public mutating func remove(_ digest: RowDigest, from block: String) {
    var changed = blocks[block] ?? Block()
    changed.rows -= 1
    changed.sum.value &-= digest.value
    blocks[block] = changed.rows == 0 && changed.sum.value == 0 ? nil : changed
  }

  /// The blocks in which two states of a table differ, in order.
  public func differences(from other: TableDigest) -> [String] {
    Set(blocks.keys).union(other.blocks.keys).filter { blocks[$0] != other.blocks[$0] }.sorted { left, right in
      let numbers = [left, right].map { Int64($0.prefix { $0 != "." }) }
      if let first = numbers[0], let second = numbers[1] { return first < second }
      return left < right
    }
  }
}
