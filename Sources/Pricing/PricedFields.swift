public import Records

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
    func unit(_ part: PricedField.Part) -> Int? {
      schema.lists[fields.lines].fields.firstIndex { field in
        field.baselineExpression.flatMap { PricedField($0, schema.lists[fields.lines]) }?.part == part
      }
    }
    return batch.settled(fields, price: unit(.price), cost: unit(.cost))
  }
}

/// `baseline.price(product)`, as a schema writes it.
private struct PricedField {
  enum Part: String {
    case price, cost, usual, since
  }

  let part: Part
  let key: Int

  init?(_ expression: String, _ list: ListField) {
    let parts = expression.split { "().".contains($0) || $0.isWhitespace }
    guard parts.count == 3, parts[0] == "baseline", let part = Part(rawValue: String(parts[1])),
      let key = list.field(named: String(parts[2])), list.fields[key].type == .key
    else { return nil }
    (self.part, self.key) = (part, key)
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
        var amount: Int64?
        if keys.validity[element] {
          let symbol = keys.keys[element]
          let name = names[symbol] ?? symbols.text(of: symbol)
          names[symbol] = name
          amount = value(name, time, prices)
        }
        amounts.append(amount ?? 0)
        validity.append(amount != nil)
      }
    }
    return Column(values: part == .since ? .time(amounts) : .money(amounts), validity: validity)
  }

  private func value(_ product: String, _ time: Int64, _ prices: BaselinePrices) -> Int64? {
    switch part {
    case .price: prices.price(of: product, at: time)?.tenThousandths
    case .cost: prices.cost(of: product, at: time)?.tenThousandths
    case .usual: prices.usual(of: product, at: time)?.tenThousandths
    case .since: prices.since(of: product, at: time)
    }
  }
}
