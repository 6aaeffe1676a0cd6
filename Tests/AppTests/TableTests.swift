import Foundation
import TestSupport
import Testing

/// Orders in two tables: as files in a folder and in a real database they are the same orders.
@Suite struct TableTests {
  private static let header =
    "SalesOrderID,RevisionNumber,OrderDate,DueDate,ShipDate,Status,OnlineOrderFlag,CustomerID,SalesPersonID,TerritoryID,SubTotal,TaxAmt,Freight,TotalDue"
  private static let detail =
    "SalesOrderID,SalesOrderDetailID,CarrierTrackingNumber,OrderQty,ProductID,SpecialOfferID,UnitPrice,UnitPriceDiscount,LineTotal,ProductStandardCost"

  @Test func aFolderAndADatabaseReadAlike() throws {
    let folder = try Program.Folder()
    var random = SeededGenerator(seed: 15)
    var (headers, details) = ([String](), [String]())
    for order in 1...500 {
      // In the order of time, which is how a database is read.
      let day = "2011-0\(order / 60 + 1)-\(order % 60 / 3 < 9 ? "0" : "")\(order % 60 / 3 + 1)"
      headers.append(
        "\(order),1,\(day),\(day),\(order % 7 == 0 ? "" : day),5,\(order % 2),\(order % 90),\(order % 3 == 0 ? "" : "27\(order % 9)"),4,\(order).2500,1.0,2.0,\(order + 3).2500"
      )
      for line in 0..<Int.random(in: 0...4, using: &random) {
        details.append("\(order),\(order * 10 + line),,\(line + 1),\(700 + line),1,9.990000,0.02,9.790200,5.1234")
      }
    }
    try folder.write(([TableTests.header] + headers).joined(separator: "\n"), to: "tables/SalesOrderHeader.csv")
    try folder.write(([TableTests.detail] + details).joined(separator: "\n"), to: "tables/SalesOrderDetail.csv")
    let files = try Program.run(["profile", "tables", "--schema-only"], in: folder)
    #expect(files.code == 0, "\(files.talk)")
    #expect(files.output.hasPrefix("rows 500\nrejects 0\n"))

    let server = try TestServer()
    try server.execute(
      """
      CREATE SCHEMA sales;
      CREATE TABLE sales.salesorderheader (salesorderid int, revisionnumber smallint, orderdate timestamp, duedate timestamp, shipdate timestamp,
        status smallint, onlineorderflag boolean, customerid int, salespersonid int, territoryid int, subtotal numeric, taxamt numeric,
        freight numeric, totaldue numeric);
      CREATE TABLE sales.salesorderdetail (salesorderid int, salesorderdetailid int, carriertrackingnumber text, orderqty smallint, productid int,
        specialofferid int, unitprice numeric, unitpricediscount numeric, linetotal numeric, productstandardcost numeric);
      """)
    try server.execute("\\copy sales.salesorderheader FROM '\(folder.path)/tables/SalesOrderHeader.csv' CSV HEADER")
    try server.execute("\\copy sales.salesorderdetail FROM '\(folder.path)/tables/SalesOrderDetail.csv' CSV HEADER")
    let database = try Program.run(["profile", server.address, "--schema-only"], in: folder)
    #expect(database.code == 0, "\(database.talk)")
    #expect(database.output == files.output)
    // And the same is decided over both.
    let scans = try ["tables", server.address].map { try Program.run(["scan", $0, "--all", "--format", "csv"], in: folder) }
    #expect(scans[0].code == 0 && scans[1].code == 0, "\(scans[0].talk) \(scans[1].talk)")
    #expect(scans[0].output == scans[1].output)
    #expect(scans[0].output.split(separator: "\n").count > 1000)
  }

  @Test func aFolderWithoutTheLinesIsRefused() throws {
    let folder = try Program.Folder()
    try folder.write(TableTests.header + "\n", to: "tables/sales.salesorderheader.csv")
    let outcome = try Program.run(["profile", "tables"], in: folder)
    #expect(outcome.code == 66)
    #expect(outcome.talk.contains("sales.salesorderdetail"))
  }
}
