public import Records

/// What an analyst looks at first, gathered batch by batch in bounded memory.
public struct Profile: Sendable {
  public let source: String
  public let schema: Schema
  public private(set) var rows = 0
  public private(set) var columns: [ColumnSummary]
  public private(set) var first: Int64?
  public private(set) var last: Int64?
  public private(set) var total = MoneyTotals()
  /// By month, counted from January of the year 0.
  public private(set) var months: [Int: MoneyTotals] = [:]
  public private(set) var groups: [Group] = []
  /// How many orders give away so much of their list, in steps of 2 percent; the last is all beyond.
  public private(set) var gapBins = [Int](repeating: 0, count: Profile.gapBinCount + 1)
  public let currency: Currency
  public let hasMoney: Bool
  private let roles: MoneyRoles?

  public static let gapBinCount = 15
  public static let gapBinWidth = 0.02

  /// Orders by one of their keys.
  public struct Group: Sendable {
    public let name: String
    let field: Int
    public fileprivate(set) var totals: [Symbol: MoneyTotals] = [:]
  }

  public init(source: String, schema: Schema) {
    (self.source, self.schema) = (source, schema)
    columns = schema.fields.map { ColumnSummary($0) }
    roles = MoneyRoles(schema)
    hasMoney = roles != nil
    currency = roles?.currency ?? .usDollar
    for name in ["rep", "region"] {
      guard let field = schema.field(named: name), schema.fields[field].type == .key else { continue }
      groups.append(Group(name: name, field: field))
    }
  }

  public mutating func add(_ batch: RecordBatch) {
    rows += batch.count
    for index in columns.indices { columns[index].add(batch.columns[index], records: batch.count) }
    for record in 0..<batch.count { add(batch, record) }
  }

  private mutating func add(_ batch: RecordBatch, _ record: Int) {
    var month: Int?
    if let field = schema.timeField, batch.columns[field].validity[record] {
      let time = batch.columns[field].times[record]
      first = min(first ?? time, time)
      last = max(last ?? time, time)
      let date = Instant(microseconds: time).date
      month = date.year * 12 + date.month - 1
    }
    guard let (list, charged, cost) = roles?.amounts(batch, record) else { return }
    total.add(list: list, charged: charged, cost: cost)
    if let month { months[month, default: MoneyTotals()].add(list: list, charged: charged, cost: cost) }
    for index in groups.indices where batch.columns[groups[index].field].validity[record] {
      let key = batch.columns[groups[index].field].keys[record]
      groups[index].totals[key, default: MoneyTotals()].add(list: list, charged: charged, cost: cost)
    }
    if list > 0, charged < list {
      let bin = Int(Double(list - charged) / Double(list) / Profile.gapBinWidth)
      gapBins[min(bin, Profile.gapBinCount)] += 1
    }
  }
}
