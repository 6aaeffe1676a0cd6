import Diagnostics
import Records

/// Lists within a record: aggregates over them, quantifiers; and bands.
extension RuleChecker {
  /// An aggregate without a window: over a list, or a mistake.
  mutating func aggregate(_ function: Window.Function, _ node: SyntaxTree.ID, _ span: Span) -> Typed {
    guard packages[here].schema != nil else { return unknown(span) }
    let given = arguments(node)
    guard let list = foldedList(node, given) else {
      if packages[here].diagnostics.last?.code == .ambiguousElement { return unknown(span) }
      if [.max, .min].contains(function), given.count > 1 {
        let other = function == .max ? "greatest" : "least"
        return mistake(
          .noWindow, "`\(function.rawValue)` is over records or over a list; of several values take `\(other)`", at: span,
          fixes: [.init("write `\(other)`", replace: tree.firstToken(node).span, with: other)])
      }
      for argument in given where expression(argument).isUnknown { return unknown(span) }
      return mistake(
        .noWindow, "`\(function.rawValue)` says neither over which records nor over which list", at: span,
        notes: [
          "over records: `\(tree.text(node)) by … over 30d`",
          schema?.lists.first.map { "over a list: `\(function.rawValue)(\($0.recordName).… )`" } ?? "this schema has no lists",
        ])
    }
    guard let fold = fold(function, node, given, span) else { return unknown(span) }
    return walked(list.index, list.name, span) { $0.foldValue(fold, list, node, given, span) }
  }

  private struct FoldedList {
    var index: Int
    var name: Symbol
  }

  private mutating func fold(
    _ function: Window.Function, _ node: SyntaxTree.ID, _ given: [SyntaxTree.ID], _ span: Span
  ) -> Fold.Function? {
    let isBy = tree.child(node, .elementBy) != nil
    if given.count != 1 {
      report(.argumentCount, "over a list `\(function.rawValue)` takes 1 argument, not \(given.count)", at: span)
      return nil
    }
    if isBy {
      if function == .max { return .atGreatest }
      if function == .min { return .atSmallest }
      report(
        .misplacedClause, "`by` picks the element with the greatest or smallest: `max(… by …)` or `min(… by …)`", at: span)
      return nil
    }
    guard let fold = Fold.Function(rawValue: function.rawValue) else {
      report(
        .cannotAggregate, "`\(function.rawValue)` is over records, not over a list", at: span,
        notes: ["over a list there are \(Fold.Function.overLists.map(\.rawValue).joined(separator: ", "))"])
      return nil
    }
    return fold
  }

  /// Which list an aggregate is over: named after `for … in`, given as a list, or told by the element it mentions.
  private mutating func foldedList(_ node: SyntaxTree.ID, _ given: [SyntaxTree.ID]) -> FoldedList? {
    guard let schema else { return nil }
    if let scope = tree.child(node, .elementFor), let name = tree.child(scope, at: 0), let list = tree.child(scope, at: 1) {
      guard let index = list_(list) else { return nil }
      return FoldedList(index: index, name: tree.firstToken(name).name)
    }
    if let first = given.first, tree.kind(first) == .name, let index = schema.list(named: tree.text(first)),
      packages[here].index[tree.firstToken(first).name] == nil
    {
      return FoldedList(index: index, name: names.intern(schema.lists[index].recordName))
    }
    for child in tree.children(node) {
      guard let name = mentionedElement(child, schema) else { continue }
      let candidates = schema.lists.indices.filter { schema.lists[$0].recordName == text(name) }
      if candidates.count > 1 {
        let lists = candidates.map { schema.lists[$0].name }
        report(
          .ambiguousElement, "`\(text(name))` is an element of \(lists.joined(separator: " and of "))", at: tree.span(child),
          notes: ["say which: `\(tree.text(child)) for \(text(name)) in \(lists[0])`"])
        return nil
      }
      return FoldedList(index: candidates[0], name: name)
    }
    return nil
  }

