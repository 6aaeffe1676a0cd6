import Diagnostics
import Records

/// Windows: which earlier records, and what is made of them.
extension RuleChecker {
  /// The clauses behind an aggregate, by kind.
  struct Clauses {
    var by: SyntaxTree.ID?
    var filter: SyntaxTree.ID?
    var reach: SyntaxTree.ID?
    var delay: SyntaxTree.ID?
    var including: SyntaxTree.ID?
    var excluding: SyntaxTree.ID?
    var requires: SyntaxTree.ID?
    var within: SyntaxTree.ID?
  }

  mutating func clauses(_ node: SyntaxTree.ID) -> Clauses {
    var clauses = Clauses()
    for child in tree.children(node) {
      let place: WritableKeyPath<Clauses, SyntaxTree.ID?>
      switch tree.kind(child) {
      case .byClause: place = \.by
      case .whereClause: place = \.filter
      case .overClause: place = \.reach
      case .delayedClause: place = \.delay
      case .includingClause: place = \.including
      case .excludingClause: place = \.excluding
      case .requiresClause: place = \.requires
      case .withinClause: place = \.within
      default: continue
      }
      if let earlier = clauses[keyPath: place] {
        report(
          .duplicateClause, "the window says this twice", at: tree.span(child), label: "again here",
          related: [.init(tree.span(earlier), "first here")])
      }
      clauses[keyPath: place] = child
    }
    return clauses
  }

  // MARK: Aggregates

  /// `avg(rate) by rep over 90d requires 20`.
  mutating func windowed(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    guard let call = tree.firstChild(node), let schema = packages[here].schema, isPlaceForWindow(span) else {
      return unknown(span)
    }
    let word = text(tree.firstToken(call).name)
    guard let function = Window.Function(rawValue: word), tree.token(after: tree.firstChild(call) ?? call).kind != .mark(.dot)
    else {
      unknownWord(
        .misplacedClause, "`\(word)` is no aggregate, so it has no window", word, at: tree.firstToken(call).span,
        among: Window.Function.allCases.map(\.rawValue))
      return unknown(span)
    }
    let clauses = clauses(node)
    if let within = clauses.within {
      return mistake(
        .misplacedClause, "an aggregate's window is `over …`", at: tree.span(within),
        fixes: [.init("write `over`", replace: tree.firstToken(within).span, with: "over")])
    }
    guard var window = window(function, clauses, schema, span) else { return unknown(span) }
    guard let argument = argument(function, call, span) else { return unknown(span) }
    if let value = argument.value { window.argument = value.id }
    window.share = argument.share
    guard let type = resultType(function, argument.value, call) else { return unknown(span) }
    return finished(window, type, clauses, span)
  }

  /// A window stands neither inside of another nor inside of a list.
  mutating func isPlaceForWindow(_ span: Span) -> Bool {
    if let outer = windowSpan {
      report(
        .windowInWindow, "a window stands inside of a window", at: span, related: [.init(outer, "the outer one")],
        notes: ["declare the inner one as `feature name = …` and use its name here"])
      return false
    }
    if elementLevel > 0 {
      report(
        .windowInElement, "a window stands inside of a list's walk", at: span,
        notes: [
          "windows are over records, not over their elements; give the window a name with `let` outside of the walk",
          "`exists …: …` reaches over `and` up to the next `or`: put it into parentheses, if the window does not belong to it",
        ])
      return false
    }
    return true
  }

  /// A piece of a window, checked as something of its own record.
  mutating func inside(_ span: Span, _ body: (inout RuleChecker) -> Typed) -> Typed {
    let outer = (windowSpan, isGuarded)
    // A missing value of an earlier record is left out of its aggregate, so a divisor there does no harm.
    (windowSpan, isGuarded) = (span, true)
    let value = body(&self)
    (windowSpan, isGuarded) = outer
    return value
  }

