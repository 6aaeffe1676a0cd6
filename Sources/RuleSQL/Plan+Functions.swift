import RuleLanguage

/// The language's functions of values.
extension Plan {
  mutating func call(_ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    let node = pool[id]
    let function = program.functions[Int(node.payload)]
    let arguments = pool.arguments(id)
    if function.isOfCalendar, arguments.count == 2 {
      return try calendar(function.name, arguments[0], zone: pool.texts[Int(pool[arguments[1]].payload)], in: scope)
    }
    switch function.name {
    case "abs": return try absolute(arguments[0], in: scope)
    case "least", "greatest": return try extreme(function.name, arguments, in: scope)
    case "round": return try rounded(node, arguments, in: scope)
    case "floor", "ceiling": return try floored(function.name == "floor" ? "floor" : "ceil", arguments[0], in: scope)
    case "remainder":
      let (first, second) = (try simple(arguments[0], in: scope), try simple(arguments[1], in: scope))
      // The smallest integer has no negative, so databases differ on its remainder by -1.
      let remainder = dialect.remainder(first.text, second.text)
      return .closed(
        "case when \(second.text) = 0 then \(dialect.null(.integer)) when \(second.text) = -1 then \(first.text) - \(first.text)"
          + " else \(remainder) end", first, second)
    case "sqrt":
      let number = try double(arguments[0], in: scope)
      return .closed("case when \(number.text) >= 0 then sqrt(\(number.text)) end", number)
    case "log", "exp", "power":
      throw Problem(
        "`\(function.name)` is inexact: another machine computes other last digits",
        "compare without it, such as x > 100 for log(x) > …")
    case "number", "percent": return try number(arguments[0], in: scope)
    case "money":
      let number = try double(arguments[0], in: scope)
      let isGuarded = magnitude(arguments[0]).high + 14 > 1023
      let scaled = dialect.multiplied(number.text, dialect.literal(number: 10_000), overflow: isGuarded, underflow: false)
      let product = kept(.closed(scaled, number), in: scope, as: "unrounded")
      return .closed(dialect.rounded(product.text, isMoney: true), product)
    case "seconds", "hours", "days":
      let number = try double(arguments[0], in: scope)
      let unit = function.name == "seconds" ? 1e6 : function.name == "hours" ? 3.6e9 : 8.64e10
      return .open("\(number.text) / \(dialect.literal(number: unit))", number)
    case "text":
      let operand = try value(arguments[0], in: scope)
      return pool[arguments[0]].type == .integer ? .closed(dialect.text(of: operand.inside), operand) : operand
    default: return try textFunction(function.name, arguments, in: scope)
    }
  }

  // MARK: Numbers

  private mutating func absolute(_ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    let operand = try simple(id, in: scope)
    switch pool[id].type {
    case .integer, .duration:
      return .closed("case when \(operand.text) > \(dialect.literal(integer: .min)) then abs(\(operand.text)) end", operand)
    default: return .closed("abs(\(operand.text))", operand)
    }
  }

  /// Databases pass over what is missing; here one missing value makes the result missing.
  private mutating func extreme(_ name: String, _ arguments: [Expression.ID], in scope: Int) throws(Problem) -> Operand {
    var values: [Operand] = []
    for argument in arguments { values.append(try simple(argument, in: scope)) }
    let type = pool[arguments[0]].type
    let there = values.map { "\($0.text) is not null" }.joined(separator: " and ")
    let compared = values.map { dialect.ordered($0.text, type) }.joined(separator: ", ")
    return .made("case when \(there) then \(name)(\(compared)) end", values, .closed)
  }

  private mutating func rounded(_ node: Expression, _ arguments: [Expression.ID], in scope: Int) throws(Problem) -> Operand {
    let places = arguments.count > 1 ? Int(pool[arguments[1]].payload) : 0
    let operand = try simple(arguments[0], in: scope)
    if isMoney(node.type) {
      guard places < 4 else { return operand }
      let step = (places..<4).reduce(1) { product, _ in product * 10 }
      let (quotient, rest) = (dialect.quotient(operand.text, "\(step)"), dialect.remainder(operand.text, "\(step)"))
      let odd = dialect.remainder(quotient, "2")
      let value = kept(
        .closed(
          "(\(operand.text) - \(rest) + case when 2 * abs(\(rest)) > \(step) or 2 * abs(\(rest)) = \(step) and \(odd) <> 0"
            + " then case when \(operand.text) < 0 then -\(step) else \(step) end else 0 end)", operand), in: scope, as: "rounded"
      )
      return .closed("case when abs(\(value.text)) <= \(dialect.moneyLimits.high) then \(value.text) end", value)
    }
    let factor = (0..<(node.type == .percent ? places + 2 : places)).reduce(1.0) { product, _ in product * 10 }
    let (limit, scale) = (dialect.literal(number: 9_007_199_254_740_992), dialect.literal(number: factor))
    let product = "\(operand.text) * \(scale)"
    return .closed(
      "case when abs(\(operand.text)) >= \(limit) then \(operand.text) when abs(\(product)) >= \(limit) then \(operand.text)"
        + " else \(dialect.rounded(product)) / \(scale) end", operand)
  }

