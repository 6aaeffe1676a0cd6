import Records

/// One row in COPY's text form: cells between tabs, `\N` for null, a backslash before what is special.
struct CopyLine {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var nulls: [Bool] = []

  mutating func parse(_ line: UnsafeRawBufferPointer) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    nulls.removeAll(keepingCapacity: true)
    var isNull = false
    var position = 0
    while position < line.count {
      let byte = line[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\t"), UInt8(ascii: "\n"):
        ends.append(bytes.count)
        nulls.append(isNull)
        isNull = false
      case UInt8(ascii: "\\") where position < line.count:
        let escaped = line[position]
        position += 1
        if escaped == UInt8(ascii: "N") { isNull = true } else { bytes.append(CopyLine.unescaped(escaped)) }
      default:
        bytes.append(byte)
      }
    }
  }

  func isNull(_ index: Int) -> Bool { nulls[index] }

  func withCell<Result>(_ index: Int, _ body: (Cell) -> Result) -> Result {
    let start = index == 0 ? 0 : ends[index - 1]
    return bytes.withUnsafeBufferPointer { body(Cell(rebasing: $0[start..<ends[index]])) }
  }

  /// The row's cells between tabs, for a reject.
  var text: String {
    ends.indices.map { index in isNull(index) ? "" : withCell(index) { String(decoding: $0, as: UTF8.self) } }.joined(
      separator: "\t")
  }

  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "v"): 0x0B
    default: byte
    }
  }
}
