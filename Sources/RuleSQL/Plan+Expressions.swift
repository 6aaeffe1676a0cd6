import Records
import RuleLanguage

/// From expressions of the program to SQL.
extension Plan {
  /// What an expression comes to, within a scope's rows; kept as a column where it is wanted more than once.
  mutating func value(_ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    let place = Place(scope: home(of: id, in: scope, depth: depth(id)), expression: id)
    if let known = known[place] { return try known.get() }
    do throws(Problem) {
      var operand = try expression(id, in: place.scope)
      if !operand.isSimple, isWorthKeeping(id, operand) {
        operand = kept(operand, in: place.scope, as: name(of: id))
      }
      known[place] = .success(operand)
      return operand
    } catch {
      known[place] = .failure(error)
      throw error
    }
  }

  /// The same as a column or constant, which may stand several times.
  mutating func simple(_ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    let operand = try value(id, in: scope)
    if operand.isSimple { return operand }
    let place = Place(scope: home(of: id, in: scope, depth: depth(id)), expression: id)
    let column = kept(operand, in: place.scope, as: name(of: id))
    known[place] = .success(column)
    return column
  }

  /// What an author named is a column of that name; what is long or read often is one too.
  private func isWorthKeeping(_ id: Expression.ID, _ operand: Operand) -> Bool {
    labels[id] != nil || uses[id, default: 0] > 1 || operand.text.utf8.count > 160
  }

  func name(of id: Expression.ID) -> String { labels[id] ?? "value_\(id)" }

  // MARK: Operations

  private mutating func expression(_ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    let node = pool[id]
    switch node.operation {
    case .constant: return .literal(constant(node))
    case .missing: return .literal(dialect.null(node.type))
    case .field:
      try refuseLearned(schema.fields[Int(node.payload)])
      return field(Int(node.payload))
    case .elementField:
      try refuseLearned(schema.lists[Int(node.first)].fields[Int(node.payload)])
      return elementField(Int(node.payload), list: Int(node.first), in: scope)
    case .feature: return try value(node.first, in: scope)
    case .widen:
      let operand = try value(node.first, in: scope)
      return .closed(dialect.double(operand.inside), operand)
    case .negate: return try negated(node, in: scope)
    case .add, .subtract, .multiply, .divide: return try arithmetic(node, in: scope)
    case .equal, .notEqual, .less, .atMost, .greater, .atLeast: return try comparison(node, in: scope)
    case .and, .or: return try joined(id, node.operation, in: scope)
    case .not:
      let operand = try value(node.first, in: scope)
      return .open("not \(operand.inside)", operand)
    case .otherwise:
      let (first, second) = (try value(node.first, in: scope), try value(node.second, in: scope))
      return .closed("coalesce(\(first.text), \(second.text))", first, second)
    case .isMissing:
      let operand = try value(node.first, in: scope)
      return .open("\(operand.inside) is null", operand)
    case .inList: return try membership(node, in: scope)
    case .choose:
      let condition = try simple(node.first, in: scope)
      let (first, second) = (try value(node.second, in: scope), try value(node.third, in: scope))
      return .closed(
        "case when \(condition.text) then \(first.text) when not \(condition.text) then \(second.text) end", condition, first,
        second)
    case .call: return try call(id, in: scope)
    case .window: return try window(id)
    case .fold: return try fold(id, in: scope)
    case .like:
      throw Problem(
        "capital and small letters differ between databases", "bring the column into one case before, and compare with ==")
    case .argument, .list: throw Problem("a list as a whole goes to a native function", Plan.engineAdvice)
    case .behind: return behind()
    case .previousField, .corrected:
      throw Problem(
        "versions of a record are told apart as they come, and the query fails where an id comes twice", Plan.engineAdvice)
    case .modelScore:
      throw Problem("the model does not run in a database", "decide it where the model runs, or test the rule without it")
    case .native, .nativeField:
      throw Problem("a native function computes it, which no database has", Plan.engineAdvice)
    case .baseline:
      throw Problem(
        "the baseline is not in the database", "give the value as a column of the table, and as a field of the schema")
    }
  }

  static let engineAdvice = "let the engine decide it"

  /// A column of that name would hold other prices than the engine's, and without one every rule about prices would fall silent.
  private func refuseLearned(_ field: Field) throws(Problem) {
    guard field.baselineExpression != nil else { return }
    throw Problem(
      "the schema takes `\(field.name)` from the baseline, which is not in the database",
      "give it as a column of the table, and name a schema that reads it there")
  }

  // MARK: Constants

  private func constant(_ node: Expression) -> String {
    switch node.type {
    case .number, .percent: dialect.literal(number: Double(bitPattern: UInt64(bitPattern: node.payload)))
    case .text, .key: dialect.typedLiteral(text: pool.texts[Int(node.payload)])
    case .flag: node.payload == 1 ? "true" : "false"
    default: dialect.literal(integer: node.payload)
    }
  }

  /// Beside a column a whole number or a text needs no type.
  private func compared(_ id: Expression.ID, _ operand: Operand) -> String {
    let node = pool[id]
    guard node.operation == .constant else { return operand.inside }
    switch node.type {
    case .number, .percent, .flag: return operand.inside
    case .text, .key: return dialect.literal(text: pool.texts[Int(node.payload)])
    default: return node.payload > Int64.min ? "\(node.payload)" : operand.inside
    }
  }

  // MARK: Logic

  private mutating func comparison(_ node: Expression, in scope: Int) throws(Problem) -> Operand {
    let (first, second) = (try value(node.first, in: scope), try value(node.second, in: scope))
    let sign =
      switch node.operation {
      case .equal: "="
      case .notEqual: "<>"
      case .less: "<"
      case .atMost: "<="
      case .greater: ">"
      default: ">="
      }
    let type = pool[node.first].type
    if type == .text, node.operation != .equal, node.operation != .notEqual {
      return .open("\(dialect.ordered(first.inside, type)) \(sign) \(dialect.ordered(second.inside, type))", first, second)
    }
    return .open("\(first.inside) \(sign) \(compared(node.second, second))", first, second)
  }

  /// `a and b and c` without parentheses inside.
  private mutating func joined(_ id: Expression.ID, _ operation: Operation, in scope: Int) throws(Problem) -> Operand {
    let node = pool[id]
    var parts: [Operand] = []
    for part in [node.first, node.second] {
      let operand = try value(part, in: scope)
      // An operand that was not kept still has the shape of its operation.
      let isSame = pool[part].operation == operation && operand.form == .open
      parts.append(isSame ? Operand(text: operand.text, reads: operand.reads, form: .closed) : operand)
    }
    return .made(parts.map(\.inside).joined(separator: operation == .and ? " and " : " or "), parts, .open)
  }

  private mutating func membership(_ node: Expression, in scope: Int) throws(Problem) -> Operand {
    let list = program.lists[Int(node.payload)]
    guard !list.members.isEmpty else {
      let operand = try simple(node.first, in: scope)
      return .closed("case when \(operand.text) is not null then false end", operand)
    }
    let operand = try value(node.first, in: scope)
    let members = list.members.map { member in
      switch list.type {
      case .text, .key: dialect.literal(text: member)
      case .number, .percent: dialect.literal(number: Double(bitPattern: UInt64(bitPattern: Int64(member) ?? 0)))
      case .flag: member == "1" ? "true" : "false"
      default: dialect.literal(integer: Int64(member) ?? 0)
      }
    }
    return .open("\(operand.inside) in (\(members.joined(separator: ", ")))", operand)
  }
}