  private mutating func argument(_ function: Window.Function, _ call: SyntaxTree.ID, _ span: Span) -> (
    value: Typed?, share: Double
  )? {
    let given = arguments(call)
    if hasClauses(call) {
      report(
        .misplacedClause, "`\(function.rawValue)` walks a list and has a window too", at: span,
        notes: ["give the list's aggregate a name with `let` and use the name in the window"])
      return nil
    }
    let wanted = function == .count ? 0 : function == .percentile ? 2 : 1
    guard given.count == wanted else {
      var notes: [String] = []
      if function == .count { notes = ["`count() where …` counts records that fulfil a condition"] }
      if function == .percentile { notes = ["write `percentile(x, 95%)`"] }
      report(
        .argumentCount, "over a window `\(function.rawValue)` takes \(counted(wanted, "argument")), not \(given.count)",
        at: tree.span(call), notes: notes)
      return nil
    }
    guard let first = given.first else { return (nil, 0) }
    let value = inside(span) { $0.expression(first) }
    if value.isUnknown { return nil }
    var share = 0.0
    if given.count > 1 {
      let percent = expression(given[1])
      if percent.isUnknown { return nil }
      share = program.expressions.isConstant(percent.id) ? ConstantFolding.magnitude(program.expressions[percent.id]) : -1
      guard percent.type == .percent, share > 0, share <= 1 else {
        report(.badShare, "a percentile is a constant above 0% and up to 100%", at: percent.span, notes: ["write `95%`"])
        return nil
      }
    }
    return (value, share)
  }

  private mutating func resultType(_ function: Window.Function, _ value: Typed?, _ call: SyntaxTree.ID) -> ValueType? {
    guard let value else { return .integer }
    let type = value.type
    let isGood: Bool
    let wanted: String
    switch function {
    case .sum, .avg, .stddev, .zscore: (isGood, wanted) = (type.isQuantity, "quantities")
    case .min, .max, .median, .percentile: (isGood, wanted) = (type.isOrdered, "values that have an order")
    case .share: (isGood, wanted) = (type == .flag, "a condition")
    case .distinct: (isGood, wanted) = (isKey(type), "keys, texts, integers, times or flags")
    case .count, .first, .last, .previous: (isGood, wanted) = (type.isScalar, "single values")
    }
    guard isGood else {
      var notes: [String] = []
      if function == .sum || function == .avg, type == .flag {
        notes = ["`share(…)` is how often it is true; `count() where …` counts"]
      }
      report(
        .cannotAggregate, "`\(function.rawValue)` takes \(wanted), and this is \(type.phrase)", at: value.span, notes: notes)
      return nil
    }
    switch function {
    case .count, .distinct: return .integer
    case .share: return .percent
    case .zscore: return .number
    case .avg, .stddev: return type == .integer ? .number : type
    default: return type
    }
  }

  func isKey(_ type: ValueType) -> Bool { type == .key || type == .text || type == .integer || type == .flag || type == .time }

  // MARK: The window itself

  private mutating func window(_ function: Window.Function, _ clauses: Clauses, _ schema: Int, _ span: Span) -> Window? {
    guard clauses.reach != nil || function == .previous else {
      report(
        .noWindow, "`\(function.rawValue)` does not say how far back it looks", at: span,
        notes: ["write `over 30d`, `over last 100`, `over all before`, `over this month` or `in baseline` behind it"])
      return nil
    }
    guard let reach = clauses.reach.map({ reach($0, function) }) ?? .allBefore else { return nil }
    var window = Window(function: function, reach: reach, schema: schema)
    return completed(&window, clauses, span) ? window : nil
  }

  mutating func completed(_ window: inout Window, _ clauses: Clauses, _ span: Span) -> Bool {
    guard let keys = clauses.by.map({ keys($0, span) }) ?? [] else { return false }
    window.keys = keys
    if let filter = clauses.filter, let condition = tree.firstChild(filter) {
      let value = inside(span) { $0.flag(condition, "`where`") }
      if value.isUnknown { return false }
      window.filter = value.id
    }
    if window.reach == .baseline {
      for clause in [clauses.delay, clauses.including, clauses.excluding, clauses.requires].compactMap({ $0 }) {
        report(
          .misplacedClause, "what the baseline knows is fixed: this clause has no meaning for it", at: tree.span(clause))
        return false
      }
    }
    if let delay = clauses.delay {
      guard needsTime(tree.span(delay)), let length = length(delay, "a delay") else { return false }
      window.delay = length
    }
    window.includesCurrent = clauses.including != nil
    if let excluding = clauses.excluding {
      guard let keys = self.keys(excluding, span) else { return false }
      if keys.contains(where: { window.keys.contains($0) }) {
        report(
          .excludesItself, "the window is by this key and excludes its own: nothing is left", at: tree.span(excluding),
          related: clauses.by.map { [.init(tree.span($0), "by the same")] } ?? [],
          notes: ["peers are `by` something wider: `by region … excluding same rep`"])
        return false
      }
      window.excludingSame = keys
    }
    if let requires = clauses.requires { return requirement(requires, &window) }
    return true
  }

