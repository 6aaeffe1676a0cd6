import Foundation
import TestSupport
import Testing

/// Tables of the AdventureWorks sample's shape, loaded into a real database by the script that does so for a business.
@Suite struct AdventureWorksTests {
  private static let script = "\(Program.root)/deploy/adventureworks/load"

  @Test func aLoadedDatabaseIsScannedAsItsFolder() throws {
    let folder = try Program.Folder()
    try AdventureWorksTables.write(to: folder)
    let findings = try compare("\(folder.path)/tables", in: folder)
    // Of 400 orders each 40th has a discount that no offer gives, and each 50th a subtotal that is not its lines'.
    #expect(findings.filter { $0.contains("invariants.discount_without_offer") }.count == 10)
    #expect(findings.filter { $0.contains("invariants.subtotal") }.count == 8)
  }

  private static let sample = ProcessInfo.processInfo.environment["SHERIFF_ADVENTUREWORKS"]

  @Test(.enabled(if: sample != nil, "SHERIFF_ADVENTUREWORKS names the sample's folder"))
  func theSampleIsScannedAlike() throws {
    let found = try compare(try #require(AdventureWorksTests.sample), in: try Program.Folder())
    // Nobody planted anything into it.
    #expect(found.isEmpty)
  }

  /// The findings of a folder, once they are those of the database that was loaded from it, byte for byte.
  private func compare(_ tables: String, in folder: Program.Folder) throws -> [Substring] {
    let server = try TestServer()
    let load = try AdventureWorksTests.load([tables, server.address])
    #expect(load.code == 0, "\(load.said)")
    func scan(_ source: String) throws -> String {
      let outcome = try Program.run(["scan", source, "--all", "--format", "jsonl"], in: folder)
      try #require(outcome.code == 0, "\(outcome.talk)")
      return outcome.output
    }
    let (files, database) = (try scan(tables), try scan(server.address))
    let areAlike = files == database
    let lines = files.split(separator: "\n")
    let different = zip(lines, database.split(separator: "\n")).first { $0 != $1 }
    #expect(areAlike, "\(different?.0 ?? "")\n\(different?.1 ?? "")")
    return lines.filter { $0.contains("\"flagged\":true") }
  }

  @Test func whatCannotBeLoadedIsSaidAndLeavesNothing() throws {
    let folder = try Program.Folder()
    let server = try TestServer()
    func refused(_ arguments: [String], _ code: Int32, _ message: String) throws {
      let outcome = try AdventureWorksTests.load(arguments)
      #expect(outcome.code == code, "\(outcome.said)")
      #expect(outcome.said.contains(message), "\(outcome.said)")
    }
    try refused([folder.path], 64, "expected a folder and a database")
    try refused(["\(folder.path)/nowhere", server.address], 66, "there is no folder")
    try refused([folder.path, server.address], 66, "no file for the table production.product")
    try AdventureWorksTables.write(to: folder)
    // A line of an order that is not there.
    let detail = "tables/SalesOrderDetail.csv"
    let whole = try folder.read(detail)
    try folder.write(whole + "99999,1,,1,700,1,1.0000,0,1.0000,1.0000\n", to: detail)
    try refused(["\(folder.path)/tables", server.address], 65, "salesorderdetail_salesorderid_fkey")
    try folder.write(whole.replacing("OrderQty", with: "Amount"), to: detail)
    try refused(["\(folder.path)/tables", server.address], 65, "column \"amount\"")
    // Nothing is left of either, so that the whole one loads; and not twice.
    try folder.write("\u{FEFF}" + whole.replacing("\n", with: "\r\n"), to: detail)
    #expect(try AdventureWorksTests.load(["\(folder.path)/tables", server.address]).code == 0)
    try refused(["\(folder.path)/tables", server.address], 65, "already exists")
  }

  /// Runs the script, as an operator does.
  static func load(_ arguments: [String]) throws -> (code: Int32, said: String) {
    let outcome = try ChildProcess.run(script, arguments, errors: .withOutput)
    return (outcome.status, outcome.output)
  }
}
