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
  private(set) var line = 0
  private var isFirst = true

  init(_ bytes: any ByteSource) { window = ByteWindow(bytes) }

  var consumedBytes: Int64 { window.consumed }

  func next() throws(SourceError) -> Line? {
    if isFirst { try skipByteOrderMark() }
    var scanned = 0
    var isTooLong = false
    while true {
      var position = window.start + scanned
      while position < window.end, window.base[position] != UInt8(ascii: "\n") { position += 1 }
      let isComplete = position < window.end
      if isComplete || window.isFinal {
        guard window.start < window.end || isTooLong else { return nil }
        let bytes = Cell(start: window.base + window.start, count: position - window.start)
        window.consume(to: isComplete ? position + 1 : position)
        line += 1
        return Line(number: line, bytes: bytes, isTooLong: isTooLong)
      }
      scanned = position - window.start
      if scanned > JSONSource.lineBytesMax {
        // Let go in pieces, so that memory stays bounded; what is left of it stands for the line.
        window.consume(to: position)
        (scanned, isTooLong) = (0, true)
      }
      _ = try window.refill()
    }
  }

  private func skipByteOrderMark() throws(SourceError) {
    isFirst = false
    while window.end - window.start < 3, try window.refill() {}
    let start = Cell(start: window.base + window.start, count: min(3, window.end - window.start))
    if start.elementsEqual([0xEF, 0xBB, 0xBF]) { window.consume(to: window.start + 3) }
  }
}
