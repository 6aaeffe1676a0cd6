import Pricing
import Records

/// What measuring needs of a setting's orders besides what was decided, taken from the batches as they are read.
struct MatrixRecords {
  private let fields: OrderFields
  private let count: Int?
  let symbols: SymbolTable
  private(set) var orders = OrderHistory()
  /// By row: what lies between list and charge, and the number of items that the order states.
  private(set) var gaps: [Int64]
  private(set) var counts: [Int64]

  /// Nil of a schema that is none of orders.
  init?(_ schema: Schema, rows: Int, symbols: SymbolTable) {
    guard let fields = OrderFields(schema) else { return nil }
    (self.fields, self.symbols) = (fields, symbols)
    count = schema.field(named: "count").flatMap { schema.fields[$0].type == .integer ? $0 : nil }
    gaps = [Int64](repeating: .min, count: rows + 1)
    counts = [Int64](repeating: -1, count: rows + 1)
  }

  mutating func note(_ batch: RecordBatch) {
    let (list, charged) = (batch.columns[fields.list], batch.columns[fields.charged])
    for record in 0..<batch.count where list.validity[record] && charged.validity[record] {
      gaps[Int(batch.rows[record])] = list.money[record] - charged.money[record]
    }
    if let count {
      let column = batch.columns[count]
      for record in 0..<batch.count where column.validity[record] { counts[Int(batch.rows[record])] = column.integers[record] }
    }
    orders.append(batch, fields)
  }
}
