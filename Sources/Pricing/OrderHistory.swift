public import Records

/// What pricing needs of a history, in flat columns: totals, and lines as products and quantities.
public struct OrderHistory: Sendable {
  /// Beyond this a count is no order of goods, and sums of amounts might leave their bounds.
  static let quantityMax: Int64 = 1_000_000

  public private(set) var rows: [Int64] = []
  public private(set) var times: [Int64] = []
  public private(set) var reps: [Symbol?] = []
  public private(set) var customers: [Symbol?] = []
  public private(set) var lists = AmountColumn()
  public private(set) var costs = AmountColumn()
  public private(set) var charges = AmountColumn()
  /// Order `o` has the lines `offsets[o]..<offsets[o + 1]`.
  public private(set) var offsets: [Int] = [0]
  /// Dense numbers of products; `products` names them.
  public private(set) var lineProducts: [Int32] = []
  public private(set) var lineQuantities: [Int64] = []
  public private(set) var products: [Symbol] = []
  /// Orders that cannot serve: without a total, without lines, or with a count beyond all measure.
  public private(set) var passedOver = 0
  private var numbers: [Symbol: Int32] = [:]

  public init() {}

  /// As it was kept.
  init(
    rows: [Int64], times: [Int64], reps: [Symbol?], customers: [Symbol?], lists: AmountColumn, costs: AmountColumn,
    charges: AmountColumn, offsets: [Int], lineProducts: [Int32], lineQuantities: [Int64], products: [Symbol], passedOver: Int
  ) {
    (self.rows, self.times, self.reps, self.customers) = (rows, times, reps, customers)
    (self.lists, self.costs, self.charges, self.offsets) = (lists, costs, charges, offsets)
    (self.lineProducts, self.lineQuantities, self.products) = (lineProducts, lineQuantities, products)
    self.passedOver = passedOver
    for (number, product) in products.enumerated() { numbers[product] = Int32(number) }
  }

  public var count: Int { rows.count }

  public func lines(of order: Int) -> Range<Int> { offsets[order]..<offsets[order + 1] }

  public mutating func append(_ batch: RecordBatch, _ fields: OrderFields) {
    let lists = batch.lists[fields.lines]
    for record in 0..<batch.count {
      let elements = lists.elements(of: record)
      guard batch.columns[fields.list].validity[record], batch.columns[fields.charged].validity[record], !elements.isEmpty,
        appendLines(lists, elements, fields)
      else {
        passedOver += 1
        continue
      }
      rows.append(batch.rows[record])
      times.append(fields.time.map { batch.columns[$0].times[record] } ?? batch.rows[record])
      reps.append(OrderHistory.key(batch, fields.rep, record))
      customers.append(OrderHistory.key(batch, fields.customer, record))
      self.lists.append(batch.columns[fields.list], record)
      charges.append(batch.columns[fields.charged], record)
      if let cost = fields.cost { costs.append(batch.columns[cost], record) } else { costs.appendMissing() }
      offsets.append(lineProducts.count)
    }
  }

  private static func key(_ batch: RecordBatch, _ field: Int?, _ record: Int) -> Symbol? {
    field.flatMap { batch.columns[$0].validity[record] ? batch.columns[$0].keys[record] : nil }
  }

  private mutating func appendLines(_ lists: ListColumn, _ elements: Range<Int>, _ fields: OrderFields) -> Bool {
    let (products, quantities) = (lists.columns[fields.product], lists.columns[fields.quantity])
    for element in elements {
      guard products.validity[element], quantities.validity[element],
        (1...OrderHistory.quantityMax).contains(quantities.integers[element])
      else {
        lineProducts.removeLast(lineProducts.count - (offsets.last ?? 0))
        lineQuantities.removeLast(lineQuantities.count - (offsets.last ?? 0))
        return false
      }
      lineProducts.append(number(of: products.keys[element]))
      lineQuantities.append(quantities.integers[element])
    }
    return true
  }

  private mutating func number(of product: Symbol) -> Int32 {
    if let known = numbers[product] { return known }
    let number = Int32(products.count)
    numbers[product] = number
    products.append(product)
    return number
  }
}

/// Amounts that are exact, or rounded from a sum of floats whose number is kept.
public struct AmountColumn: Sendable {
  public private(set) var amounts: [Int64] = []
  /// The numbers as they stood in the source; for exact amounts the nearest.
  public private(set) var raws: [Double] = []
  /// How far the truth may lie from the amount, in ten-thousandths; negative where there is no amount.
  public private(set) var errors: [Double] = []

  init() {}

  /// As they were kept.
  init(amounts: [Int64], raws: [Double], errors: [Double]) { (self.amounts, self.raws, self.errors) = (amounts, raws, errors) }

  mutating func append(_ column: Column, _ record: Int) {
    guard column.validity[record] else { return appendMissing() }
    let amount = column.money[record]
    let raw = column.rawNumbers?[record]
    amounts.append(amount)
    raws.append(raw ?? Double(amount) / 10_000)
    errors.append(raw.map { $0 * 10_000 == Double(amount) ? 0 : FloatSum.errorMax(of: $0) } ?? 0)
  }

  mutating func appendMissing() {
    amounts.append(0)
    raws.append(0)
    errors.append(-1)
  }

  public func isMissing(_ order: Int) -> Bool { errors[order] < 0 }
}
