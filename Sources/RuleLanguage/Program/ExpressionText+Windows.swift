import Records

/// Windows and walks over lists, with their clauses in the order in which the language takes them.
extension ExpressionText {
  func window(_ window: Window) -> String {
    var arguments = window.argument >= 0 ? [text(window.argument)] : []
    if window.function == .percentile { arguments.append(ExpressionText.percent(window.share)) }
    var parts = ["\(window.function.rawValue)(\(arguments.joined(separator: ", ")))"]
    if !window.keys.isEmpty { parts.append("by \(keys(window.keys))") }
    if window.filter >= 0 { parts.append("where \(beforeClauses(text(window.filter)))") }
    parts.append(contentsOf: reach(window))
    if window.delay > 0 { parts.append("delayed \(ExpressionText.duration(window.delay))") }
    if window.includesCurrent { parts.append("including current") }
    if !window.excludingSame.isEmpty { parts.append("excluding same \(keys(window.excludingSame))") }
    if window.requires > 0 { parts.append("requires \(window.requires)") }
    return parts.joined(separator: " ")
  }

  /// Behind a call the clauses that follow would be the call's.
  private func beforeClauses(_ text: String) -> String { text.hasSuffix(")") ? "(\(text))" : text }

  private func keys(_ nodes: [Expression.ID]) -> String {
    let texts = nodes.map { node in
      let isWord = name(of: node) != nil || program.expressions[node].operation == .call
      return isWord ? text(node) : "(\(text(node)))"
    }
    // One parenthesis is that of several keys, a second one that of an expression.
    return texts.count == 1 && !texts[0].hasPrefix("(") ? texts[0] : "(\(texts.joined(separator: ", ")))"
  }

  private func reach(_ window: Window) -> [String] {
    switch window.reach {
    case .duration(let length): return ["over \(ExpressionText.duration(length))"]
    case .months(let months, _): return ["over \(months.isMultiple(of: 12) ? "\(months / 12)y" : "\(months)mo")"]
    case .lastRecords(let count): return ["over last \(count)"]
    // Without a reach `previous` is the value of the record before.
    case .allBefore:
      let hasClauses =
        window.keys.isEmpty || window.filter >= 0 || window.delay > 0 || window.includesCurrent || !window.excludingSame.isEmpty
        || window.requires > 0
      return window.function == .previous && !hasClauses ? [] : ["over all before"]
    case .baseline: return ["in baseline"]
    case .calendar(let unit, let start, let zone):
      var text = "over this \(start == 1 ? "" : "fiscal ")\(unit.rawValue)"
      if start != 1 { text += " starting \(ExpressionText.months[start - 1])" }
      if zone != "UTC" { text += " zone \"\(zone)\"" }
      return [text]
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ]

  // MARK: Lists within the record

  func fold(_ fold: Fold, isDenied: Bool) -> (text: String, binding: Binding) {
    let list = program.schemas[fold.schema].lists[fold.list]
    var inner = self
    // Of two walks inside of each other the inner one needs a name of its own.
    let isTaken = elements.contains { $0.key < fold.level && $0.value == list.recordName }
    let element = isTaken ? "\(list.recordName)\(fold.level + 1)" : list.recordName
    inner.elements[fold.level] = element
    if fold.function == .exists || fold.function == .every {
      let word = isDenied ? "no" : fold.function.rawValue
      return ("\(word) \(element) in \(list.name): \(inner.text(fold.argument, binding: .conjunction))", .quantifier)
    }
    let isAmbiguous = program.schemas[fold.schema].lists.count { $0.recordName == list.recordName } > 1
    let isMentioned = [fold.argument, fold.filter, fold.key].contains { reads(fold.level, $0) }
    var parts = [fold.argument >= 0 ? inner.text(fold.argument) : list.name]
    if isTaken || fold.argument >= 0 && (!isMentioned || isAmbiguous) { parts.append("for \(element) in \(list.name)") }
    if fold.key >= 0 { parts += ["by", inner.text(fold.key)] }
    if fold.filter >= 0 { parts += ["where", inner.text(fold.filter)] }
    let text = (parts.dropLast().map(beforeClauses) + parts.suffix(1)).joined(separator: " ")
    let function =
      switch fold.function {
      case .atGreatest: "max"
      case .atSmallest: "min"
      default: fold.function.rawValue
      }
    return ("\(function)(\(text))", .word)
  }

  func elementField(_ expression: Expression) -> String {
    let list = program.schemas[Int(expression.third)].lists[Int(expression.first)]
    return "\(elements[Int(expression.second)] ?? list.recordName).\(list.fields[Int(expression.payload)].name)"
  }

  /// Whether an expression mentions the element of a level itself.
  private func reads(_ level: Int, _ node: Expression.ID) -> Bool {
    guard node >= 0 else { return false }
    let expression = program.expressions[node]
    switch expression.operation {
    case .elementField: return Int(expression.second) == level
    case .field, .previousField, .list, .window, .fold: return false
    default: return [expression.first, expression.second, expression.third].contains { reads(level, $0) }
    }
  }
}