  private mutating func floored(_ name: String, _ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    let operand = try simple(id, in: scope)
    if pool[id].type == .integer { return operand }
    let limit = dialect.literal(number: 9_223_372_036_854_775_808)
    let value = "\(name)(\(operand.text))"
    return .closed(
      "case when \(operand.text) >= -\(limit) and \(operand.text) < \(limit) then \(dialect.whole(value)) end", operand)
  }

  private mutating func number(_ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    if pool[id].type == .number || pool[id].type == .percent { return try value(id, in: scope) }
    let number = try double(id, in: scope)
    return isMoney(pool[id].type)
      ? .open("\(number.text) / \(dialect.literal(number: 10_000))", number) : .closed(number.text, number)
  }

  // MARK: Texts

  private mutating func textFunction(_ name: String, _ arguments: [Expression.ID], in scope: Int) throws(Problem) -> Operand {
    switch name {
    case "contains", "starts_with", "ends_with":
      let (text, part) = (try simple(arguments[0], in: scope), try simple(arguments[1], in: scope))
      let sql =
        switch name {
        case "contains": dialect.contains(text.text, part.text)
        case "starts_with": dialect.startsWith(text.text, part.text)
        default: dialect.endsWith(text.text, part.text)
        }
      return .closed(sql, text, part)
    case "matches":
      let text = try value(arguments[0], in: scope)
      let pattern = pool[arguments[1]]
      guard pattern.operation == .constant else {
        throw Problem("a pattern that is computed may hold `?`, and a database has other characters", "write the pattern out")
      }
      let written = pool.texts[Int(pattern.payload)]
      if written.contains("?") {
        throw Problem(
          "`?` is one character as people count them, and a database counts code points", "use `*`, or compare whole texts")
      }
      return .closed(dialect.like(text.inside, pattern: written), text)
    case "trim":
      let text = try value(arguments[0], in: scope)
      return .closed(dialect.trimmed(text.text), text)
    case "concat": return try concatenation(arguments, in: scope)
    case "replace":
      var values: [Operand] = []
      for argument in arguments { values.append(try simple(argument, in: scope)) }
      guard let sql = dialect.composed(dialect.replaced(values[0].text, values[1].text, values[2].text)) else {
        throw Problem("\(dialect.title) cannot bring a text into NFC, which replacing may break", Plan.engineAdvice)
      }
      return .made(sql, values, .closed)
    case "lower", "upper":
      throw Problem(
        "capital and small letters differ between databases", "bring the column into one case before, and compare that")
    default:
      throw Problem(
        "`\(name)` counts characters as people do, and a database counts code points", "give what it makes as a column of its own"
      )
    }
  }

  /// Texts in NFC make another when they are joined, unless what comes behind cannot melt into what is before.
  private mutating func concatenation(_ arguments: [Expression.ID], in scope: Int) throws(Problem) -> Operand {
    var values: [Operand] = []
    for argument in arguments { values.append(try value(argument, in: scope)) }
    let sql = dialect.joined(values.map(\.inside))
    if arguments.dropFirst().allSatisfy(beginsApart) { return .made(sql, values, .closed) }
    guard let composed = dialect.composed(sql) else {
      throw Problem("\(dialect.title) cannot bring a text into NFC, which joining may break", Plan.engineAdvice)
    }
    return .made(composed, values, .closed)
  }

  private func beginsApart(_ id: Expression.ID) -> Bool {
    let node = pool[id]
    if node.operation == .constant { return pool.texts[Int(node.payload)].unicodeScalars.first.map(\.isASCII) ?? false }
    guard node.operation == .call, program.functions[Int(node.payload)].name == "text" else { return false }
    return pool.arguments(id).first.map { pool[$0].type == .integer } ?? false
  }
}
