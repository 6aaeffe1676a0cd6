/// One field's values over a batch. Where `validity` is false the record has no value, and the stored one means nothing.
public struct Column: Sendable {
  public enum Values: Sendable {
    /// Ten-thousandths.
    case money([Int64])
    /// number and percent; 20% is 0.2.
    case number([Double])
    case integer([Int64])
    /// Microseconds since 1970.
    case time([Int64])
    /// Microseconds.
    case duration([Int64])
    case key([Symbol])
    /// text and id.
    case text(TextColumn)
    case flag([Bool])
  }

  public var values: Values
  public var validity: Bitmap
  /// Of a float sum the numbers as they stood in the source.
  public var rawNumbers: [Double]?

  public init(values: Values, validity: Bitmap, rawNumbers: [Double]? = nil) {
    (self.values, self.validity, self.rawNumbers) = (values, validity, rawNumbers)
  }
}

/// Texts of a batch in one run of UTF-8; not interned, since nearly every record may have another.
public struct TextColumn: Sendable {
  public private(set) var bytes: [UInt8] = []
  public private(set) var ends: [Int32] = []

  public init() {}

  public var count: Int { ends.count }

  public subscript(index: Int) -> String {
    String(decoding: bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])], as: UTF8.self)
  }

  public mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: text)
    ends.append(Int32(bytes.count))
  }

  mutating func reserveCapacity(_ count: Int) { ends.reserveCapacity(count) }

  public mutating func truncate(to newCount: Int) {
    ends.removeLast(ends.count - newCount)
    bytes.removeLast(bytes.count - Int(ends.last ?? 0))
  }
}

extension Column {
  /// The stored ten-thousandths; empty for a column of another type.
  public var money: [Int64] { if case .money(let values) = values { values } else { [] } }
  public var numbers: [Double] { if case .number(let values) = values { values } else { [] } }
  public var integers: [Int64] { if case .integer(let values) = values { values } else { [] } }
  public var times: [Int64] { if case .time(let values) = values { values } else { [] } }
  public var durations: [Int64] { if case .duration(let values) = values { values } else { [] } }
  public var keys: [Symbol] { if case .key(let values) = values { values } else { [] } }
  public var texts: TextColumn { if case .text(let values) = values { values } else { TextColumn() } }
  public var flags: [Bool] { if case .flag(let values) = values { values } else { [] } }
}
