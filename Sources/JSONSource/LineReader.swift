import Records

/// Lines of a text, one after another. A line's bytes are valid until the next is asked for.
final class LineReader {
  struct Line {
    var number: Int
    var bytes: Cell
    var isTooLong: Bool

    var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private let window: ByteWindow
  private(set) var line: Int
  private var isFirst: Bool
  /// A line beyond all measure, of which pieces are gone already.
  private var isCut = false

  /// - line: the number of the first one, more than 1 where others were read before.
  init(_ bytes: any ByteSource, line: Int = 1) {
    window = ByteWindow(bytes)
    (self.line, isFirst) = (line - 1, line == 1)
  }

  var consumedBytes: Int64 { window.consumed }
  /// Whether there may be more lines after an end.
  var mayGrow: Bool { !window.isFinal }

  /// Nil at the end of the source, or of what there is of it yet: a line that is not whole is kept until it is.
  func next() throws(SourceError) -> Line? {
    if isFirst { guard try skipByteOrderMark() else { return nil } }
    var scanned = 0
    while true {
      var position = window.start + scanned
      while position < window.end, window.base[position] != UInt8(ascii: "\n") { position += 1 }
      let isComplete = position < window.end
      if isComplete || window.isFinal {
        guard window.start < window.end || isCut else { return nil }
        let bytes = Cell(start: window.base + window.start, count: position - window.start)
        window.consume(to: isComplete ? position + 1 : position)
        line += 1
        defer { isCut = false }
        return Line(number: line, bytes: bytes, isTooLong: isCut)
      }
      scanned = position - window.start
      if scanned > JSONSource.lineBytesMax {
        // Let go in pieces, so that memory stays bounded; what is left of it stands for the line.
        window.consume(to: position)
        (scanned, isCut) = (0, true)
      }
      guard try window.refill() || window.isFinal else { return nil }
    }
  }

  /// False where it is not known yet whether there is one.
  private func skipByteOrderMark() throws(SourceError) -> Bool {
    while window.end - window.start < 3, try window.refill() {}
    guard window.end - window.start >= 3 || window.isFinal else { return false }
    isFirst = false
    let start = Cell(start: window.base + window.start, count: min(3, window.end - window.start))
    if start.elementsEqual([0xEF, 0xBB, 0xBF]) { window.consume(to: window.start + 3) }
    return true
  }
}
