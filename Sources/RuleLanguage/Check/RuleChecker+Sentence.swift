import Diagnostics
import Records

/// `because` sentences: text with holes, each an expression and perhaps a format.
extension RuleChecker {
  mutating func sentence(_ token: Token) -> Program.Sentence {
    let bytes = tree.source.bytes
    var sentence = Program.Sentence()
    var plain: [UInt8] = []
    var position = token.span.start + 1
    let end = token.span.end - 1
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\\"), position + 1 < end {
        let next = bytes[position + 1]
        plain.append(next == UInt8(ascii: "n") ? UInt8(ascii: "\n") : next == UInt8(ascii: "t") ? UInt8(ascii: "\t") : next)
        position += 2
      } else if byte == UInt8(ascii: "{") {
        if !plain.isEmpty { sentence.parts.append(.text(normalized(String(decoding: plain, as: UTF8.self)))) }
        plain = []
        guard let close = bytes[position..<end].firstIndex(of: UInt8(ascii: "}")) else {
          report(
            .unclosedHole, "the hole is not closed", at: Span(position, position + 1),
            notes: ["close it with `}`; a brace that is meant as such is written `\\{`"])
          return sentence
        }
        if let part = hole(Span(position + 1, close)) { sentence.parts.append(part) }
        position = close + 1
      } else {
        plain.append(byte)
        position += 1
      }
    }
    if !plain.isEmpty { sentence.parts.append(.text(normalized(String(decoding: plain, as: UTF8.self)))) }
    return sentence
  }

  private mutating func hole(_ span: Span) -> Program.Sentence.Part? {
    let bytes = tree.source.bytes
    let colon = bytes[span.start..<span.end].firstIndex(of: UInt8(ascii: ":"))
    let part = Span(span.start, colon ?? span.end)
    guard bytes[part.start..<part.end].contains(where: { $0 != UInt8(ascii: " ") }) else {
      report(
        .emptyHole, "the hole names nothing", at: Span(span.start - 1, span.end + 1),
        notes: ["write what belongs there, `{rep}`; a brace that is meant as such is written `\\{`"])
      return nil
    }
    let value = holeValue(part)
    if value.isUnknown { return nil }
    guard RuleChecker.isPrintable(value.type) else {
      report(
        .badHole, "\(value.type.phrase) cannot be printed in a sentence", at: part,
        notes: value.type == .flag ? ["say it in words: `let word = if(…, \"yes\", \"no\")`, then `{word}`"] : [])
      return nil
    }
    guard let colon else { return .hole(value.id, .usual) }
    let word = trimmed(tree.source.text(Span(colon + 1, span.end)))
    let known = RuleChecker.formats(for: value.type).map(\.rawValue)
    guard known.contains(word), let format = Program.Format(rawValue: word) else {
      unknownWord(
        .badFormat, "`\(word)` is no format of \(value.type.phrase)", word, at: Span(colon + 1, span.end), among: known)
      return nil
    }
    return .hole(value.id, format)
  }

  /// The hole is read as a small tree of its own whose places are places of this file.
  private mutating func holeValue(_ part: Span) -> Typed {
    let hole = SyntaxTree(expressionIn: part, of: tree.source, names: names)
    for diagnostic in hole.diagnostics { report(diagnostic) }
    guard !hole.isBroken(hole.root), hole.diagnostics.isEmpty, let body = hole.firstChild(hole.root) else { return unknown(part) }
    let outer = packages[here].tree
    packages[here].tree = hole
    isInHole = true
    // A sentence is read only when its rule has fired.
    let wasGuarded = isGuarded
    isGuarded = true
    let value = expression(body)
    isGuarded = wasGuarded
    isInHole = false
    packages[here].tree = outer
    if !value.isUnknown, traits(value.id).contains(.readsLabel) { return labelTooEarly(part) }
    return value
  }

  static func isPrintable(_ type: ValueType) -> Bool { type.isScalar && type != .flag }

  static func formats(for type: ValueType) -> [Program.Format] {
    switch type {
    case .money: [.whole, .cents, .exact]
    case .percent, .number: [.places0, .places1, .places2, .places3]
    case .time: [.date, .time, .month, .year]
    case .duration: [.days, .hours]
    default: []
    }
  }
}
