public import Records

extension RecordBatch {
  /// With the fields of its elements filled that the schema takes from the baseline: `price money from baseline.price(product)`.
  public func priced(_ prices: BaselinePrices, symbols: SymbolTable) -> RecordBatch {
    var batch = self
    for (index, list) in schema.lists.enumerated() {
      // Fields of one key ask the same products: each is looked up once.
      var known: [Int: [PriceHistory]] = [:]
      for (position, field) in list.fields.enumerated() {
        guard let expression = field.baselineExpression, let source = PricedField(expression, list) else { continue }
        let histories = known[source.key] ?? lists[index].histories(of: source.key, prices, symbols)
        known[source.key] = histories
        batch.lists[index].columns[position] = source.column(self, index, histories)
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

  func column(_ batch: RecordBatch, _ list: Int, _ histories: [PriceHistory]) -> Column {
    let elements = batch.lists[list]
    let keys = elements.columns[key]
    var amounts: [Int64] = []
    var validity = Bitmap()
    amounts.reserveCapacity(keys.count)
    for record in 0..<batch.count {
      let time = batch.schema.timeField.map { batch.columns[$0].times[record] } ?? .max
      for element in elements.elements(of: record) {
        let amount = keys.validity[element] ? value(histories[element], time) : nil
        amounts.append(amount ?? 0)
        validity.append(amount != nil)
      }
    }
    return Column(values: part == .since ? .time(amounts) : .money(amounts), validity: validity)
  }

  private func value(_ history: PriceHistory, _ time: Int64) -> Int64? {
    switch part {
    case .price: history.price(at: time)?.tenThousandths
    case .cost: history.cost(at: time)?.tenThousandths
    case .usual: history.usual(at: time)?.tenThousandths
    case .since: history.since(at: time)
    }
  }
}

extension ListColumn {
  /// Of each element the prices of the product that is its key.
  fileprivate func histories(of key: Int, _ prices: BaselinePrices, _ symbols: SymbolTable) -> [PriceHistory] {
    let keys = columns[key]
    var known: [Symbol: PriceHistory] = [:]
    return (0..<keys.count).map { element in
      guard keys.validity[element] else { return PriceHistory() }
      let symbol = keys.keys[element]
      if let history = known[symbol] { return history }
      let history = prices.history(of: symbols.text(of: symbol))
      known[symbol] = history
      return history
    }
  }
}
