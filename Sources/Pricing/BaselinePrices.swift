public import Records
public import RuleLanguage

/// What rules ask of a baseline: prices, costs, and how deep a rep's discounts usually are.
public struct BaselinePrices: BaselineValues {
  private struct Price {
    var from: Int64
    var price: Money?
    var cost: Money?
  }

  /// Per product, earliest first.
  private var prices: [String: [Price]] = [:]
  private var rates: [String: Double] = [:]
  public private(set) var ladder = Ladder.none
  public private(set) var discounts = DiscountModel(ladder: .none)
  private var padding: [String: Double] = [:]

  public init(_ baseline: Baseline) {
    self.init(baseline.book, baseline.ladder)
    discounts = baseline.discounts
    for rep in baseline.reps { padding[rep.rep] = rep.padding }
    for rep in baseline.reps where rep.list.tenThousandths > 0 {
      rates[rep.rep] = Double(rep.list.tenThousandths - rep.charged.tenThousandths) / Double(rep.list.tenThousandths)
    }
  }

  public init(_ book: PriceBook, _ ladder: Ladder) {
    self.ladder = ladder
    discounts = DiscountModel(ladder: ladder)
    for entry in book.entries {
      prices[entry.product, default: []].append(Price(from: entry.from ?? .min, price: entry.price, cost: entry.cost))
    }
  }

  /// What an example of a rule says that the baseline holds.
  public init(given values: [RuleTest.BaselineValue], in program: Program) {
    var steps: [Ladder.Step] = []
    for value in values {
      let name = program.baselineNames[value.name].name
      let key = value.arguments.first.flatMap { BaselinePrices.text($0, program) } ?? ""
      switch (name, value.value) {
      case ("price", .constant(let id)): set(key) { $0.price = Money(unchecked: program.expressions[id].payload) }
      case ("cost", .constant(let id)): set(key) { $0.cost = Money(unchecked: program.expressions[id].payload) }
      case ("rate", .constant(let id)): rates[key] = BaselinePrices.number(id, program)
      case ("padding", .constant(let id)): padding[key] = BaselinePrices.number(id, program)
      case ("ladder", .several(let several)):
        for case .constant(let id) in several {
          steps.append(.init(millionths: Int64((BaselinePrices.number(id, program) * 1e6).rounded()), support: 1))
        }
      default: break
      }
    }
    ladder = Ladder(mode: .unit, steps: steps, discounted: 0, explained: 0, undecided: 0)
    discounts = DiscountModel(ladder: ladder)
  }

  private static func text(_ id: Expression.ID, _ program: Program) -> String? {
    let node = program.expressions[id]
    return node.type == .key || node.type == .text ? program.expressions.texts[Int(node.payload)] : nil
  }

  private static func number(_ id: Expression.ID, _ program: Program) -> Double {
    Double(bitPattern: UInt64(bitPattern: program.expressions[id].payload))
  }

  private mutating func set(_ product: String, _ change: (inout Price) -> Void) {
    var price = prices[product]?.first ?? Price(from: .min, price: nil, cost: nil)
    change(&price)
    prices[product] = [price]
  }

  /// In force at a time; the latest where no time is given.
  public func price(of product: String, at time: Int64 = .max) -> Money? { prices[product]?.last { $0.from <= time }?.price }

  public func cost(of product: String, at time: Int64 = .max) -> Money? { prices[product]?.last { $0.from <= time }?.cost }

  /// How often a rep pads; of one whom nobody knows yet what is known of all.
  func paddingRate(of rep: String) -> Double { padding[rep] ?? discounts.padded }

  public func value(of name: String, _ arguments: [Value]) -> Value {
    guard case .text(let key)? = arguments.first else { return .missing(.absent) }
    switch name {
    case "price": return price(of: key).map { .money($0.tenThousandths) } ?? .missing(.absent)
    case "cost": return cost(of: key).map { .money($0.tenThousandths) } ?? .missing(.absent)
    case "rate": return rates[key].map { .number($0) } ?? .missing(.absent)
    case "padding": return padding[key].map { .number($0) } ?? .missing(.absent)
    default: return .missing(.absent)
    }
  }
}

extension RecordBatch {
  /// With the fields of its elements filled that the schema takes from the baseline: `price money from baseline.price(product)`.
  public func priced(_ prices: BaselinePrices, symbols: SymbolTable) -> RecordBatch {
    var batch = self
    for (index, list) in schema.lists.enumerated() {
      for (position, field) in list.fields.enumerated() {
        guard let expression = field.baselineExpression, let source = PricedField(expression, list) else { continue }
        batch.lists[index].columns[position] = source.column(self, index, prices, symbols)
      }
    }
    guard let fields = OrderFields(schema) else { return batch }
    func unit(_ isCost: Bool) -> Int? {
      schema.lists[fields.lines].fields.firstIndex { field in
        field.baselineExpression.flatMap { PricedField($0, schema.lists[fields.lines]) }?.isCost == isCost
      }
    }
    return batch.settled(fields, price: unit(false), cost: unit(true))
  }
}

/// `baseline.price(product)`, as a schema writes it.
private struct PricedField {
  let isCost: Bool
  let key: Int

  init?(_ expression: String, _ list: ListField) {
    let parts = expression.split { "().".contains($0) || $0.isWhitespace }
    guard parts.count == 3, parts[0] == "baseline", parts[1] == "price" || parts[1] == "cost",
      let key = list.field(named: String(parts[2])), list.fields[key].type == .key
    else { return nil }
    (isCost, self.key) = (parts[1] == "cost", key)
  }

  func column(_ batch: RecordBatch, _ list: Int, _ prices: BaselinePrices, _ symbols: SymbolTable) -> Column {
    let elements = batch.lists[list]
    let keys = elements.columns[key]
    var names: [Symbol: String] = [:]
    var amounts: [Int64] = []
    var validity = Bitmap()
    amounts.reserveCapacity(keys.count)
    for record in 0..<batch.count {
      let time = batch.schema.timeField.map { batch.columns[$0].times[record] } ?? .max
      for element in elements.elements(of: record) {
        var amount: Money?
        if keys.validity[element] {
          let symbol = keys.keys[element]
          let name = names[symbol] ?? symbols.text(of: symbol)
          names[symbol] = name
          amount = isCost ? prices.cost(of: name, at: time) : prices.price(of: name, at: time)
        }
        amounts.append(amount?.tenThousandths ?? 0)
        validity.append(amount != nil)
      }
    }
    return Column(values: .money(amounts), validity: validity)
  }
}
