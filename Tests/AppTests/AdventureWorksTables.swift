import TestSupport

/// Four hundred orders in the tables of the AdventureWorks sample, some of which break what holds in every honest one.
enum AdventureWorksTables {
  /// Into the folder `tables`.
  static func write(to folder: Program.Folder) throws {
    var random = SeededGenerator(seed: 15)
    var (headers, details) = ([String](), [String]())
    for order in 1...400 {
      // In the order of time, which is how a database is read.
      let day = "2012-0\(order / 200 + 3)-\(order % 200 / 10 + 10)"
      var sum = 0
      for line in 1...Int.random(in: 1...4, using: &random) {
        let offer = Int.random(in: 1...2, using: &random)
        let quantity = Int.random(in: 1...5, using: &random)
        let percent = line == 1 && order % 40 == 0 ? 25 : offer == 2 ? 2 : 0
        let total = 100 * quantity * (100 - percent)
        details.append(
          "\(order),\(line),,\(quantity),\(700 + line),\(offer),100.000000,0.\(percent < 10 ? "0" : "")\(percent),\(amount(total)),60.1234"
        )
        sum += total
      }
      let charged = order % 50 == 0 ? sum - 500 : sum
      headers.append(
        "\(order),1,\(day),\(day),\(order % 7 == 0 ? "" : day),5,\(order % 2),SO\(order),,\(order % 90),\(order % 3 == 0 ? "" : "27\(order % 9)"),4,\(amount(charged)),1.0,2.0,\(amount(charged + 300))"
      )
    }
    let products = (700...704).map { "\($0),\"Wheel, \($0)\",.0000,100.0000,2012-01-01 00:00:00.000" }
    let people = (0...8).map { "27\($0),4,.0000" }
    try write(
      "salesorderheader",
      "SalesOrderID,RevisionNumber,OrderDate,DueDate,ShipDate,Status,OnlineOrderFlag,SalesOrderNumber,PurchaseOrderNumber,CustomerID,SalesPersonID,TerritoryID,SubTotal,TaxAmt,Freight,TotalDue",
      headers, folder)
    try write(
      "SalesOrderDetail",
      "SalesOrderID,SalesOrderDetailID,CarrierTrackingNumber,OrderQty,ProductID,SpecialOfferID,UnitPrice,UnitPriceDiscount,LineTotal,ProductStandardCost",
      details, folder)
    try write("production.product", "ProductID,Name,StandardCost,ListPrice,SellStartDate", products, folder)
    try write("SalesPerson", "BusinessEntityID,TerritoryID,Bonus", people, folder)
    try write(
      "SpecialOffer", "SpecialOfferID,Description,DiscountPct,MinQty,MaxQty", ["1,No Discount,.0000,0,", "2,Volume,.0200,11,14"],
      folder)
  }

  private static func amount(_ hundredths: Int) -> String {
    "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)00"
  }

  private static func write(_ name: String, _ header: String, _ rows: [String], _ folder: Program.Folder) throws {
    try folder.write(([header] + rows).map { $0 + "\n" }.joined(), to: "tables/\(name).csv")
  }
}
