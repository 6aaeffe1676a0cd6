/// Diagnostics as a person reads them on a terminal: the place, the lines, carets under what is meant.
public struct TextRenderer: Sendable {
  /// How many are shown before the rest is only counted.
  public static let shownMax = 100
  /// How much of a line is shown around what is meant.
  public static let columnsMax = 200

  public init() {}

  public func render(_ diagnostics: [Diagnostic], in source: SourceText) -> String {
    var blocks = diagnostics.prefix(TextRenderer.shownMax).map { render($0, in: source) }
    let left = diagnostics.count - blocks.count
    if left > 0 { blocks.append("\(source.path): and \(left) more\n") }
    return blocks.joined(separator: "\n")
  }

  public func render(_ diagnostic: Diagnostic, in source: SourceText) -> String {
    let place = source.position(of: diagnostic.span.start)
    var text =
      "\(source.path):\(place.line):\(place.column): \(diagnostic.severity.rawValue)[\(diagnostic.code)]: \(diagnostic.message)\n"
    let labels = ([Diagnostic.Label(diagnostic.span, diagnostic.label)] + diagnostic.related).enumerated().map { index, label in
      Marked(label: label, place: source.position(of: label.span.start), isPrimary: index == 0)
    }
    let lines = Set(labels.map(\.place.line)).sorted()
    let width = String(lines.last ?? 1).count
    let margin = String(repeating: " ", count: width)
    text += "\(margin) |\n"
    for (index, line) in lines.enumerated() {
      let window = Window(source, line, first: labels.first { $0.place.line == line }?.label.span.start ?? 0)
      if index > 0, line > lines[index - 1] + 1 { text += "\(margin) …\n" }
      let number = String(line)
      text += String(repeating: " ", count: width - number.count) + number + " | " + window.shown + "\n"
      for mark in labels where mark.place.line == line { text += "\(margin) | " + underline(mark, in: source, window) + "\n" }
    }
    for note in diagnostic.notes { text += "\(margin) = note: \(note)\n" }
    for fix in diagnostic.fixes { text += "\(margin) = help: \(fix.description)\n" }
    return text
  }

  private struct Marked {
    var label: Diagnostic.Label
    var place: (line: Int, column: Int)
    var isPrimary: Bool
  }

  /// The part of a line that is shown: all of it, or what lies around the place that is meant.
  private struct Window {
    var bytes: Range<Int>
    var shown: String
    /// Columns before the line's text: of the sign that something is left out.
    var indent: Int

    init(_ source: SourceText, _ number: Int, first: Int) {
      let line = source.lineRange(number)
      var start = line.lowerBound
      var end = line.upperBound
      if line.count > TextRenderer.columnsMax {
        start = max(start, min(first, end) - TextRenderer.columnsMax / 2)
        while start < end, start > line.lowerBound, source.bytes[start] & 0xC0 == 0x80 { start += 1 }
        end = min(end, start + TextRenderer.columnsMax)
        while end > start, end < line.upperBound, source.bytes[end] & 0xC0 == 0x80 { end -= 1 }
      }
      bytes = start..<end
      indent = start > line.lowerBound ? 1 : 0
      // Tabs become one space, so that what stands below lines up.
      let text = String(decoding: source.bytes[bytes], as: UTF8.self).unicodeScalars.map { $0 == "\t" ? " " : $0 }
      shown = (indent > 0 ? "…" : "") + String(String.UnicodeScalarView(text)) + (end < line.upperBound ? "…" : "")
    }
  }

  private func underline(_ mark: Marked, in source: SourceText, _ window: Window) -> String {
    let line = window.bytes
    let end = max(line.lowerBound, min(mark.label.span.end, line.upperBound))
    let before = String(
      decoding: source.bytes[line.lowerBound..<max(line.lowerBound, min(mark.label.span.start, line.upperBound))], as: UTF8.self)
    let marked = String(decoding: source.bytes[max(line.lowerBound, min(mark.label.span.start, end))..<end], as: UTF8.self)
    let indent = before.unicodeScalars.reduce(window.indent) { $0 + columns(of: $1) }
    let length = max(1, marked.unicodeScalars.reduce(0) { $0 + columns(of: $1) })
    let carets = String(repeating: mark.isPrimary ? "^" : "-", count: length)
    return String(repeating: " ", count: indent) + carets + (mark.label.text.isEmpty ? "" : " " + mark.label.text)
  }

  /// How many columns of a terminal a character takes.
  private func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300..<0x370, 0x200B..<0x200E, 0xFE00..<0xFE10: 0
    case 0x1100..<0x1160, 0x2E80..<0xA4D0, 0xAC00..<0xD7A4, 0xF900..<0xFB00, 0xFF00..<0xFF61, 0x1F300..<0x1FA00: 2
    default: 1
    }
  }
}
