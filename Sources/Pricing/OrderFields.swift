public import Records

/// Which fields of a schema play the parts that pricing needs.
public struct OrderFields: Hashable, Sendable {
  public let list: Int
  public let cost: Int?
  public let charged: Int
  public let time: Int?
  public let rep: Int?
  public let customer: Int?
  public let lines: Int
  public let product: Int
  public let quantity: Int

  /// Nil where the schema is none of orders with a total and lines without prices of their own.
  public init?(_ schema: Schema) {
    func money(_ name: String) -> Int? {
      schema.field(named: name).flatMap { if case .money = schema.fields[$0].type { $0 } else { nil } }
    }
    guard let list = money("list"), let charged = money("charged"), let lines = schema.list(named: "lines"),
      let product = schema.lists[lines].field(named: "product"), let quantity = schema.lists[lines].field(named: "quantity"),
      schema.lists[lines].fields[product].type == .key, schema.lists[lines].fields[quantity].type == .integer
    else { return nil }
    (self.list, self.charged, self.lines, self.product, self.quantity) = (list, charged, lines, product, quantity)
    cost = money("cost")
    time = schema.timeField
    func key(_ name: String) -> Int? { schema.field(named: name).flatMap { schema.fields[$0].type == .key ? $0 : nil } }
    (rep, customer) = (key("rep"), key("customer"))
  }
}
