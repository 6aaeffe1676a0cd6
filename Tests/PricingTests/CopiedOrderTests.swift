import Records
import TestSupport
import Testing

@testable import Pricing

@Suite struct CopiedOrderTests {
  private static let day: Int64 = 86_400_000_000

  /// One order a tuple: day, customer, rep, list, charged, pieces of one product.
  private static func copies(
    _ orders: [(day: Int64, customer: String?, rep: String, list: String, charged: String, pieces: Int64)]
  )
    -> [Bool]
  {
    let schema = Schema(
      name: "orders",
      fields: [Field(name: "at", type: .time), Field(name: "customer", type: .key), Field(name: "rep", type: .key)]
        + ["list", "cost", "charged"].map { Field(name: $0, type: .money(.usDollar)) },
      lists: [
        ListField(
          name: "lines", recordName: "line",
          fields: [Field(name: "product", type: .key), Field(name: "quantity", type: .integer)])
      ], timeField: 0)
    let symbols = SymbolTable()
    let builder = BatchBuilder(schema: schema)
    symbols.withIndex { index in
      for (row, order) in orders.enumerated() {
        builder.list(0).append(name: index.intern("Bell"), in: 0, value: order.pieces, in: 1, index: &index)
        let time = Instant(microseconds: order.day * day).description
        for (field, text) in [time, order.customer ?? "", order.rep, order.list, "1.00", order.charged].enumerated() {
          _ = Array(text.utf8).withUnsafeBufferPointer { builder.append($0, to: field, index: &index) }
        }
        builder.finishRow(Int64(row + 1))
      }
    }
    var history = OrderHistory()
    if let fields = OrderFields(schema) { history.append(builder.take(end: SourcePosition(source: "")), fields) }
    return CopiedOrders(history).isCopy
  }

  @Test func theLaterOfTwoWithOtherChargesIsTheCopy() {
    #expect(
      CopiedOrderTests.copies([
        (1, "7", "R1", "20.00", "20.00", 2), (1, "7", "R1", "20.00", "18.00", 2), (8, "7", "R1", "20.00", "20.00", 2),
        (16, "7", "R1", "20.00", "18.00", 2),
      ]) == [false, true, true, false])
    // In whatever order they are read.
    #expect(
      CopiedOrderTests.copies([(3, "7", "R1", "20.00", "18.00", 2), (1, "7", "R1", "20.00", "20.00", 2)]) == [true, false])
  }

  @Test func othersAreNone() {
    let one: (day: Int64, customer: String?, rep: String, list: String, charged: String, pieces: Int64) =
      (1, "7", "R1", "20.00", "20.00", 2)
    #expect(CopiedOrderTests.copies([one, one]) == [false, false])
    #expect(CopiedOrderTests.copies([one, (1, "8", "R1", "20.00", "18.00", 2)]) == [false, false])
    #expect(CopiedOrderTests.copies([one, (1, "7", "R2", "20.00", "18.00", 2)]) == [false, false])
    #expect(CopiedOrderTests.copies([one, (1, "7", "R1", "21.00", "18.00", 2)]) == [false, false])
    #expect(CopiedOrderTests.copies([one, (1, "7", "R1", "20.00", "18.00", 3)]) == [false, false])
    #expect(
      CopiedOrderTests.copies([(1, nil, "R1", "20.00", "20.00", 2), (1, nil, "R1", "20.00", "18.00", 2)]) == [false, false])
  }
}
