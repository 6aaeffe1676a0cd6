import Diagnostics

/// Expressions: mostly on one line; long conditions with a line for each part.
extension Formatter {
  /// - start: the token that begins the line on which the expression stands.
  /// - isInner: part of another one.
  mutating func expression(_ node: SyntaxTree.ID, _ indent: Int, _ start: Int, isInner: Bool = false) {
    switch tree.kind(node) {
    case .unary where tree.firstToken(node).kind == .mark(.minus):
      if first(node) + 1 < end(node) { gaps[first(node) + 1] = .close }
    case .binary: logic(node, indent, start, isInner)
    case .bands, .matches: bands(node, indent)
    case .listLiteral, .range: bracketed(node, indent)
    default: break
    }
    for child in tree.children(node) { expression(child, indent, start, isInner: true) }
  }

  /// Breaks before every `and` or `or` of a chain where the author broke before one, or where the whole condition is too long
  /// for a line.
  private mutating func logic(_ node: SyntaxTree.ID, _ indent: Int, _ start: Int, _ isInner: Bool) {
    guard let word = operatorWord(node), !isInnerPart(node, word) else { return }
    let signs = self.signs(node, word)
    let isTooLong = !isInner && width(from: start, to: end(node)) > Formatter.widthMax
    guard isTooLong || signs.contains(where: { lineEnds(before: $0) > 0 }) else { return }
    let indent = isInner ? indent : max(2, indent - 2)
    for sign in signs {
      gaps[sign] = .line
      indents[sign] = UInt8(clamping: indent)
    }
  }

  private func operatorWord(_ node: SyntaxTree.ID) -> Keyword? {
    guard let left = tree.child(node, at: 0) else { return nil }
    let word = tree.token(after: left).keyword
    return word == .and || word == .or ? word : nil
  }

  /// Whether the chain goes on behind this node: then it is looked at there.
  private func isInnerPart(_ node: SyntaxTree.ID, _ word: Keyword) -> Bool {
    end(node) < tree.tokens.count && tree.tokens[end(node)].keyword == word
  }

  private func signs(_ node: SyntaxTree.ID, _ word: Keyword) -> [Int] {
    var result: [Int] = []
    var node = node
    while tree.kind(node) == .binary, operatorWord(node) == word, let left = tree.child(node, at: 0) {
      result.append(end(left))
      node = left
    }
    return result
  }

  /// How wide the tokens would be on one line.
  private func width(from start: Int, to end: Int) -> Int {
    var width = 0
    for index in start..<end {
      width += tree.tokens[index].span.end - tree.tokens[index].span.start
      switch gaps[index] {
      case .close: break
      case .column: width = max(width, Formatter.valueColumn)
      default: width += 1
      }
    }
    return width
  }

  private mutating func bands(_ node: SyntaxTree.ID, _ indent: Int) {
    let bands = tree.children(node).filter { tree.kind($0) == .band || tree.kind($0) == .match }
    guard bands.contains(where: { lineEnds(before: first($0)) > 0 }) else { return }
    for band in bands {
      gaps[first(band)] = .line
      indents[first(band)] = UInt8(clamping: indent)
    }
    gaps[end(node) - 1] = .line
    indents[end(node) - 1] = UInt8(clamping: max(0, indent - 2))
  }

  /// Members that the author put on lines of their own stay there.
  private mutating func bracketed(_ node: SyntaxTree.ID, _ indent: Int) {
    let members = Array(tree.children(node))
    guard tree.kind(node) == .listLiteral, members.contains(where: { lineEnds(before: first($0)) > 0 }) else { return }
    for member in members where lineEnds(before: first(member)) > 0 {
      gaps[first(member)] = .line
      indents[first(member)] = UInt8(clamping: indent)
    }
    if lineEnds(before: end(node) - 1) > 0 {
      gaps[end(node) - 1] = .line
      indents[end(node) - 1] = UInt8(clamping: max(0, indent - 2))
    }
  }
}
