import Diagnostics
import Records

/// Bands and matches: what a value comes to, by where it lies or by which it is. Both are written out as choices, so that
/// engines know nothing of them.
extension RuleChecker {
  /// `bands rate { [.., 5%) => "small"  [5%, ..) => "deep" }`: the value of the band that holds the rate.
  mutating func bands(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    guard let subject = tree.firstChild(node) else { return unknown(span) }
    let value = expression(subject)
    let entries = tree.children(node).filter { tree.kind($0) == .band }
    if value.isUnknown { return unknown(span) }
    guard value.type.isOrdered else {
      return mistake(.unordered, "bands want values that have an order, and this is \(value.type.phrase)", at: value.span)
    }
    guard !entries.isEmpty else {
      return mistake(.badBand, "there are no bands", at: span, notes: ["write `[0%, 5%) => \"small\"`"])
    }
    var bands: [Band] = []
    for entry in entries {
      guard let band = band(entry, value) else { return unknown(span) }
      bands.append(band)
    }
    guard areGapless(bands), let results = unifiedResults(bands.map(\.result)) else { return unknown(span) }
    return chosen(value, bands, results, span)
  }

  private struct Band {
    var span: Span
    var low: Typed?
    var high: Typed?
    var result: Typed
  }

  private mutating func band(_ node: SyntaxTree.ID, _ subject: Typed) -> Band? {
    guard let range = tree.firstChild(node), let result = tree.child(node, at: 1) else { return nil }
    let span = tree.span(range)
    let ends = Array(tree.children(range))
    guard tree.kind(range) == .range, ends.count == 2 else {
      let text = tree.text(range)
      report(
        .badBand, "a band is `[lo, hi)`: with its lower end, without its upper", at: span,
        fixes: ends.count == 2 ? [.init("end it with `)`", replace: span, with: text.dropLast() + ")")] : [])
      return nil
    }
    var limits: [Typed?] = []
    for end in ends {
      if tree.firstToken(end).kind == .mark(.through) {
        limits.append(nil)
        continue
      }
      let (limit, _) = alike(expression(end), subject)
      if limit.isUnknown { return nil }
      guard limit.type == subject.type else {
        report(
          .mixedComparison, "the band's end is \(limit.type.phrase), and the value \(subject.type.phrase)", at: limit.span,
          related: [.init(subject.span, subject.type.name)],
          notes: limit.literal != nil && subject.type == .percent ? ["write `\(tree.text(end))%`"] : [])
        return nil
      }
      guard program.expressions.isConstant(limit.id) else {
        report(.badBand, "a band's ends are known beforehand, and this is not", at: limit.span)
        return nil
      }
      limits.append(limit)
    }
    if let low = limits[0], let high = limits[1], order(low, high) >= 0 {
      report(.badBand, "nothing is at least \(tree.text(ends[0])) and below \(tree.text(ends[1]))", at: span)
      return nil
    }
    let value = expression(result)
    return value.isUnknown ? nil : Band(span: span, low: limits[0], high: limits[1], result: value)
  }

  /// Below zero where the first comes first: numbers by their size, texts by their bytes.
  private func order(_ first: Typed, _ second: Typed) -> Int {
    ConstantFolding.compare(program.expressions[first.id], program.expressions[second.id], program.expressions) ?? 0
  }

  /// Each band begins where the one before ends.
  private mutating func areGapless(_ bands: [Band]) -> Bool {
    var isGood = true
    for (before, band) in zip(bands, bands.dropFirst()) {
      let related = [Diagnostic.Label(before.span, "the band before")]
      guard let high = before.high, let low = band.low else {
        report(.bandOverlap, "an open end inside of the bands overlaps its neighbour", at: band.span, related: related)
        isGood = false
        continue
      }
      if order(low, high) > 0 {
        let gap = "[\(tree.source.text(high.span)), \(tree.source.text(low.span)))"
        report(
          .bandGap, "no band holds \(gap)", at: band.span, related: related,
          fixes: [.init("begin where the band before ends", replace: low.span, with: tree.source.text(high.span))])
        isGood = false
      } else if order(low, high) < 0 {
        report(
          .bandOverlap, "both bands hold [\(tree.source.text(low.span)), \(tree.source.text(high.span)))", at: band.span,
          related: related,
          fixes: [.init("begin where the band before ends", replace: low.span, with: tree.source.text(high.span))])
        isGood = false
      }
    }
    return isGood
  }