  /// An element's name below a node that nothing around has bound.
  private func mentionedElement(_ node: SyntaxTree.ID, _ schema: Schema) -> Symbol? {
    if tree.kind(node) == .name {
      let name = tree.firstToken(node).name
      let word = text(name)
      guard schema.lists.contains(where: { $0.recordName == word }), !locals.contains(where: { $0.name == name }),
        packages[here].index[name] == nil, schema.field(named: word) == nil
      else { return nil }
      return name
    }
    if tree.kind(node) == .quantifier || tree.kind(node) == .literal { return nil }
    for child in tree.children(node) { if let name = mentionedElement(child, schema) { return name } }
    return nil
  }

  /// The list that an expression names.
  private mutating func list_(_ node: SyntaxTree.ID) -> Int? {
    let value = expression(node)
    if value.isUnknown { return nil }
    guard case .list(let index) = value.type else {
      let lists = schema?.lists.map(\.name) ?? []
      unknownWord(.noSuchList, "`\(tree.text(node))` is no list of the record", tree.text(node), at: value.span, among: lists)
      return nil
    }
    return index
  }

  /// Runs a body inside of an element's scope.
  private mutating func walked(_ list: Int, _ name: Symbol, _ span: Span, _ body: (inout RuleChecker) -> Typed) -> Typed {
    guard elementLevel < Limits.listDepthMax else {
      return mistake(
        .listsTooDeep, "lists are walked inside of each other more than \(Limits.listDepthMax) deep", at: span,
        notes: ["its cost would grow with the third power of the list"])
    }
    let element = Typed(id: Expression.none, type: .element(list), span: span, level: elementLevel)
    locals.append(Local(name: name, value: element, span: span))
    elementLevel += 1
    let value = body(&self)
    elementLevel -= 1
    locals.removeLast()
    return value
  }

  private mutating func foldValue(
    _ function: Fold.Function, _ list: FoldedList, _ node: SyntaxTree.ID, _ given: [SyntaxTree.ID], _ span: Span
  ) -> Typed {
    guard let schema = packages[here].schema else { return unknown(span) }
    var fold = Fold(function: function, list: list.index, schema: schema, level: elementLevel - 1)
    var type = ValueType.integer
    // `max(line by …)` gives the element itself, of which a field is read outside.
    let isElement = tree.kind(given[0]) == .name && isElementName(given[0], list)
    if !isElement {
      let value = expression(given[0])
      if value.isUnknown { return unknown(span) }
      guard let result = resultType(function, value) else { return unknown(span) }
      type = result
      fold.argument = value.id
    } else if function != .count {
      return mistake(
        .cannotAggregate, "`\(function.rawValue)` wants a value of each element", at: tree.span(given[0]),
        notes: ["write for example `\(text(list.name)).quantity`"])
    }
    if let filter = tree.child(node, .elementWhere), let condition = tree.firstChild(filter) {
      let value = flag(condition, "`where`")
      if value.isUnknown { return unknown(span) }
      fold.filter = value.id
    }
    if let by = tree.child(node, .elementBy), let key = tree.firstChild(by) {
      let value = expression(key)
      if value.isUnknown { return unknown(span) }
      guard value.type.isOrdered else {
        return mistake(.cannotAggregate, "`by` wants values that have an order, and this is \(value.type.phrase)", at: value.span)
      }
      fold.key = value.id
    }
    return finished(fold, type, span)
  }

  private func isElementName(_ node: SyntaxTree.ID, _ list: FoldedList) -> Bool {
    let name = tree.firstToken(node).name
    return name == list.name || schema?.lists[list.index].name == text(name) && !locals.contains { $0.name == name }
  }

  private mutating func resultType(_ function: Fold.Function, _ value: Typed) -> ValueType? {
    let type = value.type
    let (isGood, wanted): (Bool, String) =
      switch function {
      case .sum, .avg, .stddev: (type.isQuantity, "quantities")
      case .min, .max, .median: (type.isOrdered, "values that have an order")
      case .share: (type == .flag, "a condition")
      case .distinct: (isKey(type), "keys, texts, integers, times or flags")
      default: (type.isScalar, "single values")
      }
    guard isGood else {
      report(.cannotAggregate, "`\(function.rawValue)` takes \(wanted), and this is \(type.phrase)", at: value.span)
      return nil
    }
    switch function {
    case .count, .distinct: return .integer
    case .share: return .percent
    case .avg, .stddev: return type == .integer ? .number : type
    default: return type
    }
  }

