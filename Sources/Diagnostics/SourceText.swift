/// One file's text: its bytes, and where its lines begin.
public struct SourceText: Sendable {
  public let path: String
  public let bytes: [UInt8]
  private let lineStarts: [Int]
  /// How many characters begin before every so many bytes.
  private let checkpoints: [Int]

  public init(path: String, bytes: [UInt8]) {
    (self.path, self.bytes) = (path, bytes)
    var starts = [0]
    var checkpoints: [Int] = []
    bytes.withUnsafeBufferPointer { bytes in
      var characters = 0
      for (offset, byte) in bytes.enumerated() {
        if offset.isMultiple(of: SourceText.stride) { checkpoints.append(characters) }
        if byte & 0xC0 != 0x80 { characters += 1 }
        if byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
      }
      if bytes.count.isMultiple(of: SourceText.stride) { checkpoints.append(characters) }
    }
    (lineStarts, self.checkpoints) = (starts, checkpoints)
  }

  public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  public var lineCount: Int { lineStarts.count }

  /// The line's text without its end, bytes that are no UTF-8 replaced. Lines count from 1.
  public func line(_ number: Int) -> String { String(decoding: bytes[lineRange(number)], as: UTF8.self) }

  public func lineByteCount(_ number: Int) -> Int { lineRange(number).count }

  func lineRange(_ number: Int) -> Range<Int> {
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  /// Line and column of a byte, both from 1; a column counts characters as Unicode scalars.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = lineStarts[low]
    let column = offset - start <= SourceText.stride ? scalars(start, offset) : scalars(before: offset) - scalars(before: start)
    return (low + 1, column + 1)
  }

  /// Between two checkpoints; in a file of one endless line every place would else be counted from its beginning.
  private static let stride = 4_096

  private func scalars(before offset: Int) -> Int {
    checkpoints[offset / SourceText.stride] + scalars(offset / SourceText.stride * SourceText.stride, offset)
  }

  /// How many characters begin between two places: all bytes but those that continue one.
  private func scalars(_ start: Int, _ end: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for index in start..<end where bytes[index] & 0xC0 != 0x80 { count += 1 }
      return count
    }
  }

  public func text(_ span: Span) -> String { String(decoding: bytes[span.start..<span.end], as: UTF8.self) }
}

/// A run of bytes of one file.
public struct Span: Hashable, Sendable {
  public let start: Int
  public let end: Int

  public init(_ start: Int, _ end: Int) { (self.start, self.end) = (start, max(start, end)) }

  /// From the beginning of this one to the end of the other.
  public func through(_ other: Span) -> Span { Span(start, other.end) }

  public var isEmpty: Bool { start == end }
}
