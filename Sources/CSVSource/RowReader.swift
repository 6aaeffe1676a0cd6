import Records

/// Rows of one CSV text, one after another, with the physical line on which each begins.
struct RowReader: ~Copyable {
  enum Outcome {
    case row
    case malformed(RowFault, text: String)
    /// Of the source, or of what there is of it yet: the row that is not whole is kept until it is.
    case end
  }

  /// The longest row, in bytes. A stray quote may swallow no more than this before reading recovers.
  static let rowBytesMax = 4 << 20

  private let buffer: ByteWindow
  private let regular: RegularRowScanner?
  private let library: LibraryRowScanner
  var fields = FieldList()
  /// Where the current row begins, and the next one.
  private(set) var line = 1
  private var nextLine = 1
  private var rowStart = 0
  /// A row that was given up, whose first line has not ended yet.
  private var givenUp: (fault: RowFault, text: String)?

  /// Without the regular scanner every row goes through libcsv: the other side of the differential test.
  init(_ bytes: any ByteSource, delimiter: UInt8, usesRegularScanner: Bool = true) {
    buffer = ByteWindow(bytes)
    regular = usesRegularScanner ? RegularRowScanner(delimiter: delimiter) : nil
    library = LibraryRowScanner(delimiter: delimiter)
  }

  var consumedBytes: Int64 { buffer.consumed }
  var nextRowLine: Int { nextLine }
  /// Whether there may be more rows after an end.
  var mayGrow: Bool { !buffer.isFinal }

  /// Counts lines from here on as if so many had been read.
  mutating func number(nextLine: Int) { self.nextLine = nextLine }

  /// The current row's bytes; valid until the next row is asked for.
  var text: String {
    String(decoding: UnsafeBufferPointer(start: buffer.base + rowStart, count: buffer.start - rowStart), as: UTF8.self)
  }

  mutating func next() throws(SourceError) -> Outcome {
    if let givenUp { return try recover(from: givenUp.fault) }
    guard try skipBlankLines() else { return .end }
    line = nextLine
    while true {
      guard buffer.start < buffer.end else {
        if try buffer.refill() { continue }
        return .end
      }
      rowStart = buffer.start
      switch scan() {
      case .row(let next, let lines):
        buffer.consume(to: next)
        nextLine += lines
        return .row
      case .malformed(let fault):
        return try recover(from: fault)
      case .needsMore, .irregular:
        if buffer.end - buffer.start > RowReader.rowBytesMax { return try recover(from: .tooLong) }
        // At the source's end the scanners are told so and ask for no more.
        guard try buffer.refill() || buffer.isFinal else { return .end }
      }
    }
  }

  private mutating func scan() -> RowScan {
    if let regular {
      let outcome = regular.scan(buffer.base, from: buffer.start, to: buffer.end, isFinal: buffer.isFinal, into: &fields)
      guard case .irregular = outcome else { return outcome }
    }
    return library.scan(buffer.base, from: buffer.start, to: buffer.end, isFinal: buffer.isFinal, into: &fields)
  }

  /// A blank line is no row and uses up no number. False where it is not known yet whether there is one.
  private mutating func skipBlankLines() throws(SourceError) -> Bool {
    while true {
      if buffer.start == buffer.end {
        guard try buffer.refill() else { return buffer.isFinal }
      }
      let byte = buffer.base[buffer.start]
      if byte == UInt8(ascii: "\n") {
        buffer.consume(to: buffer.start + 1)
      } else if byte == UInt8(ascii: "\r") {
        if buffer.start + 1 == buffer.end, try !buffer.refill(), !buffer.isFinal { return false }
        let hasLineFeed = buffer.start + 1 < buffer.end && buffer.base[buffer.start + 1] == UInt8(ascii: "\n")
        buffer.consume(to: buffer.start + (hasLineFeed ? 2 : 1))
      } else {
        return true
      }
      nextLine += 1
    }
  }

  /// Gives up the row and goes on after its first physical line, so that one bad quote costs one line, not the file.
  private mutating func recover(from fault: RowFault) throws(SourceError) -> Outcome {
    var text = givenUp?.text ?? ""
    givenUp = nil
    while true {
      let (position, isComplete) = endOfFirstLine()
      if text.isEmpty {
        text = String(
          decoding: UnsafeBufferPointer(start: buffer.base + buffer.start, count: position - buffer.start), as: UTF8.self)
      }
      if isComplete || buffer.isFinal {
        buffer.consume(to: position)
        nextLine += 1
        return .malformed(fault, text: text)
      }
      // A line beyond all measure is let go in pieces; its beginning stands for it.
      if position - buffer.start > RowReader.rowBytesMax { buffer.consume(to: position) } else { text = "" }
      guard try buffer.refill() || buffer.isFinal else {
        if !text.isEmpty { givenUp = (fault, text) }
        return .end
      }
    }
  }

  /// One past the first line's terminator; not complete where the bytes at hand end first, or may cut a CR LF.
  private func endOfFirstLine() -> (position: Int, isComplete: Bool) {
    var position = buffer.start
    while position < buffer.end, buffer.base[position] != UInt8(ascii: "\n"), buffer.base[position] != UInt8(ascii: "\r") {
      position += 1
    }
    guard position < buffer.end else { return (position, false) }
    guard buffer.base[position] == UInt8(ascii: "\r") else { return (position + 1, true) }
    guard position + 1 < buffer.end else { return (position + 1, false) }
    return (position + (buffer.base[position + 1] == UInt8(ascii: "\n") ? 2 : 1), true)
  }
}
