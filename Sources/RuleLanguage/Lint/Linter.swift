public import Diagnostics
import Records

extension RuleLoad {
  /// What could be better, by file. Only of files without errors: a program that is half understood misleads.
  public func lint() -> [[Diagnostic]] {
    var linter = Linter(self)
    return linter.run()
  }
}

/// Walks over the files with the typed program at hand.
struct Linter {
  let load: RuleLoad
  let program: Program
  var here = 0
  var diagnostics: [[Diagnostic]]
  /// Tests by the rule that they test.
  let outcomes: [String: Set<RuleTest.Outcome>]

  init(_ load: RuleLoad) {
    (self.load, program) = (load, load.program)
    diagnostics = load.files.map { _ in [] }
    var outcomes: [String: Set<RuleTest.Outcome>] = [:]
    for test in load.program.tests { outcomes[test.rule, default: []].insert(test.outcome) }
    self.outcomes = outcomes
  }

  mutating func run() -> [[Diagnostic]] {
    let covers = coveredRules()
    for index in load.files.indices where !load.files[index].hasErrors {
      here = index
      names()
      for rule in package.rules { self.rule(rule, covers) }
      expressions()
      suppress()
      diagnostics[index].sort {
        ($0.span.start, $0.span.end, $0.code.description) < ($1.span.start, $1.span.end, $1.code.description)
      }
    }
    return diagnostics
  }

  var tree: SyntaxTree { load.files[here].tree }
  var package: CheckedPackages.Package { load.checker.packages[here] }

  func typed(_ node: SyntaxTree.ID) -> Expression? {
    let id = load.checker.packages[here].typed[Int(node)]
    return id < 0 ? nil : program.expressions[id]
  }

  func id(_ node: SyntaxTree.ID) -> Expression.ID { load.checker.packages[here].typed[Int(node)] }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at span: Span, related: [Diagnostic.Label] = [], notes: [String] = [],
    fixes: [Diagnostic.Fix] = []
  ) {
    guard diagnostics[here].count < Limits.diagnosticsMax else { return }
    diagnostics[here].append(
      Diagnostic(code, message, at: span, related: related, notes: notes, fixes: fixes, severity: .warning))
  }

  // MARK: Suppressions in comments

  private struct Suppression {
    var code: String
    var reason: String
    var span: Span
    /// Where it holds.
    var range: Span
    var isUsed = false
  }

  /// `// suppress L0016: the example would be a whole year long`, above what it is about or behind it on its line.
  private mutating func suppress() {
    var suppressions = suppressions()
    guard !suppressions.isEmpty else { return }
    diagnostics[here].removeAll { diagnostic in
      guard
        let index = suppressions.firstIndex(where: {
          $0.code == diagnostic.code.description && !$0.reason.isEmpty && diagnostic.span.start >= $0.range.start
            && diagnostic.span.start < $0.range.end
        })
      else { return false }
      suppressions[index].isUsed = true
      return true
    }
    for suppression in suppressions {
      if suppression.reason.isEmpty {
        report(
          LintCode.unreasonedSuppression, "the suppression of \(suppression.code) gives no reason, so it does not hold",
          at: suppression.span, notes: ["write `// suppress \(suppression.code): why`"])
      } else if !LintCode.all.contains(where: { $0.description == suppression.code }) {
        report(
          LintCode.idleSuppression, "there is no lint `\(suppression.code)`", at: suppression.span,
          notes: ["write `// suppress L0016: why`, several with commas between"])
      } else if !suppression.isUsed {
        report(
          LintCode.idleSuppression, "\(suppression.code) has nothing to say here", at: suppression.span,
          notes: ["take it away, so that it hides nothing later"])
      }
    }
  }

  private func suppressions() -> [Suppression] {
    let bytes = tree.source.bytes
    let marker = Array("// suppress L".utf8)
    var declarations: [Int: Span] = [:]
    for node in tree.children(tree.root) { declarations[tree.span(node).start] = tree.span(node) }
    var result: [Suppression] = []
    for token in tree.tokens where token.span.start - token.triviaStart > marker.count {
      var position = token.triviaStart
      while position + marker.count <= token.span.start {
        guard bytes[position] == marker[0], bytes[position..<position + marker.count].elementsEqual(marker) else {
          position += 1
          continue
        }
        let end = bytes[position..<token.span.start].firstIndex(of: UInt8(ascii: "\n")) ?? token.span.start
        let span = Span(position, end)
        let text = tree.source.text(span).dropFirst("// suppress ".count)
        let codes = text.prefix { $0 != ":" }
        let reason = text.dropFirst(codes.count).drop { $0 == ":" || $0.isWhitespace }
        let isTrailing = !bytes[token.triviaStart..<position].contains(UInt8(ascii: "\n")) && token.triviaStart > 0
        let range: Span
        if isTrailing {
          range = line(around: position)
        } else {
          range = declarations[token.span.start] ?? line(around: token.span.start)
        }
        for code in codes.split(whereSeparator: { $0 == "," || $0.isWhitespace }) where code.dropFirst().allSatisfy(\.isNumber) {
          result.append(Suppression(code: String(code), reason: String(reason), span: span, range: range))
        }
        position = end
      }
    }
    return result
  }

  private func line(around offset: Int) -> Span {
    let bytes = tree.source.bytes
    var start = offset
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return Span(start, bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count)
  }
}
