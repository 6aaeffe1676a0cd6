/// A request's path as the client wrote it, made plain.
enum RequestPath {
  /// Nothing where it is no path of UTF-8. A NUL is none either: C text would end at it, and one path would pass for another.
  static func plain(_ written: UnsafePointer<CChar>) -> String? {
    var bytes: [UInt8] = []
    var place = written
    while place.pointee != 0 {
      let byte = UInt8(bitPattern: place.pointee)
      if byte == UInt8(ascii: "%") {
        // The text ends in NUL, which is no digit, so nothing behind its end is looked at.
        guard let high = digit(place[1]), let low = digit(place[2]), high | low != 0 else { return nil }
        bytes.append(high << 4 | low)
        place += 3
      } else {
        bytes.append(byte)
        place += 1
      }
    }
    guard bytes.first == UInt8(ascii: "/") else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ character: CChar) -> UInt8? {
    switch UInt8(bitPattern: character) {
    case let byte where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte): byte - UInt8(ascii: "0")
    case let byte where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte): byte - UInt8(ascii: "a") + 10
    case let byte where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
