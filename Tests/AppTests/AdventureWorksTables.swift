import Records
import TestSupport

/// Four hundred orders in the tables of the AdventureWorks sample, in which all holds that holds in every honest one.
struct AdventureWorksTables {
  struct Order {
    var id: Int
    var ordered: CivilDate
    var due: CivilDate
    /// Nil where it is not sent yet.
    var shipped: CivilDate?
    var isOnline: Bool
    var customer: Int
    var rep: Int?
    var territory: Int
    /// In hundredths, as all amounts here.
    var charged: Int
    var lines: [Line]

    var goods: Int { lines.reduce(0) { $0 + $1.total } }
  }

  struct Line {
    var product: Int
    var quantity: Int
    var offer: Int
    var price: Int
    /// In percent.
    var discount: Int
    var total: Int

    /// What quantity, price and discount make.
    var sum: Int { quantity * price * (100 - discount) / 100 }
  }

  var orders: [Order] = []

  init() {
    var random = SeededGenerator(seed: 15)
    for number in 1...400 {
      // In the order of time, which is how a database is read: ten orders a day from the tenth of March on.
      let ordered = CivilDate(daysSince1970: 15_409 + Int64(number / 10))
      let isOnline = number % 2 == 1
      var lines: [Line] = []
      for line in 1...Int.random(in: 1...4, using: &random) {
        let offer = Int.random(in: 1...2, using: &random)
        let quantity = Int.random(in: 1...5, using: &random)
        lines.append(
          Line(product: 700 + line, quantity: quantity, offer: offer, price: 10_000, discount: offer == 2 ? 2 : 0, total: 0))
        lines[line - 1].total = lines[line - 1].sum
      }
      // Persons buy online, shops from a sales person. Both have their territory.
      let buyer = number % 90
      orders.append(
        Order(
          id: number * 10, ordered: ordered, due: AdventureWorksTables.day(ordered, 12),
          shipped: number % 7 == 0 ? nil : AdventureWorksTables.day(ordered, 7), isOnline: isOnline,
          customer: (isOnline ? 11_000 : 29_500) + buyer, rep: isOnline ? nil : 274 + number % 9, territory: 1 + buyer % 10,
          charged: lines.reduce(0) { $0 + $1.total }, lines: lines))
    }
  }

  static func day(_ date: CivilDate, _ later: Int64) -> CivilDate { CivilDate(daysSince1970: date.daysSince1970 + later) }

  /// Each 40th order with a discount that no offer gives, and each 50th with a subtotal that is not its lines'.
  static func flawed() -> AdventureWorksTables {
    var tables = AdventureWorksTables()
    for index in tables.orders.indices {
      let number = index + 1
      if number % 40 == 0 { tables.orders[index].discount(25) }
      if number % 50 == 0 { tables.orders[index].charged -= 500 }
    }
    return tables
  }

  /// The flawed ones, into the folder `tables`.
  static func write(to folder: Program.Folder) throws { try flawed().write(to: folder) }

  func write(to folder: Program.Folder) throws {
    func amount(_ hundredths: Int) -> String {
      let size = hundredths.magnitude
      return "\(hundredths < 0 ? "-" : "")\(size / 100).\(size % 100 < 10 ? "0" : "")\(size % 100)00"
    }
    var (headers, details) = ([String](), [String]())
    for order in orders {
      let dates = "\(order.ordered),\(order.due),\(order.shipped.map { "\($0)" } ?? "")"
      let people = "\(order.customer),\(order.rep.map(String.init) ?? ""),\(order.territory)"
      headers.append(
        "\(order.id),1,\(dates),5,\(order.isOnline ? 1 : 0),SO\(order.id),,\(people),\(amount(order.charged)),1.0,2.0,\(amount(order.charged + 300))"
      )
      for (place, line) in order.lines.enumerated() {
        let discount = "0.\(line.discount < 10 ? "0" : "")\(line.discount)"
        details.append(
          "\(order.id),\(place + 1),,\(line.quantity),\(line.product),\(line.offer),\(amount(line.price)),\(discount),\(amount(line.total)),60.1234"
        )
      }
    }
    let products = (700...704).map { "\($0),\"Wheel, \($0)\",.0000,100.0000,2012-01-01 00:00:00.000" }
    let people = (274...282).map { "\($0),4,.0000" }
    try AdventureWorksTables.write(
      "salesorderheader",
      "SalesOrderID,RevisionNumber,OrderDate,DueDate,ShipDate,Status,OnlineOrderFlag,SalesOrderNumber,PurchaseOrderNumber,CustomerID,SalesPersonID,TerritoryID,SubTotal,TaxAmt,Freight,TotalDue",
      headers, folder)
    try AdventureWorksTables.write(
      "SalesOrderDetail",
      "SalesOrderID,SalesOrderDetailID,CarrierTrackingNumber,OrderQty,ProductID,SpecialOfferID,UnitPrice,UnitPriceDiscount,LineTotal,ProductStandardCost",
      details, folder)
    try AdventureWorksTables.write("production.product", "ProductID,Name,StandardCost,ListPrice,SellStartDate", products, folder)
    try AdventureWorksTables.write("SalesPerson", "BusinessEntityID,TerritoryID,Bonus", people, folder)
    try AdventureWorksTables.write(
      "SpecialOffer", "SpecialOfferID,Description,DiscountPct,MinQty,MaxQty", ["1,No Discount,.0000,0,", "2,Volume,.0200,11,14"],
      folder)
  }

  private static func write(_ name: String, _ header: String, _ rows: [String], _ folder: Program.Folder) throws {
    try folder.write(([header] + rows).map { $0 + "\n" }.joined(), to: "tables/\(name).csv")
  }
}

extension AdventureWorksTables.Order {
  /// The first line's discount, carried along into all totals.
  mutating func discount(_ percent: Int) {
    lines[0].discount = percent
    carry()
  }

  /// What follows from the lines, as somebody alters it who knows what he does.
  mutating func carry() {
    for line in lines.indices { lines[line].total = lines[line].sum }
    charged = goods
  }
}
