/// Puts repairs into a text.
public enum FixApplication {
  /// The text with as many of the repairs as do not overlap, the first ones first, and how many those are. A repair that
  /// would take a comment away with it is left to the author.
  public static func apply(_ fixes: [Diagnostic.Fix], to source: SourceText) -> (source: SourceText, count: Int) {
    var bytes: [UInt8] = []
    var position = 0
    var count = 0
    for fix in fixes.sorted(by: { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }) {
      guard fix.span.start >= position, fix.span.end <= source.bytes.count, !losesComment(fix, source) else { continue }
      bytes += source.bytes[position..<fix.span.start]
      // Two words that meet would become one.
      let replacement = Array(fix.replacement.utf8)
      if isWord(bytes.last), isWord(replacement.first) { bytes.append(UInt8(ascii: " ")) }
      bytes += replacement
      position = fix.span.end
      if position < source.bytes.count, isWord(bytes.last), isWord(source.bytes[position]) { bytes.append(UInt8(ascii: " ")) }
      count += 1
    }
    bytes += source.bytes[position...]
    return (SourceText(path: source.path, bytes: bytes), count)
  }

  private static func isWord(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte &- UInt8(ascii: "0") < 10
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "%")
  }

  private static func losesComment(_ fix: Diagnostic.Fix, _ source: SourceText) -> Bool {
    let text = source.text(fix.span)
    return text.contains("//") && text.contains("\n") && !fix.replacement.contains("//")
  }
}
