import Diagnostics
import Records

/// Lists within a record: aggregates over them, quantifiers.
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
          "over records: `\(function.rawValue)(\(given.first.map { tree.text($0) } ?? "")) by … over 30d`",
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
      guard let index = listNamed(list) else { return nil }
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
  private mutating func listNamed(_ node: SyntaxTree.ID) -> Int? {
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
    let index = once(fold, &foldIndex, &program.folds)
    let id = add(
      Expression(operation: .fold, type: type, payload: Int64(index)), own, below: [fold.argument, fold.filter, fold.key])
    return Typed(id: id, type: type, span: span)
  }

  /// `exists line in lines: …`, `every …`, `no …`.
  mutating func quantifier(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    let word = tree.firstToken(node).keyword
    guard let name = tree.child(node, at: 0), let listNode = tree.child(node, at: 1), let condition = tree.child(node, at: 2),
      let schema = packages[here].schema, let list = listNamed(listNode)
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
}

extension Fold.Function {
  /// Those that are written as a call.
  static let overLists: [Fold.Function] = [.count, .sum, .avg, .min, .max, .median, .stddev, .distinct, .share]
}
