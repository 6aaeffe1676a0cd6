public import Diagnostics

/// What a node of the tree is. The tokens that are not in a node's children are its own words and signs.
public enum SyntaxKind: UInt8, CaseIterable, Sendable {
  // Declarations.
  case file, package, useSchema, usePackage, useZone, useFiscalYear, schema
  case param, `let`, feature, list, macro, rule, test, suppress
  /// What could not be read; a diagnostic says why.
  case broken
  // Their parts.
  case title, typeName, parameter, fromFile, version, property, words
  // Expressions.
  case name, literal, member, call, parenthesized, unary, binary, quantifier, bands, band, matches, match, listLiteral, range
  case windowed, firstSeen, absence, sequence, elementFor, elementWhere, elementBy
  // The clauses of a window.
  case byClause, whereClause, overClause, delayedClause, includingClause, excludingClause, requiresClause, withinClause
  // Tests.
  case testCase, givenBaseline, baselineValue, step, testRecord, fieldValue, testList, outcome
}

/// A rule file as it is written, down to the last space: every token is in exactly one node, and a token's trivia belongs
/// to it. What is broken is a node too, so nothing is ever dropped.
public final class SyntaxTree: Sendable {
  /// A node: a run of tokens, its first child and its next sibling. Nodes are numbers, the tree is one flat array.
  struct Node: Sendable {
    var kind: SyntaxKind
    var isBroken: Bool
    var firstToken: Int32
    var tokenEnd: Int32
    var firstChild: Int32 = -1
    var nextSibling: Int32 = -1
  }

  public typealias ID = Int32

  public let source: SourceText
  let tokens: [Token]
  let nodes: [Node]
  public let root: ID
  /// What reading it had to say.
  public let diagnostics: [Diagnostic]

  init(source: SourceText, tokens: [Token], nodes: [Node], diagnostics: [Diagnostic]) {
    (self.source, self.tokens, self.nodes, self.diagnostics) = (source, tokens, nodes, diagnostics)
    root = Int32(nodes.count - 1)
  }

  func kind(_ node: ID) -> SyntaxKind { nodes[Int(node)].kind }

  func firstChild(_ node: ID) -> ID? {
    let child = nodes[Int(node)].firstChild
    return child < 0 ? nil : child
  }

  func nextSibling(_ node: ID) -> ID? {
    let sibling = nodes[Int(node)].nextSibling
    return sibling < 0 ? nil : sibling
  }

  func children(_ node: ID) -> Children { Children(nodes: nodes, upcoming: nodes[Int(node)].firstChild) }

  func child(_ node: ID, _ kind: SyntaxKind) -> ID? { children(node).first { self.kind($0) == kind } }

  /// The child at a place, where there are so many.
  func child(_ node: ID, at place: Int) -> ID? {
    var next = nodes[Int(node)].firstChild
    for _ in 0..<place where next >= 0 { next = nodes[Int(next)].nextSibling }
    return next < 0 ? nil : next
  }

  /// From its first token to its last, without the trivia before it.
  func span(_ node: ID) -> Span {
    let node = nodes[Int(node)]
    if node.firstToken >= node.tokenEnd {
      return Span(tokens[Int(node.firstToken)].span.start, tokens[Int(node.firstToken)].span.start)
    }
    return Span(tokens[Int(node.firstToken)].span.start, tokens[Int(node.tokenEnd) - 1].span.end)
  }

  func firstToken(_ node: ID) -> Token { tokens[Int(nodes[Int(node)].firstToken)] }

  func lastToken(_ node: ID) -> Token { tokens[max(Int(nodes[Int(node)].firstToken), Int(nodes[Int(node)].tokenEnd) - 1)] }

  /// The token so many places after its first.
  func token(_ node: ID, at place: Int) -> Token? {
    let index = Int(nodes[Int(node)].firstToken) + place
    return index < Int(nodes[Int(node)].tokenEnd) ? tokens[index] : nil
  }

  /// The node's token that follows one of its children: a binary's sign, a clause's closing mark.
  func token(after child: ID) -> Token { tokens[min(Int(nodes[Int(child)].tokenEnd), tokens.count - 1)] }

  func text(_ node: ID) -> String { source.text(span(node)) }

  /// Whether reading something below this node went wrong.
  func isBroken(_ node: ID) -> Bool { nodes[Int(node)].isBroken }

  /// The file, printed back from the nodes: equal to the bytes that were read.
  public func printed() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.bytes.count)
    func print(_ node: ID) {
      var next = Int(nodes[Int(node)].firstToken)
      func tokens(upTo end: Int) {
        while next < end {
          bytes += source.bytes[self.tokens[next].triviaStart..<self.tokens[next].span.end]
          next += 1
        }
      }
      for child in children(node) {
        tokens(upTo: Int(nodes[Int(child)].firstToken))
        print(child)
        next = max(next, Int(nodes[Int(child)].tokenEnd))
      }
      tokens(upTo: Int(nodes[Int(node)].tokenEnd))
    }
    print(root)
    return bytes
  }

  struct Children: Sequence, IteratorProtocol {
    let nodes: [Node]
    var upcoming: Int32

    mutating func next() -> ID? {
      guard upcoming >= 0 else { return nil }
      defer { upcoming = nodes[Int(upcoming)].nextSibling }
      return upcoming
    }
  }
}

/// Nodes under construction: finished ones wait on a stack until the node around them is finished.
struct SyntaxBuilder {
  private(set) var nodes: [SyntaxTree.Node] = []
  private var waiting: [Int32] = []
  private var depths: [Int32] = []

  /// How deep the node is that was finished last.
  var depth: Int { Int(depths.last ?? 0) }

  init(tokens: Int = 0) {
    nodes.reserveCapacity(tokens * 2 / 3)
    depths.reserveCapacity(tokens * 2 / 3)
  }

  struct Mark {
    fileprivate var waiting: Int
    fileprivate var token: Int32
  }

  func mark(token: Int) -> Mark { Mark(waiting: waiting.count, token: Int32(token)) }

  /// The node that was finished last turns out to be only a part of what was meant.
  mutating func breakLast() {
    if let last = nodes.indices.last { nodes[last].isBroken = true }
  }

  /// All nodes finished since the mark become children of a new one.
  @discardableResult
  mutating func finish(_ kind: SyntaxKind, from mark: Mark, end: Int, isBroken: Bool = false) -> SyntaxTree.ID {
    let id = Int32(nodes.count)
    var node = SyntaxTree.Node(kind: kind, isBroken: isBroken || kind == .broken, firstToken: mark.token, tokenEnd: Int32(end))
    var depth: Int32 = 0
    if mark.waiting < waiting.count {
      node.firstChild = waiting[mark.waiting]
      for index in mark.waiting..<waiting.count {
        if index + 1 < waiting.count { nodes[Int(waiting[index])].nextSibling = waiting[index + 1] }
        if nodes[Int(waiting[index])].isBroken { node.isBroken = true }
        depth = max(depth, depths[Int(waiting[index])] + 1)
      }
      waiting.removeLast(waiting.count - mark.waiting)
    }
    nodes.append(node)
    depths.append(depth)
    waiting.append(id)
    return id
  }
}