  private mutating func requirement(_ clause: SyntaxTree.ID, _ window: inout Window) -> Bool {
    guard let child = tree.firstChild(clause) else { return false }
    let value = expression(child)
    if value.isUnknown { return false }
    guard value.type == .integer, program.expressions.isConstant(value.id), program.expressions[value.id].payload > 0 else {
      report(.badRequirement, "`requires` wants a whole number above 0, or a `param` that is one", at: value.span)
      return false
    }
    window.requires = Int(clamping: program.expressions[value.id].payload)
    if case .lastRecords(let count) = window.reach, window.requires > count + (window.includesCurrent ? 1 : 0) {
      report(
        .badRequirement, "a window over the last \(count) can never hold \(window.requires)", at: value.span,
        notes: ["the rule would have insufficient history for ever"])
      return false
    }
    return true
  }

  private mutating func keys(_ clause: SyntaxTree.ID, _ span: Span) -> [Expression.ID]? {
    var keys: [Expression.ID] = []
    for child in tree.children(clause) {
      let value = inside(span) { $0.expression(child) }
      if value.isUnknown { return nil }
      guard isKey(value.type) else {
        report(
          .badKey, "\(value.type.phrase) tells no two records reliably apart, so it can be no key", at: value.span,
          notes: ["keys, texts, integers, times and flags can be"])
        return nil
      }
      if !keys.contains(value.id) { keys.append(value.id) }
    }
    return keys
  }

  mutating func needsTime(_ span: Span) -> Bool {
    guard let schema, schema.timeField == nil else { return true }
    report(
      .noTimeToWindow, "`\(schema.name)` has no time, so no window can be measured in it", at: span,
      notes: ["the schema says `time sequence`; count records instead: `over last 100`"])
    return false
  }

  /// A positive length of time, in microseconds.
  private mutating func length(_ clause: SyntaxTree.ID, _ what: String) -> Int64? {
    guard let child = tree.firstChild(clause) else { return nil }
    let value = expression(child)
    if value.isUnknown { return nil }
    if value.type == .calendar {
      report(
        .badLength, "\(what) is no number of months", at: value.span, notes: ["write days, such as 30d"])
      return nil
    }
    guard value.type == .duration, program.expressions.isConstant(value.id), program.expressions[value.id].payload > 0 else {
      report(.badLength, "\(what) is a duration above zero, such as 7d", at: value.span)
      return nil
    }
    return program.expressions[value.id].payload
  }

  private mutating func reach(_ clause: SyntaxTree.ID, _ function: Window.Function) -> Window.Reach? {
    let span = tree.span(clause)
    if tree.token(clause, at: 1)?.name == Keyword.baseline.symbol, tree.firstToken(clause).name == Keyword.in.symbol {
      return .baseline
    }
    if tree.token(clause, at: 1)?.name == Keyword.all.symbol, tree.firstChild(clause) == nil {
      guard function.isConstant else {
        report(
          .unboundedState, "`\(function.rawValue)` over all records before would have to keep every one of them", at: span,
          notes: ["bound it: `over 1y` or `over last 1000`"])
        return nil
      }
      return .allBefore
    }
    guard let child = tree.firstChild(clause) else { return nil }
    if tree.token(clause, at: 1)?.name == Keyword.last.symbol, tree.firstToken(child).span != tree.token(clause, at: 1)?.span {
      let value = expression(child)
      if value.isUnknown { return nil }
      guard value.type == .integer, program.expressions.isConstant(value.id),
        (1...1_000_000).contains(program.expressions[value.id].payload)
      else {
        let isTime = value.type == .duration || value.type == .calendar
        report(
          .badLength, "`over last` wants a number of records, from 1 to 1,000,000", at: value.span,
          notes: isTime ? ["a window of time is written without `last`: `over \(tree.text(child))`"] : [])
        return nil
      }
      return .lastRecords(Int(program.expressions[value.id].payload))
    }
    guard needsTime(span) else { return nil }
    if tree.kind(child) == .words { return calendar(clause, child) }
    let value = expression(child)
    if value.isUnknown { return nil }
    guard program.expressions.isConstant(value.id), program.expressions[value.id].payload > 0,
      value.type == .duration || value.type == .calendar
    else {
      report(
        .badLength,
        "a window is as long as a duration above zero, and this is \(value.type == .duration ? "none" : value.type.phrase)",
        at: value.span,
        notes: tree.kind(child) == .literal && value.literal != nil
          ? ["write `over last \(tree.text(child))` for records, `over \(tree.text(child))d` for days"]
          : ["a parameter for it is a duration: `param lookback = 30d`"])
      return nil
    }
    let length = program.expressions[value.id].payload
    return value.type == .duration ? .duration(length) : .months(Int(length), zone: packages[here].zone)
  }