  private mutating func finished(_ fold: Fold, _ type: ValueType, _ span: Span) -> Typed {
    var own: Traits = []
    for part in [fold.argument, fold.filter, fold.key] { own.formUnion(traits(part)) }
    if fold.level == 0 { own.remove(.readsElement) }
    let index: Int
    if let known = foldIndex[fold] {
      index = known
    } else {
      index = program.folds.count
      foldIndex[fold] = index
      program.folds.append(fold)
    }
    let id = add(
      Expression(operation: .fold, type: type, payload: Int64(index)), own, below: [fold.argument, fold.filter, fold.key])
    return Typed(id: id, type: type, span: span)
  }

  /// `exists line in lines: …`, `every …`, `no …`.
  mutating func quantifier(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    let word = tree.firstToken(node).keyword
    guard let name = tree.child(node, at: 0), let listNode = tree.child(node, at: 1), let condition = tree.child(node, at: 2),
      let schema = packages[here].schema, let list = list_(listNode)
    else { return unknown(span) }
    let symbol = tree.firstToken(name).name
    return walked(list, symbol, span) { checker in
      let value = checker.flag(condition, "`\(word ?? .exists)`")
      if value.isUnknown { return checker.unknown(span) }
      var fold = Fold(function: word == .every ? .every : .exists, list: list, schema: schema, level: checker.elementLevel - 1)
      fold.argument = value.id
      let result = checker.finished(fold, .flag, span)
      guard word == .no else { return result }
      return Typed(id: checker.add(Expression(operation: .not, type: .flag, first: result.id)), type: .flag, span: span)
    }
  }

  // MARK: Bands

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
    guard areGapless(bands), let results = unifiedResults(bands) else { return unknown(span) }
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
    if let low = limits[0], let high = limits[1], magnitude(low) >= magnitude(high) {
      report(.badBand, "nothing is at least \(tree.text(ends[0])) and below \(tree.text(ends[1]))", at: span)
      return nil
    }
    let value = expression(result)
    return value.isUnknown ? nil : Band(span: span, low: limits[0], high: limits[1], result: value)
  }

  private func magnitude(_ value: Typed) -> Double { ConstantFolding.magnitude(program.expressions[value.id]) }

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
      if magnitude(low) > magnitude(high) {
        let gap = "[\(tree.source.text(high.span)), \(tree.source.text(low.span)))"
        report(
          .bandGap, "no band holds \(gap)", at: band.span, related: related,
          fixes: [.init("begin where the band before ends", replace: low.span, with: tree.source.text(high.span))])
        isGood = false
      } else if magnitude(low) < magnitude(high) {
        report(
          .bandOverlap, "both bands hold [\(tree.source.text(low.span)), \(tree.source.text(high.span)))", at: band.span,
          related: related,
          fixes: [.init("begin where the band before ends", replace: low.span, with: tree.source.text(high.span))])
        isGood = false
      }
    }
    return isGood
  }

  private mutating func unifiedResults(_ bands: [Band]) -> [Typed]? {
    var results = bands.map(\.result)
    for _ in 0..<2 {
      for index in results.indices.dropFirst() { (results[0], results[index]) = alike(results[0], results[index]) }
    }
    if results.contains(where: \.isUnknown) { return nil }
    for result in results.dropFirst() where result.type != results[0].type {
      report(
        .differentBranches, "the bands give values of different types", at: result.span, label: result.type.name,
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
}

extension Fold.Function {
  /// Those that are written as a call.
  static let overLists: [Fold.Function] = [.count, .sum, .avg, .min, .max, .median, .stddev, .distinct, .share]
}
