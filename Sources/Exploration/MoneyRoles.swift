import Records

/// Which fields say what a record lists for, was charged and cost.
///
/// Where the record has no total of its own, its lines make it, if they carry prices.
struct MoneyRoles {
  let currency: Currency
  private let charged: Int
  private let list: Int?
  private let cost: Int?
  private let lines: Lines?

  private struct Lines {
    var list: Int
    var quantity: Int
    var price: Int
    var cost: Int?
  }

  /// Nil where nothing is charged.
  init?(_ schema: Schema) {
    func money(_ name: String, in fields: [Field]) -> Int? {
      fields.firstIndex { field in
        if case .money = field.type { field.name == name && field.baselineExpression == nil } else { false }
      }
    }
    guard let charged = money("charged", in: schema.fields) ?? money("amount", in: schema.fields),
      case .money(let currency) = schema.fields[charged].type
    else { return nil }
    (self.charged, self.currency) = (charged, currency)
    list = money("list", in: schema.fields)
    cost = money("cost", in: schema.fields)
    lines =
      schema.lists.indices.compactMap { index -> Lines? in
        let fields = schema.lists[index].fields
        guard let price = money("price", in: fields),
          let quantity = fields.firstIndex(where: { $0.name == "quantity" && $0.type == .integer })
        else { return nil }
        return Lines(list: index, quantity: quantity, price: price, cost: money("cost", in: fields))
      }.first
  }

  /// In ten-thousandths; nil where the record has no charge, or no list though it has a field for one.
  func amounts(_ batch: RecordBatch, _ record: Int) -> (list: Int64, charged: Int64, cost: Int64)? {
    guard let charged = value(batch.columns[charged], record) else { return nil }
    let cost = self.cost.flatMap { value(batch.columns[$0], record) } ?? lines.flatMap { sum(batch, record, $0, $0.cost) } ?? 0
    if let list { return value(batch.columns[list], record).map { ($0, charged, cost) } }
    return (lines.flatMap { sum(batch, record, $0, $0.price) } ?? charged, charged, cost)
  }

  private func value(_ column: Column, _ record: Int) -> Int64? { column.validity[record] ? column.money[record] : nil }

  /// The lines' amounts times their quantities; nil where one is missing or the sum leaves money's bounds.
  private func sum(_ batch: RecordBatch, _ record: Int, _ lines: Lines, _ field: Int?) -> Int64? {
    guard let field else { return nil }
    let list = batch.lists[lines.list]
    let elements = list.elements(of: record)
    guard !elements.isEmpty else { return nil }
    var sum = Money.zero
    for element in elements {
      guard let amount = value(list.columns[field], element), list.columns[lines.quantity].validity[element],
        let part = Money(unchecked: amount).multiplied(by: list.columns[lines.quantity].integers[element]),
        let next = sum.adding(part)
      else { return nil }
      sum = next
    }
    return sum.tenThousandths
  }
}
