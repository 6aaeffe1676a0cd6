import PostgresSource
import Records
import TestSupport
import Testing

/// Orders with their lines in a server of the test's own, and what a follower says of them.
struct FollowedOrders {
  static let mapping = SourceMapping(
    kind: .table(TableName(schema: "shop", name: "orders")),
    fields: [["id"], ["at"], ["rep"], ["charged"], ["note"]],
    lists: [
      .table(
        TableName(schema: "shop", name: "lines"), elementKey: "order_id", recordKey: "id",
        fields: [["product"], ["quantity"]])
    ])
  static let schema = Schema(
    name: "orders",
    fields: [
      Field(name: "id", type: .identity), Field(name: "at", type: .time, isRequired: true), Field(name: "rep", type: .key),
      Field(name: "charged", type: .money(.usDollar)), Field(name: "note", type: .text),
    ],
    lists: [
      ListField(
        name: "lines", recordName: "line",
        fields: [Field(name: "product", type: .key), Field(name: "quantity", type: .integer)])
    ], timeField: 1, identityField: 0, mappings: [mapping])
  static let followed = FollowedTable(
    table: TableName(schema: "shop", name: "orders"), schema: schema, mapping: mapping)

  static let tables = """
    CREATE SCHEMA shop;
    CREATE TABLE shop.orders (id bigint PRIMARY KEY, at timestamptz DEFAULT '2026-01-01 10:00+02', rep text DEFAULT 'R1',
      charged money DEFAULT 12.5, note text);
    ALTER TABLE shop.orders ALTER note SET STORAGE EXTERNAL;
    CREATE TABLE shop.lines (order_id bigint, number int, product text, quantity int, PRIMARY KEY (order_id, number));
    """

  let server: TestServer

  init() throws {
    server = try TestServer()
    try server.execute(FollowedOrders.tables)
  }

  func run(_ statements: String) throws { try server.query(statements, at: server.address) }

  func log(_ settings: TableLog.Settings = .init()) throws -> TableLog {
    try TableLog(server.address, FollowedOrders.followed, symbols: SymbolTable(), settings: settings)
  }

  /// `insert 1 12.5000 p1x2`: what became of which record, one after the other, until nothing has come for a while.
  ///
  /// - atLeast: how many are waited for; a server that has much to do is silent for longer than a while.
  static func told(_ source: some FollowedSource, atLeast count: Int = 0, quiet: Int = 3) throws -> [String] {
    var lines: [String] = []
    var silence = 0
    let deadline = ContinuousClock.now + ChildProcess.patience
    while silence < quiet {
      try #require(ContinuousClock.now < deadline, "not \(count) changes, or changes without an end: \(lines.suffix(9))")
      guard let batch = try source.next() else {
        if lines.count >= count, !source.isExpectingMore { silence += 1 }
        source.wait(.milliseconds(150))
        continue
      }
      silence = 0
      lines += text(batch, source.symbols)
    }
    return lines
  }

  static func text(_ batch: RecordBatch, _ symbols: SymbolTable) -> [String] {
    var lines: [String] = []
    for record in 0..<batch.count {
      let elements = batch.lists[0].elements(of: record).map { element in
        "\(symbols.text(of: batch.lists[0].columns[0].keys[element]))x\(batch.lists[0].columns[1].integers[element])"
      }
      let charged = batch.columns[3].validity[record] ? "\(batch.columns[3].money[record])" : "-"
      let words = ["\(batch.operations?[record] ?? .insert)", batch.identity(of: record), charged] + elements
      lines.append(words.joined(separator: " "))
    }
    return lines + batch.rejects.map { "reject \($0.row) \($0.reason.rawValue)" }
  }
}
