/// Finds the fields of a regular row in place: plain fields, and quoted ones without a quote inside.
///
/// Ours beside libcsv because the tokeniser is the limit on wide files: libcsv copies every byte and makes two calls a
/// field. Whatever is not regular is left to libcsv, and a differential test holds the two together on all inputs.
struct RegularRowScanner {
  private let delimiter: UInt8
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(delimiter: UInt8) { self.delimiter = delimiter }

  func scan(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int, isFinal: Bool, into fields: inout FieldList) -> RowScan {
    fields.removeAll()
    fields.base = base
    var position = start
    var lines = 1
    while true {
      let fieldStart: Int
      let fieldEnd: Int
      if position < end, base[position] == RegularRowScanner.quote {
        fieldStart = position + 1
        position = fieldStart
        while position < end, base[position] != RegularRowScanner.quote {
          if base[position] == RegularRowScanner.lineFeed || isLoneReturn(base, position, end) { lines &+= 1 }
          position &+= 1
        }
        guard position < end else { return isFinal ? .irregular : .needsMore }
        fieldEnd = position
        position &+= 1
        guard position < end || isFinal else { return .needsMore }
      } else {
        fieldStart = position
        while position < end {
          let byte = base[position]
          // All four that matter lie below 0x30 or are the delimiter, which may lie above: one compare for most bytes.
          if byte == delimiter { break }
          if byte < 0x30, byte == RegularRowScanner.lineFeed || byte == RegularRowScanner.carriageReturn { break }
          if byte == RegularRowScanner.quote { return .irregular }
          position &+= 1
        }
        guard position < end || isFinal else { return .needsMore }
        fieldEnd = position
      }
      guard fields.append(start: fieldStart, end: fieldEnd) else { return .irregular }
      if position == end { return .row(next: end, lines: lines) }
      switch base[position] {
      case delimiter:
        position &+= 1
      case RegularRowScanner.lineFeed:
        return .row(next: position + 1, lines: lines)
      case RegularRowScanner.carriageReturn:
        guard position + 1 < end else { return isFinal ? .row(next: end, lines: lines) : .needsMore }
        return .row(next: position + (base[position + 1] == RegularRowScanner.lineFeed ? 2 : 1), lines: lines)
      default:
        return .irregular
      }
    }
  }

  @inline(__always)
  private func isLoneReturn(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Bool {
    base[position] == RegularRowScanner.carriageReturn
      && (position + 1 == end || base[position + 1] != RegularRowScanner.lineFeed)
  }
}
