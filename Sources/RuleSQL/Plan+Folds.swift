import Records
import RuleLanguage

/// Aggregates over lists, and the fields of records and elements.
extension Plan {
  // MARK: Fields

  /// A field of the record, made when it is first read.
  mutating func field(_ index: Int) -> Operand {
    if index == schema.identityField { return operand(Plan.identity) }
    let key = [Plan.records, index]
    if let known = fieldColumns[key] { return operand(known) }
    let field = schema.fields[index]
    let text =
      layout.fields[index].isEmpty ? dialect.null(ValueType(of: field.type)) : fieldText(field, columns: layout.fields[index])
    let column = add(.base(text), in: Plan.records, name: field.name, level: 0, reads: [])
    fieldColumns[key] = column.reads.first
    return column
  }

  /// The value of the first of these columns that has one.
  func fieldText(_ field: Field, columns: [String]) -> String {
    let values = columns.map { column in
      let raw = "s.\(dialect.identifier(column))"
      return withSpellings(field, raw, dialect.value(raw, of: field.type, isJSON: false))
    }
    return withDefault(field, values)
  }

  private func withSpellings(_ field: Field, _ raw: String, _ value: String) -> String {
    if field.missingSpellings.isEmpty { return value }
    let spellings = field.missingSpellings.map { dialect.literal(text: $0) }.joined(separator: ", ")
    return "case when \(dialect.asText(raw)) not in (\(spellings)) then \(value) end"
  }

  private func withDefault(_ field: Field, _ values: [String]) -> String {
    let all = values + [defaultLiteral(field)].compactMap { $0 }
    return all.count == 1 ? all[0] : "coalesce(\(all.joined(separator: ", ")))"
  }

  /// The value that a source's default stands for, read as a source would read it.
  private func defaultLiteral(_ field: Field) -> String? {
    guard field.defaultText != nil else { return nil }
    let builder = BatchBuilder(schema: Schema(name: "", fields: [field]))
    let isFaulty = SymbolTable().withIndex { builder.appendMissing(to: 0, index: &$0) != nil }
    guard !isFaulty else { return nil }
    builder.finishRow(1)
    let column = builder.take(end: SourcePosition(source: "")).columns[0]
    switch column.values {
    case .money(let values), .integer(let values), .time(let values), .duration(let values):
      return dialect.literal(integer: values[0])
    case .number(let values): return dialect.literal(number: values[0])
    case .flag(let values): return values[0] ? "true" : "false"
    case .text(let texts): return dialect.literal(text: texts[0])
    case .key: return field.defaultText.map { dialect.literal(text: $0) }
    }
  }

  /// A field of a list's element.
  mutating func elementField(_ index: Int, list: Int, in scope: Int) -> Operand {
    let key = [scope, list, index]
    if let known = fieldColumns[key] { return operand(known) }
    let field = schema.lists[list].fields[index]
    let names: [String]
    let isJSON: Bool
    switch layout.lists[list] {
    case .absent: (names, isJSON) = ([], false)
    case .array(_, let fields): (names, isJSON) = (fields[index], true)
    case .table(_, _, _, let fields): (names, isJSON) = (fields[index], false)
    }
    let values = names.map { name in
      let raw = isJSON ? dialect.elementField(name, field.type) : "e.\(dialect.identifier(name))"
      return withSpellings(field, raw, dialect.value(raw, of: field.type, isJSON: isJSON))
    }
    let text = values.isEmpty ? dialect.null(ValueType(of: field.type)) : withDefault(field, values)
    let column = add(.base(text), in: scope, name: "\(schema.lists[list].recordName)_\(field.name)", level: 0, reads: [])
    fieldColumns[key] = column.reads.first
    return column
  }

  /// The keys of a JSON element that are read.
  func elementKeys(of list: Int, in scope: Int) -> [(key: String, type: FieldType)] {
    guard case .array(_, let fields) = layout.lists[list] else { return [] }
    return schema.lists[list].fields.indices.filter { fieldColumns[[scope, list, $0]] != nil }.flatMap { index in
      fields[index].map { ($0, schema.lists[list].fields[index].type) }
    }
  }

