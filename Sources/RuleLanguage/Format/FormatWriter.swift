import Diagnostics

/// Writes tokens with the gaps that were decided, and comments where they were.
struct FormatWriter {
  let tree: SyntaxTree
  let gaps: [Formatter.Gap]
  let indents: [UInt8]

  private var output: [UInt8] = []
  private var column = 0

  init(tree: SyntaxTree, gaps: [Formatter.Gap], indents: [UInt8]) { (self.tree, self.gaps, self.indents) = (tree, gaps, indents) }

  private struct Comment {
    var start: Int
    var end: Int
    /// Behind the token before it, on its line.
    var isTrailing: Bool
    var hasBlankBefore: Bool
    var spacesBefore: Int
  }

  consuming func write() -> String {
    output.reserveCapacity(tree.source.bytes.count + 1024)
    for index in tree.tokens.indices { token(index) }
    while output.last == UInt8(ascii: "\n") || output.last == UInt8(ascii: " ") { output.removeLast() }
    if !output.isEmpty { output.append(UInt8(ascii: "\n")) }
    return String(decoding: output, as: UTF8.self)
  }

  private mutating func token(_ index: Int) {
    let token = tree.tokens[index]
    var gap = gaps[index]
    var indent = Int(indents[index])
    let comments = comments(before: index)
    var hasOwnLine = false
    for comment in comments {
      if comment.isTrailing, !output.isEmpty {
        // Comments behind lines stay in the column that the author gave them.
        append(String(repeating: " ", count: max(2, comment.spacesBefore)))
      } else {
        // A comment inside of an expression stands a little deeper than its line.
        let isLast = token.kind == .mark(.closeBrace)
        let depth = gap == .line || gap == .blank ? indent + (isLast ? 2 : 0) : max(indent, 4)
        newLine(isBlank: comment.hasBlankBefore || gap == .blank && !hasOwnLine, depth)
        hasOwnLine = true
      }
      append(tree.source.bytes[comment.start..<comment.end])
    }
    if !comments.isEmpty {
      // What follows a comment begins a line.
      if gap != .line, gap != .blank { indent = max(indent, 4) }
      gap = hasBlankAfter(index) || gap == .blank && !hasOwnLine ? .blank : .line
    }
    guard token.kind != .endOfFile else { return }
    switch gap {
    case .close: break
    case .space: append(" ")
    case .asWritten, .table:
      let count = spaces(before: token.span.start, from: token.triviaStart)
      append(String(repeating: " ", count: max(count, gap == .table || token.triviaStart < token.span.start ? 1 : 0)))
    case .column:
      let length = column
      append(String(repeating: " ", count: max(1, Formatter.valueColumn - length)))
    case .line: newLine(isBlank: false, indent)
    case .blank: newLine(isBlank: true, indent)
    }
    append(tree.source.bytes[token.span.start..<token.span.end])
  }

  /// Whether the blank line stands between the last comment and the token.
  private func hasBlankAfter(_ index: Int) -> Bool {
    let token = tree.tokens[index]
    var ends = 0
    for byte in tree.source.bytes[token.triviaStart..<token.span.start].reversed() {
      if byte == UInt8(ascii: "\n") {
        ends += 1
      } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
        break
      }
    }
    return ends > 1
  }

  private func comments(before index: Int) -> [Comment] {
    let token = tree.tokens[index]
    let bytes = tree.source.bytes
    guard token.span.start - token.triviaStart >= 2 else { return [] }
    var result: [Comment] = []
    var position = token.triviaStart
    var ends = 0
    while position < token.span.start {
      if bytes[position] == UInt8(ascii: "/") {
        var end = bytes[position..<token.span.start].firstIndex(of: UInt8(ascii: "\n")) ?? token.span.start
        let next = end
        while end > position,
          bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\r") || bytes[end - 1] == UInt8(ascii: "\t")
        {
          end -= 1
        }
        result.append(
          Comment(
            start: position, end: end, isTrailing: ends == 0 && result.isEmpty && index > 0, hasBlankBefore: ends > 1,
            spacesBefore: spaces(before: position, from: token.triviaStart)))
        ends = 0
        position = next
      } else {
        if bytes[position] == UInt8(ascii: "\n") { ends += 1 }
        position += 1
      }
    }
    return result
  }

  private func spaces(before end: Int, from start: Int) -> Int {
    var count = 0
    while end - count > start, tree.source.bytes[end - count - 1] == UInt8(ascii: " ") { count += 1 }
    return count
  }

  private mutating func newLine(isBlank: Bool, _ indent: Int) {
    if !output.isEmpty { output.append(UInt8(ascii: "\n")) }
    if isBlank, !output.isEmpty { output.append(UInt8(ascii: "\n")) }
    column = 0
    for _ in 0..<indent { append(" ") }
  }

  private mutating func append(_ text: String) { append(text.utf8) }

  private mutating func append(_ bytes: some Collection<UInt8>) {
    output.append(contentsOf: bytes)
    column += bytes.count
  }
}
