import Diagnostics
import Records

extension SyntaxTree {
  /// The file in the one layout: every token and every comment as they were, only what lies between them anew. Nil where
  /// the file could not be read whole: what is half understood is not touched.
  public func formatted() -> String? {
    guard !diagnostics.contains(where: { $0.severity == .error }), !isBroken(root) else { return nil }
    var formatter = Formatter(self)
    return formatter.run()
  }
}

/// Puts white space between tokens.
///
/// For every token the tree says how it stands to the one before: close, with a space, or on a line of its own, indented so
/// deep. Comments stay before the token that they stood before, on a line of their own or behind the line, as they were.
struct Formatter {
  /// How a token stands to the one before it.
  enum Gap: UInt8 {
    case close, space
    /// As many spaces as the author put: tables are aligned by hand.
    case asWritten
    /// Likewise, but one at least.
    case table
    /// On a new line.
    case line
    /// On a new line, after a blank one.
    case blank
    /// Behind a property's word, at the column where all values of the rule stand.
    case column
  }

  static let widthMax = 110
  /// Where a rule's values stand.
  static let valueColumn = 12

  let tree: SyntaxTree
  var gaps: [Gap]
  var indents: [UInt8]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    gaps = Array(repeating: .space, count: tree.tokens.count)
    indents = Array(repeating: 0, count: tree.tokens.count)
  }

  mutating func run() -> String {
    marks()
    file()
    return FormatWriter(tree: tree, gaps: gaps, indents: indents).write()
  }

  func first(_ node: SyntaxTree.ID) -> Int { Int(tree.nodes[Int(node)].firstToken) }
  func end(_ node: SyntaxTree.ID) -> Int { Int(tree.nodes[Int(node)].tokenEnd) }

  /// How many line ends the author put before a token.
  func lineEnds(before token: Int) -> Int {
    let token = tree.tokens[token]
    return tree.source.bytes[token.triviaStart..<token.span.start].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }

  /// On a line of its own, with the blank line that the author put there.
  mutating func line(_ token: Int, _ indent: Int) {
    gaps[token] = hasBlankLine(before: token) ? .blank : .line
    indents[token] = UInt8(clamping: indent)
  }

  /// Whether a blank line stood before the token, or before its first comment.
  private func hasBlankLine(before index: Int) -> Bool {
    let token = tree.tokens[index]
    var ends = 0
    for byte in tree.source.bytes[token.triviaStart..<token.span.start] {
      if byte == UInt8(ascii: "\n") {
        ends += 1
      } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
        return false
      }
      if ends > 1 { return true }
    }
    return false
  }

  // MARK: Between two tokens

  /// What holds wherever two signs meet.
  private mutating func marks() {
    for index in tree.tokens.indices.dropFirst() {
      let (before, token) = (tree.tokens[index - 1], tree.tokens[index])
      switch token.kind {
      case .mark(.comma), .mark(.colon), .mark(.closeParenthesis), .mark(.closeBracket), .mark(.dot): gaps[index] = .close
      case .mark(.openParenthesis) where before.kind == .word && !Formatter.wordsBeforeParenthesis.contains(before.name.id):
        gaps[index] = .close
      default: break
      }
      switch before.kind {
      case .mark(.openParenthesis), .mark(.openBracket), .mark(.dot): gaps[index] = .close
      default: break
      }
    }
    gaps[0] = .line
  }

  /// After these a parenthesis begins an expression, and no call.
  private static let wordsBeforeParenthesis = Set(
    [
      Keyword.and, .or, .not, .in, .by, .match, .where, .over, .no, .then, .when, .loss, .score, .same, .requires, .within,
      .bands,
    ].map(\.rawValue))

  // MARK: Declarations

  private mutating func file() {
    var previous: SyntaxKind?
    for node in tree.children(tree.root) {
      let kind = tree.kind(node)
      line(first(node), 0)
      let isBlock = [.rule, .test, .schema].contains(kind)
      let wasBlock = previous.map { [.rule, .test, .schema].contains($0) } ?? false
      if previous != nil, isBlock || wasBlock || kind != previous && !(isUse(kind) && (previous == .package || isUse(previous))) {
        if isBlock || wasBlock { gaps[first(node)] = .blank }
      }
      declaration(node)
      previous = kind
    }
    gaps[tree.tokens.count - 1] = .line
  }

  private func isUse(_ kind: SyntaxKind?) -> Bool {
    kind == .useSchema || kind == .usePackage || kind == .useZone || kind == .useFiscalYear
  }

  private mutating func declaration(_ node: SyntaxTree.ID) {
    switch tree.kind(node) {
    case .rule: rule(node)
    case .test: test(node)
    case .schema: schema(node)
    case .suppress: suppress(node)
    default: for child in tree.children(node) { expression(child, 2, first(node)) }
    }
  }

  private mutating func rule(_ node: SyntaxTree.ID) {
    for child in tree.children(node) where tree.kind(child) == .property || tree.kind(child) == .let {
      line(first(child), 2)
      if first(child) + 1 < end(child) { gaps[first(child) + 1] = .column }
      if tree.kind(child) == .let || [.when, .score, .loss].contains(tree.firstToken(child).keyword) {
        for part in tree.children(child) { expression(part, Formatter.valueColumn + 2, first(child)) }
      }
      if tree.firstToken(child).keyword == .scheme { closed(child) }
    }
    line(end(node) - 1, 0)
    gaps[end(node) - 1] = .line
  }

  /// `rep-padding` has no spaces.
  private mutating func closed(_ node: SyntaxTree.ID) {
    guard let words = tree.child(node, .words), first(words) + 1 < end(words) else { return }
    for index in first(words) + 1..<end(words) { gaps[index] = .close }
  }

  private mutating func suppress(_ node: SyntaxTree.ID) {
    for child in tree.children(node) {
      expression(child, 2, first(node))
      if tree.kind(child) == .property || tree.kind(child) == .whereClause, lineEnds(before: first(child)) > 0 {
        line(first(child), 2)
      }
    }
  }

  // MARK: Tests

  private mutating func test(_ node: SyntaxTree.ID) {
    for child in tree.children(node) where tree.kind(child) == .testCase {
      line(first(child), 2)
      for part in tree.children(child) {
        values(part)
        // A timeline may have a line for each step.
        if part != tree.firstChild(child), isStep(part), lineEnds(before: stepStart(part)) > 0 { line(stepStart(part), 4) }
        if tree.kind(part) == .outcome {
          gaps[first(part) - 1] = .table
          if lineEnds(before: first(part) - 1) > 0 { line(first(part) - 1, 4) }
        }
      }
    }
    line(end(node) - 1, 0)
    gaps[end(node) - 1] = .line
  }

  private func isStep(_ node: SyntaxTree.ID) -> Bool { tree.kind(node) == .step }

  /// `then` stands before its step.
  private func stepStart(_ node: SyntaxTree.ID) -> Int {
    tree.tokens[first(node) - 1].keyword == .then ? first(node) - 1 : first(node)
  }

  private mutating func values(_ node: SyntaxTree.ID) {
    for child in tree.children(node) { values(child) }
    if [.fieldValue, .baselineValue, .property].contains(tree.kind(node)) {
      for child in tree.children(node) { expression(child, 6, first(node)) }
    }
    // The elements of a list may stand one on a line.
    if tree.kind(node) == .testList || tree.kind(node) == .testRecord {
      for (place, child) in tree.children(node).enumerated() {
        if place > 0 { gaps[first(child)] = .table }
        if lineEnds(before: first(child)) > 0 { line(first(child), 6) }
      }
    }
  }

  // MARK: Schemas in rule files: the author's lines, indented

  private mutating func schema(_ node: SyntaxTree.ID) {
    var depth = 0
    for index in first(node)..<end(node) {
      if tree.tokens[index].kind == .mark(.closeBrace) { depth -= 1 }
      if index > first(node) {
        if lineEnds(before: index) > 0 { line(index, max(0, depth) * 2) } else { gaps[index] = .asWritten }
      }
      if tree.tokens[index].kind == .mark(.openBrace) { depth += 1 }
    }
  }
}