  // MARK: Folds

  mutating func fold(_ id: Expression.ID, in scope: Int) throws(Problem) -> Operand {
    let fold = program.folds[Int(pool[id].payload)]
    let measure = Measure(fold.function)
    if measure.needsWideWholes, !dialect.hasWideWholes {
      throw Problem(
        "`\(fold.function.rawValue)` needs whole numbers of 256 bits, and \(dialect.title) has 128 at most",
        "run this rule on PostgreSQL, or compare with an average")
    }
    let name = name(of: id)
    let below = self.scope(of: fold.list, in: scope)
    var conditions: [Operand] = []
    if fold.filter >= 0 { conditions.append(try simple(fold.filter, in: below)) }
    if fold.function == .atGreatest || fold.function == .atSmallest {
      return try extreme(fold, name, conditions, below, scope)
    }
    var summand = try summand(fold.argument, in: below, isOfSums: measure.isOfSums, conditions: conditions)
    summand.value = summand.value.map { brought($0, to: below) }
    summand.whole = summand.whole.map { brought($0, to: below) }
    summand.conditions = summand.conditions.map { brought($0, to: below) }
    var wanted = fold.function == .count && fold.argument >= 0 ? [.values] : measure.parts
    if summand.mayBeUnbounded { wanted.append(.unbounded) }
    var parts: [Measure.Part: Operand] = [:]
    for part in wanted {
      let grouped = grouped(
        aggregate(part, summand), part.isSum && !part.isExact ? "0" : nil, below, scope, as: "\(name)_\(part.rawValue)")
      parts[part] =
        part.isExact
        ? kept(combined(part, [grouped]), in: scope, as: "\(name)_\(part.rawValue)_exact") : grouped
    }
    let result = formula(measure, parts, summand)
    guard let unbounded = parts[.unbounded] else { return result }
    return .closed("case when \(unbounded.text) = 0 then \(result.text) end", unbounded, result)
  }

  /// The argument at the element whose key is greatest or smallest, the first of these.
  private mutating func extreme(
    _ fold: Fold, _ name: String, _ conditions: [Operand], _ below: Int, _ scope: Int
  ) throws(Problem) -> Operand {
    if case .table = layout.lists[fold.list] {
      throw Problem(
        "the rows of `\(schema.lists[fold.list].name)` have no order, and of equal ones the first counts",
        "give the list as a JSON array")
    }
    let value = brought(try simple(fold.argument, in: below), to: below)
    let key = brought(try simple(fold.key, in: below), to: below)
    let conditions = conditions.map { brought($0, to: below) }
    let position = operand(scopes[below].keys.last ?? Plan.sequence)
    let all = conditions.map(\.text) + ["\(key.text) is not null"]
    let text = dialect.value(
      value.text, atGreatest: fold.function == .atGreatest, key: dialect.ordered(key.text, pool[fold.key].type),
      order: position.text, where: all)
    return grouped(.made(text, conditions + [value, key, position], .closed), nil, below, scope, as: name)
  }

  /// An aggregate over a record's elements as a column of the record.
  private mutating func grouped(_ aggregate: Operand, _ empty: String?, _ below: Int, _ scope: Int, as name: String) -> Operand {
    add(
      .grouped(aggregate.text, below: below, empty: empty), in: scope, name: name, level: level(aggregate.reads) + 1,
      reads: aggregate.reads.union(scopes[below].keys))
  }
}

extension ValueType {
  /// The type of a field's values.
  init(of type: FieldType) {
    switch type {
    case .identity, .key: self = .key
    case .text: self = .text
    case .money(let currency): self = .money(currency)
    case .percent: self = .percent
    case .number: self = .number
    case .integer: self = .integer
    case .duration: self = .duration
    case .time: self = .time
    case .flag: self = .flag
    }
  }
}