  private mutating func unifiedResults(_ given: [Typed]) -> [Typed]? {
    var results = given
    for _ in 0..<2 {
      for index in results.indices.dropFirst() { (results[0], results[index]) = alike(results[0], results[index]) }
    }
    if results.contains(where: \.isUnknown) { return nil }
    for result in results.dropFirst() where result.type != results[0].type {
      report(
        .differentBranches, "the alternatives are of different types", at: result.span, label: result.type.name,
        related: [.init(results[0].span, results[0].type.name)])
      return nil
    }
    return results
  }

  /// Written out as choices, so that engines know nothing of bands: below the first end is nothing, above the last too.
  private mutating func chosen(_ subject: Typed, _ bands: [Band], _ results: [Typed], _ span: Span) -> Typed {
    let type = results[0].type
    let nothing = add(Expression(operation: .missing, type: type))
    var value = nothing
    for (band, result) in zip(bands, results).reversed() {
      var inside = result.id
      if let high = band.high {
        let below = add(Expression(operation: .less, type: .flag, first: subject.id, second: high.id))
        inside = add(Expression(operation: .choose, type: type, first: below, second: result.id, third: value))
      }
      value = inside
    }
    if let low = bands[0].low {
      let above = add(Expression(operation: .atLeast, type: .flag, first: subject.id, second: low.id))
      value = add(Expression(operation: .choose, type: type, first: above, second: value, third: nothing))
    }
    if bands.last?.high == nil, bands[0].low == nil { value = emptyWhenMissing(subject, value, type) }
    return Typed(id: value, type: type, span: span)
  }

  /// A single band that is open at both ends still has no value where the subject has none.
  private mutating func emptyWhenMissing(_ subject: Typed, _ value: Expression.ID, _ type: ValueType) -> Expression.ID {
    guard program.expressions[value].operation != .choose else { return value }
    let isMissing = add(Expression(operation: .isMissing, type: .flag, first: subject.id))
    let nothing = add(Expression(operation: .missing, type: type))
    return add(Expression(operation: .choose, type: type, first: isMissing, second: nothing, third: value))
  }

  // MARK: Matches

  /// `match offer { "1", "2" => 5%  else => 0% }`.
  mutating func matches(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    guard let subject = tree.firstChild(node) else { return unknown(span) }
    let value = expression(subject)
    if value.isUnknown { return unknown(span) }
    var conditions: [Expression.ID] = []
    var given: [Typed] = []
    var otherwise: Typed?
    var seen: [Expression.ID: Span] = [:]
    for entry in tree.children(node) where tree.kind(entry) == .match {
      let parts = Array(tree.children(entry))
      guard let last = parts.last else { continue }
      if tree.firstToken(entry).keyword == .else, parts.count == 1 {
        let result = expression(last)
        if result.isUnknown { return unknown(span) }
        if otherwise != nil { return mistake(.matchedTwice, "there are two `else`", at: tree.span(entry)) }
        otherwise = result
        continue
      }
      guard let condition = matched(value, parts.dropLast(), &seen, span) else { return unknown(span) }
      let result = expression(last)
      if result.isUnknown { return unknown(span) }
      conditions.append(condition)
      given.append(result)
    }
    guard let otherwise else {
      return mistake(
        .matchWithoutElse, "nothing says what all other values come to", at: tree.firstToken(node).span.through(value.span),
        notes: ["end with `else => …`"])
    }
    guard let results = unifiedResults(given + [otherwise]), let last = results.last else { return unknown(span) }
    var result = last.id
    for (condition, value) in zip(conditions, results).reversed() {
      result = add(Expression(operation: .choose, type: last.type, first: condition, second: value.id, third: result))
    }
    return Typed(id: result, type: last.type, span: span)
  }

  private mutating func matched(
    _ value: Typed, _ members: some Sequence<SyntaxTree.ID>, _ seen: inout [Expression.ID: Span], _ span: Span
  ) -> Expression.ID? {
    var alternatives = Expression.none
    for member in members {
      let constant = expression(member)
      let same = comparison(.equal, value, constant, tree.firstToken(member), span)
      if same.isUnknown { return nil }
      guard program.expressions.isConstant(constant.id) else {
        report(.notConstant, "the values of a match are known beforehand, and this is not", at: constant.span)
        return nil
      }
      if let earlier = seen[same.id] {
        report(
          .matchedTwice, "`\(tree.text(member))` is matched twice", at: tree.span(member), label: "again here",
          related: [.init(earlier, "first here")])
        return nil
      }
      seen[same.id] = tree.span(member)
      alternatives =
        alternatives < 0 ? same.id : add(Expression(operation: .or, type: .flag, first: alternatives, second: same.id))
    }
    return alternatives
  }
}
