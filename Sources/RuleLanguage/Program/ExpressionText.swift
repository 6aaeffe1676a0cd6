import Records

/// Writes typed expressions as their author would: names where they have one, no parenthesis that says nothing, constants
/// with their units. What the checker wrote out (ranges, bands, `no … within`) stays written out.
public struct ExpressionText: Sendable {
  let program: Program
  /// By level, what elements are called by the walks around.
  var elements: [Int: String] = [:]

  public init(_ program: Program) { self.program = program }

  /// By its name, where it has one.
  public func text(_ node: Expression.ID) -> String { text(node, binding: .alternatives) }

  /// What the name stands for; without a name the same as `text`.
  public func definition(_ node: Expression.ID) -> String { written(node).text }

  /// What its author called it, or the schema; nil for what has no name.
  public func name(of node: Expression.ID) -> String? {
    let expression = program.expressions[node]
    switch expression.operation {
    case .constant, .missing, .argument: return nil
    case .field: return program.schemas[Int(expression.first)].fields[Int(expression.payload)].name
    case .feature:
      let id = program.features[Int(expression.payload)].id
      return program.names[node] ?? id.split(separator: ".").last.map(String.init) ?? id
    default: return program.names[node]
    }
  }

  /// How tightly a sign holds its operands together, from the loosest.
  enum Binding: Int, Comparable {
    case alternatives, quantifier, conjunction, negation, comparison, substitute, sum, product, sign, word

    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }
  }

  func text(_ node: Expression.ID, binding: Binding) -> String {
    if let name = name(of: node) { return name }
    let (text, own) = written(node)
    return own < binding ? "(\(text))" : text
  }

  private func written(_ node: Expression.ID) -> (text: String, binding: Binding) {
    let expression = program.expressions[node]
    func word(_ text: String) -> (String, Binding) { (text, .word) }
    func join(_ sign: String, _ own: Binding, _ right: Binding) -> (String, Binding) {
      let first = beside(expression.second, expression.first) ?? text(expression.first, binding: own)
      let second = beside(expression.first, expression.second) ?? text(expression.second, binding: right)
      return ("\(first) \(sign) \(second)", own)
    }
    func compare(_ sign: String) -> (String, Binding) { (join(sign, .substitute, .substitute).0, .comparison) }
    switch expression.operation {
    case .constant:
      let text = constant(expression)
      return (text, text.hasPrefix("-") ? .sign : .word)
    case .missing: return word("missing")
    case .field: return word(name(of: node) ?? "")
    case .elementField: return word(elementField(expression))
    case .previousField:
      return word("previous.\(program.schemas[Int(expression.first)].fields[Int(expression.payload)].name)")
    case .corrected: return word("corrected")
    case .behind: return word("behind")
    case .modelScore: return word("model.score")
    case .negate: return ("-\(text(expression.first, binding: .sign))", .sign)
    case .add: return join("+", .sum, .product)
    case .subtract: return join("-", .sum, .product)
    case .multiply: return join("*", .product, .sign)
    case .divide: return join("/", .product, .sign)
    case .equal: return compare("==")
    case .notEqual: return compare("!=")
    case .less: return compare("<")
    case .atMost: return compare("<=")
    case .greater: return compare(">")
    case .atLeast: return compare(">=")
    case .like: return compare("~=")
    case .and: return join("and", .conjunction, .conjunction)
    case .or: return join("or", .alternatives, .alternatives)
    case .not: return negation(expression.first)
    case .otherwise: return join("??", .substitute, .sum)
    case .isMissing: return word("missing(\(text(expression.first)))")
    case .inList: return membership(expression, "in")
    case .choose: return word("if(\(list([expression.first, expression.second, expression.third])))")
    case .call: return word(call(node, expression))
    case .native: return word("\(program.natives[Int(expression.payload)].name)(\(list(program.expressions.arguments(node))))")
    case .nativeField: return word(nativeField(expression))
    case .baseline:
      let arguments = program.expressions.arguments(node)
      let name = "baseline.\(program.baselineNames[Int(expression.payload)].name)"
      return word(arguments.isEmpty ? name : "\(name)(\(list(arguments)))")
    case .window: return word(window(program.windows[Int(expression.payload)]))
    case .fold: return fold(program.folds[Int(expression.payload)], isDenied: false)
    case .list: return word(program.schemas[Int(-2 - expression.third)].lists[Int(expression.payload)].name)
    // A feature is what it is declared as; an integer among numbers looks like itself.
    case .feature, .widen: return named(expression.first)
    case .argument: return word(text(expression.first))
    }
  }

  /// A whole number that stands beside a value that is a number needs no point to be one.
  private func beside(_ other: Expression.ID, _ node: Expression.ID) -> String? {
    let (constant, neighbour) = (program.expressions[node], program.expressions[other])
    guard constant.operation == .constant, constant.type == .number, neighbour.type == .number,
      neighbour.operation != .constant, neighbour.operation != .widen
    else { return nil }
    let value = ConstantFolding.magnitude(constant)
    return value < 0 || value >= 0x1p63 ? nil : ExpressionText.number(value)
  }

  private func named(_ node: Expression.ID) -> (text: String, binding: Binding) {
    name(of: node).map { ($0, .word) } ?? written(node)
  }

  private func negation(_ node: Expression.ID) -> (text: String, binding: Binding) {
    let inner = program.expressions[node]
    if name(of: node) == nil {
      if inner.operation == .inList { return membership(inner, "not in") }
      if inner.operation == .fold, program.folds[Int(inner.payload)].function == .exists {
        return fold(program.folds[Int(inner.payload)], isDenied: true)
      }
    }
    return ("not \(text(node, binding: .negation))", .negation)
  }

  private func membership(_ expression: Expression, _ sign: String) -> (text: String, binding: Binding) {
    let id = program.lists[Int(expression.payload)].id
    let name = id.split(separator: ".").last.map(String.init) ?? id
    return ("\(text(expression.first, binding: .substitute)) \(sign) \(name)", .comparison)
  }

  func list(_ nodes: [Expression.ID]) -> String { nodes.map { text($0) }.joined(separator: ", ") }

  private func call(_ node: Expression.ID, _ expression: Expression) -> String {
    let function = program.functions[Int(expression.payload)]
    var arguments = program.expressions.arguments(node)
    // The zone is the package's, and no author writes it here.
    if function.isOfCalendar { arguments = Array(arguments.prefix(1)) }
    return "\(function.name)(\(list(arguments)))"
  }

  private func nativeField(_ expression: Expression) -> String {
    let native = program.natives[Int(program.expressions[expression.first].payload)]
    return "\(text(expression.first, binding: .word)).\(native.fields[Int(expression.payload)].name)"
  }

  // MARK: Constants

  private func constant(_ expression: Expression) -> String {
    let payload = expression.payload
    switch expression.type {
    case .money(let currency): return Value.wholeText(Money(unchecked: payload), currency)
    case .percent: return ExpressionText.percent(ConstantFolding.magnitude(expression))
    case .number:
      // Without a point it would be read as an integer, but for beside a number.
      let text = ExpressionText.number(ConstantFolding.magnitude(expression))
      return text.contains(".") ? text : "\(text).0"
    case .duration: return ExpressionText.duration(payload)
    case .calendar: return payload.isMultiple(of: 12) ? "\(payload / 12)y" : "\(payload)mo"
    case .time:
      let instant = Instant(microseconds: payload)
      return payload % Instant.microsecondsPerDay == 0 ? "\(instant.date)" : "\(instant)"
    case .text, .key: return ExpressionText.quoted(program.expressions.texts[Int(payload)])
    case .flag: return payload == 1 ? "true" : "false"
    default: return String(payload)
    }
  }

  static func duration(_ microseconds: Int64) -> String {
    let text = durationText(microseconds)
    return text.contains("e") ? "\(number(Double(microseconds) / 1_000_000))s" : text
  }

  /// The shortest digits that mean this number, without an exponent: the language has none.
  public static func number(_ value: Double) -> String { digits(value, shift: 0) }

  /// The same with the point moved: a multiplication would add digits that nobody wrote.
  public static func percent(_ value: Double) -> String { digits(value, shift: 2) + "%" }

  private static func digits(_ value: Double, shift: Int) -> String {
    let parts = "\(value.magnitude)".split(separator: "e")
    let exponent = shift + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let decimal = parts[0].split(separator: ".")
    var whole = String(decimal[0])
    var fraction = decimal.count > 1 && decimal[1] != "0" ? String(decimal[1]) : ""
    for _ in 0..<max(0, exponent) { whole.append(fraction.isEmpty ? "0" : fraction.removeFirst()) }
    for _ in 0..<max(0, -exponent) { fraction.insert(whole.popLast() ?? "0", at: fraction.startIndex) }
    whole = String(whole.drop { $0 == "0" })
    while fraction.last == "0" { fraction.removeLast() }
    return (value < 0 ? "-" : "") + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      switch character {
      case "\"", "\\", "{", "}": result += "\\\(character)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.append(character)
      }
    }
    return result + "\""
  }
}
