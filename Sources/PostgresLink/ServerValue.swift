/// A value on its way to the server, in the server's own binary form: nothing is quoted, and nothing of it is ever read as SQL.
public enum ServerValue: Hashable, Sendable {
  case integer(Int64)
  case text(String)
  case bytes([UInt8])
  case noText
  case integers([Int64?])
  case reals([Double?])
  case texts([String?])
  case flags([Bool])

  public static func integer(_ value: Int) -> ServerValue { .integer(Int64(value)) }

  public static func optional(_ text: String?) -> ServerValue { text.map { .text($0) } ?? .noText }

  /// The number by which the server knows the type.
  private var type: UInt32 {
    switch self {
    case .integer: 20
    case .text, .noText: 25
    case .bytes: 17
    case .integers: 1016
    case .reals: 1022
    case .texts: 1009
    case .flags: 1000
    }
  }

  /// Nil is null.
  private var binary: [UInt8]? {
    switch self {
    case .integer(let value): return ServerValue.bytes(of: value)
    case .text(let text): return Array(text.utf8)
    case .bytes(let bytes): return bytes
    case .noText: return nil
    case .integers(let values):
      return ServerValue.array(of: 20, values) { $0 += ServerValue.bytes(of: 8 as Int32) + ServerValue.bytes(of: $1) }
    case .reals(let values):
      return ServerValue.array(of: 701, values) {
        $0 += ServerValue.bytes(of: 8 as Int32) + ServerValue.bytes(of: $1.bitPattern)
      }
    case .texts(let values):
      return ServerValue.array(of: 25, values) {
        $0 += ServerValue.bytes(of: Int32($1.utf8.count))
        $0 += $1.utf8
      }
    case .flags(let values):
      return ServerValue.array(of: 16, values) {
        $0 += ServerValue.bytes(of: 1 as Int32)
        $0.append($1 ? 1 : 0)
      }
    }
  }

  private static func bytes(of value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// One dimension, counted from 1.
  private static func array<Element>(
    of type: UInt32, _ values: [Element?], _ append: (inout [UInt8], Element) -> Void
  ) -> [UInt8] {
    // No element, no dimension.
    guard !values.isEmpty else { return bytes(of: 0 as Int32) + bytes(of: 0 as Int32) + bytes(of: type) }
    var result = bytes(of: 1 as Int32) + bytes(of: (values.contains { $0 == nil } ? 1 : 0) as Int32) + bytes(of: type)
    result += bytes(of: Int32(values.count)) + bytes(of: 1 as Int32)
    for value in values { if let value { append(&result, value) } else { result += bytes(of: -1 as Int32) } }
    return result
  }

  /// The values as libpq takes them; good within the body.
  static func withPointers<Result>(
    _ values: [ServerValue],
    _ body: (
      UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> Result
  ) -> Result {
    let types = values.map(\.type)
    var storage: [UInt8] = []
    var places: [(start: Int, count: Int)?] = []
    for value in values {
      guard let binary = value.binary else {
        places.append(nil)
        continue
      }
      places.append((storage.count, binary.count))
      storage += binary
    }
    // A value of no bytes has an address too: none would be null.
    storage.append(0)
    let lengths = places.map { Int32($0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: values.count)
    return storage.withUnsafeBytes { storage in
      let start = storage.bindMemory(to: CChar.self).baseAddress
      let pointers = places.map { place in place.flatMap { place in start.map { UnsafePointer($0 + place.start) } } }
      return types.withUnsafeBufferPointer { types in
        pointers.withUnsafeBufferPointer { pointers in
          lengths.withUnsafeBufferPointer { lengths in
            formats.withUnsafeBufferPointer { formats in
              body(types.baseAddress, pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
            }
          }
        }
      }
    }
  }
}
