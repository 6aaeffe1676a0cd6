import PostgresSource
import Records
import TestSupport
import Testing

@Suite(.serialized) struct PostgresSourceTests {
  private static let table = TableName(schema: "sales", name: "salesorderheader")
  private static let detail = TableName(schema: "sales", name: "salesorderdetail")
  private static let mapping = SourceMapping(
    kind: .table(table), fields: [["salesorderid"], ["orderdate"], ["salespersonid"], ["subtotal"], ["onlineorderflag"]],
    lists: [
      .table(detail, elementKey: "salesorderid", recordKey: "salesorderid", fields: [["productid"], ["orderqty"], ["linetotal"]])
    ])
  private static let schema = Schema(
    name: "orders",
    fields: [
      Field(name: "id", type: .identity), Field(name: "at", type: .time, isRequired: true), Field(name: "rep", type: .key),
      Field(name: "charged", type: .money(.usDollar)), Field(name: "online", type: .flag),
    ],
    lists: [
      ListField(
        name: "lines", recordName: "line",
        fields: [
          Field(name: "product", type: .key), Field(name: "quantity", type: .integer),
          Field(name: "total", type: .money(.usDollar)),
        ])
    ],
    timeField: 1, identityField: 0, mappings: [mapping])

  private static let tables = """
    CREATE SCHEMA sales;
    CREATE TABLE sales.salesorderheader (salesorderid int PRIMARY KEY, orderdate timestamptz, salespersonid int,
      subtotal numeric(19,4), onlineorderflag boolean, "Comment, odd" text);
    CREATE TABLE sales.salesorderdetail (salesorderid int, productid int, orderqty smallint, linetotal money);
    INSERT INTO sales.salesorderheader VALUES (2, '2011-06-01 10:00+02', 279, 20565.6206, false, E'a\\tb\\\\'),
      (1, '2011-05-31', NULL, 1294.2529, true, NULL), (3, NULL, 281, 5, true, 'x'), (10, '2011-06-01 10:00+02', 281, 'NaN', true, 'x');
    INSERT INTO sales.salesorderdetail VALUES (2, 776, 1, '2024.99'), (2, 777, 3, '$6,074.98'), (1, 778, 1, '5'), (99, 1, 1, '5');
    """

  private func source(_ server: TestServer) throws -> JoinedSource {
    let symbols = SymbolTable()
    let (schema, mapping) = JoinedSource.recordSchema(of: PostgresSourceTests.schema, PostgresSourceTests.mapping)
    let records = try PostgresSource(
      PostgresConnection(server.address), table: PostgresSourceTests.table, schema: schema, mapping: mapping, orderBy: [1, 0],
      symbols: symbols)
    let (table, elementSchema, elementMapping) = try #require(
      JoinedSource.elementSchema(of: PostgresSourceTests.schema, list: 0, PostgresSourceTests.mapping))
    let lines = try PostgresSource(
      PostgresConnection(server.address), table: table, schema: elementSchema, mapping: elementMapping, orderBy: [0],
      symbols: symbols)
    return JoinedSource(schema: PostgresSourceTests.schema, records: records, lists: [lines])
  }

  @Test func readsOrdersWithTheirLines() throws {
    let server = try TestServer()
    try server.execute(PostgresSourceTests.tables)
    let source = try source(server)
    let (batches, rejects) = try drain(source)
    let batch = try #require(batches.first)
    #expect((0..<batch.count).map { batch.identity(of: $0) } == ["1", "2"])
    #expect(
      batch.columns[1].times.map { Instant(microseconds: $0).description } == ["2011-05-31T00:00:00Z", "2011-06-01T08:00:00Z"])
    #expect(!batch.columns[2].validity[0])
    #expect(batch.columns[3].money == [12_942_529, 205_656_206])
    #expect(batch.columns[4].flags == [true, false])
    #expect(batch.lists[0].offsets == [0, 1, 3])
    #expect(batch.lists[0].columns[2].money == [50_000, 20_249_900, 60_749_800])
    #expect(rejects.map(\.reason).sorted { $0.rawValue < $1.rawValue } == [.badCell, .missingValue, .noMatch])
    #expect(rejects.last?.value == "99")
  }

  @Test func failuresSayWhatToDo() throws {
    #expect { try PostgresConnection("postgres://sheriff:secret@127.0.0.1:1/none") } throws: { error in
      let text = "\(error)"
      return !text.contains("secret") && (error as? SourceError)?.code == .unavailable
        && (error as? SourceError)?.isRetriable == true
    }
    let server = try TestServer()
    #expect { try source(server) } throws: { "\($0)".contains("no table `sales.salesorderheader`") }
    try server.execute("CREATE SCHEMA sales; CREATE TABLE sales.salesorderheader (salesorderid int)")
    #expect { try source(server) } throws: { "\($0)".contains("`orderdate`") }
  }

  @Test func aReadThatIsLeftMidwayHoldsNothing() throws {
    let server = try TestServer()
    try server.execute(
      PostgresSourceTests.tables
        + "INSERT INTO sales.salesorderheader SELECT g, '2012-01-01', 1, 1, true, repeat('x', 100) FROM generate_series(100, 100000) g"
    )
    let connection = try PostgresConnection(server.address)
    let (schema, mapping) = JoinedSource.recordSchema(of: PostgresSourceTests.schema, PostgresSourceTests.mapping)
    for _ in 0..<2 {
      let source = try PostgresSource(
        connection, table: PostgresSourceTests.table, schema: schema, mapping: mapping, orderBy: [1, 0], symbols: SymbolTable(),
        batchRows: 10)
      let batch = try #require(try source.next())
      #expect(batch.count + batch.rejects.count == 10)
    }
  }
}
