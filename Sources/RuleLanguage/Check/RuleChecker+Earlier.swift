import Diagnostics
import Records

/// Absence, sequence, first seen: questions about earlier records that a count answers.
extension RuleChecker {
  private mutating func countWindow(
    _ clauses: Clauses, _ span: Span, filter: Expression.ID = Expression.none, key: Expression.ID = Expression.none
  ) -> Typed {
    guard let schema = packages[here].schema, isPlaceForWindow(span) else { return unknown(span) }
    for clause in [clauses.reach, clauses.including, clauses.requires].compactMap({ $0 }) {
      return mistake(
        .misplacedClause, "this looks back `within …`, and nothing else", at: tree.span(clause), notes: ["write `within 30d`"])
    }
    guard let within = clauses.within else {
      return mistake(
        .noWindow, "this does not say how far back it looks", at: span, notes: ["write `within 30d` behind it"])
    }
    guard let child = tree.firstChild(within), needsTime(tree.span(within)) else { return unknown(span) }
    let length = expression(child)
    if length.isUnknown { return length }
    guard program.expressions.isConstant(length.id), program.expressions[length.id].payload > 0,
      length.type == .duration || length.type == .calendar
    else { return mistake(.badLength, "`within` wants a duration above zero, such as 30d", at: length.span) }
    let payload = program.expressions[length.id].payload
    var window = Window(
      function: .count, reach: length.type == .duration ? .duration(payload) : .months(Int(payload), zone: packages[here].zone),
      schema: schema)
    var clauses = clauses
    clauses.within = nil
    guard completed(&window, clauses, span) else { return unknown(span) }
    if filter >= 0 {
      window.filter =
        window.filter < 0 ? filter : add(Expression(operation: .and, type: .flag, first: filter, second: window.filter))
    }
    if key >= 0, !window.keys.contains(key) { window.keys.append(key) }
    return finished(window, .integer, clauses, span)
  }

  private mutating func compared(_ count: Typed, _ operation: Operation, _ span: Span) -> Typed {
    if count.isUnknown { return unknown(span) }
    let zero = constant(0, .integer)
    return Typed(id: add(Expression(operation: operation, type: .flag, first: count.id, second: zero)), type: .flag, span: span)
  }

  /// `terminal first seen by customer within 2y`: no earlier record has this value.
  mutating func firstSeen(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    guard let child = tree.firstChild(node), isPlaceForWindow(span) else { return unknown(span) }
    let value = inside(span) { $0.expression(child) }
    if value.isUnknown { return unknown(span) }
    guard isKey(value.type) else {
      return mistake(.badKey, "\(value.type.phrase) cannot be seen again reliably", at: value.span)
    }
    return compared(countWindow(clauses(node), span, key: value.id), .equal, span)
  }

  /// `no payment by customer within 30d`.
  mutating func absence(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    guard let child = tree.firstChild(node) else { return unknown(span) }
    let value = inside(span) { $0.flag(child, "`no`") }
    if value.isUnknown { return unknown(span) }
    return compared(countWindow(clauses(node), span, filter: value.id), .equal, span)
  }

  /// `declined then approved by customer within 2h`: this record is the second, an earlier one the first.
  mutating func sequence(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    guard let first = tree.child(node, at: 0), let second = tree.child(node, at: 1) else { return unknown(span) }
    let earlier = inside(span) { $0.flag(first, "`then`") }
    let current = flag(second, "`then`")
    if earlier.isUnknown || current.isUnknown { return unknown(span) }
    let seen = compared(countWindow(clauses(node), span, filter: earlier.id), .greater, span)
    if seen.isUnknown { return unknown(span) }
    return Typed(
      id: add(Expression(operation: .and, type: .flag, first: current.id, second: seen.id)), type: .flag, span: span)
  }
}