  /// `this fiscal quarter starting July zone "Europe/Paris"`.
  private mutating func calendar(_ clause: SyntaxTree.ID, _ unitNode: SyntaxTree.ID) -> Window.Reach? {
    guard let unit = Window.Reach.Unit(rawValue: tree.text(unitNode)) else {
      unknownWord(
        .unknownCalendarUnit, "the calendar has no `\(tree.text(unitNode))`", tree.text(unitNode), at: tree.span(unitNode),
        among: Window.Reach.Unit.allCases.map(\.rawValue))
      return nil
    }
    let isFiscal = tree.token(clause, at: 2)?.name == Keyword.fiscal.symbol
    if isFiscal, unit != .quarter, unit != .year {
      report(
        .unknownCalendarUnit, "quarters and years are fiscal; a \(unit.rawValue) is the same everywhere", at: tree.span(unitNode))
      return nil
    }
    var start = isFiscal ? packages[here].fiscalStart : 1
    var zone = packages[here].zone
    for child in tree.children(clause) where child != unitNode {
      if tree.kind(child) == .name {
        guard isFiscal else {
          report(.misplacedClause, "`starting` belongs to a fiscal quarter or year", at: tree.span(child))
          return nil
        }
        guard let month = month(child) else { return nil }
        start = month
      } else if tree.kind(child) == .literal {
        guard let name = self.zone(named: stringContent(tree.firstToken(child)), at: tree.span(child)) else { return nil }
        zone = name
      }
    }
    // A quarter starts in one of three months, whichever of the year's four it is.
    return .calendar(unit, fiscalStart: unit == .quarter ? (start - 1) % 3 + 1 : start, zone: zone)
  }

  // MARK: Labels

  mutating func labelTooEarly(_ span: Span) -> Typed {
    let label = schema?.fields.first { $0.isLabel }
    let known = label?.knownAfter.map { "it is known \(durationText($0)) after the record" } ?? "it is known only afterwards"
    return mistake(
      .labelTooEarly, "this reads the label `\(label?.name ?? "")`, which nobody knows when the record comes", at: span,
      notes: ["\(known); a window may read it: `over 30d delayed \(label?.knownAfter.map(durationText) ?? "7d")`"])
  }

  /// The labels that a window's parts read, wherever they name them.
  private func labelsRead(by window: Window) -> [Field] {
    var labels: [Field] = []
    var seen: Set<Expression.ID> = []
    var open = [window.argument, window.filter] + window.keys + window.excludingSame
    while let id = open.popLast() {
      guard id >= 0, traits(id).contains(.readsLabel), seen.insert(id).inserted else { continue }
      let node = program.expressions[id]
      switch node.operation {
      case .field, .previousField:
        let field = program.schemas[Int(node.first)].fields[Int(node.payload)]
        if field.isLabel { labels.append(field) }
      case .fold:
        let fold = program.folds[Int(node.payload)]
        open += [fold.argument, fold.filter, fold.key]
      default: open += [node.first, node.second, node.third]
      }
    }
    return labels
  }

  mutating func finished(_ window: Window, _ type: ValueType, _ clauses: Clauses, _ span: Span) -> Typed {
    var own: Traits = .hasWindow
    var readsLabel = false
    for part in [window.argument, window.filter] + window.keys + window.excludingSame where part >= 0 {
      let traits = traits(part)
      if traits.contains(.readsLabel) { readsLabel = true }
      own.formUnion(traits.subtracting([.readsLabel, .hasWindow]))
    }
    if own.contains(.readsModel) {
      return mistake(
        .windowInWindow, "a window cannot read the model's score of earlier records", at: span,
        notes: ["the model reads windows; windows cannot read the model"])
    }
    if window.reach == .baseline { own.insert(.readsBaseline) }
    if readsLabel, window.reach != .baseline {
      let needed = labelsRead(by: window).compactMap(\.knownAfter).max() ?? 1
      guard window.delay >= needed, !window.includesCurrent else { return labelTooEarly(span) }
    }
    let index = once(window, &windowIndex, &program.windows)
    let id = add(
      Expression(operation: .window, type: type, payload: Int64(index)), own,
      below: [window.argument, window.filter] + window.keys + window.excludingSame)
    return Typed(id: id, type: type, span: span)
  }
}
