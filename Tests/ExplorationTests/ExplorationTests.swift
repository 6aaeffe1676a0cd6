import Exploration
import Records
import TestSupport
import Testing

@Suite struct ExplorationTests {
  private static let usd = Currency.usDollar
  private static let schema = Schema(
    name: "orders",
    fields: [
      Field(name: "at", type: .time), Field(name: "rep", type: .key), Field(name: "age", type: .number),
      Field(name: "list", type: .money(usd)),
      Field(name: "charged", type: .money(usd)),
    ], timeField: 0)

  private func profile(_ rows: [[String]], _ symbols: SymbolTable) -> Profile {
    var profile = Profile(source: "<source>", schema: ExplorationTests.schema)
    let builder = BatchBuilder(schema: ExplorationTests.schema)
    for (number, row) in rows.enumerated() {
      symbols.withIndex { index in
        for (field, text) in row.enumerated() {
          #expect(Array(text.utf8).withUnsafeBufferPointer { builder.append($0, to: field, index: &index) } == nil)
        }
      }
      builder.finishRow(Int64(number + 1))
      if number % 100 == 99 { profile.add(builder.take(end: SourcePosition(source: ""))) }
    }
    profile.add(builder.take(end: SourcePosition(source: "")))
    return profile
  }

  @Test func sumsAreExact() {
    var random = SeededGenerator(seed: 14)
    var (list, charged, below) = (Int64(0), Int64(0), 0)
    let rows = (0..<1_000).map { number -> [String] in
      let amount = Int64.random(in: 0...90_000_000, using: &random)
      let paid = number % 3 == 0 ? amount : amount - amount / 7
      (list, charged, below) = (list + amount, charged + paid, below + (paid < amount ? 1 : 0))
      return [
        "2016-0\(number % 9 + 1)-01", "R\(number % 5)", "\(20 + number % 50)", "\(Money(unchecked: amount))",
        "\(Money(unchecked: paid))",
      ]
    }
    let result = profile(rows, SymbolTable())
    #expect(result.rows == 1_000)
    #expect(result.total.list == Int128(list) && result.total.charged == Int128(charged) && result.total.belowList == below)
    #expect(result.months.values.reduce(0) { $0 + $1.list } == Int128(list))
    #expect(result.groups[0].totals.values.reduce(0) { $0 + $1.orders } == 1_000)
    #expect(result.gapBins.reduce(0, +) == below)
  }

  @Test func impossibleNumbersStandOut() {
    let rows =
      (0..<200).map { ["2016-01-01", "R", "\($0 == 3 ? -39 : $0 == 9 ? 1_240 : 20 + $0 % 50)", "5", "5"] } + [
        ["2016-01-01", "", "", "5", "5"]
      ]
    let result = profile(rows, SymbolTable())
    #expect(result.columns[2].impossible.count == 2)
    #expect(result.columns[2].impossible.low == -39 && result.columns[2].impossible.high == 1_240)
    #expect(result.columns[2].missing == 1 && result.columns[1].missing == 1)
  }

  @Test func thePageStandsAloneAndTrustsNobody() {
    let symbols = SymbolTable()
    let result = profile(
      [["2016-01-01", "<script>alert(1)</script>", "30", "10", "8"], ["2016-02-01", "\"&", "31", "10", "10"]], symbols)
    let lessons = Lessons(
      prices: [.init(product: "<b>", from: "", price: nil, cost: nil, support: 0)], steps: [.init(percent: "20%", support: 1)],
      mode: "unit", discounted: 1,
      explained: 0, undecided: 0, unjudged: 3,
      unexplained: [.init(id: "row:1", at: "2016-01-01", rep: "<i>", list: .zero, charged: .zero, note: "n")], contradicting: [])
    let page = StoryPage.render(ProfileStory(result, lessons: lessons, rejects: 2, symbols: symbols).story)
    for hostile in ["<script", "<b>", "<i>", "http://", "https://", "src=", "url("] {
      #expect(!page.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "").contains(hostile), "\(hostile)")
    }
    for title in [
      "Orders that nothing ordinary explains", "Over time", "By rep", "How much is given away",
      "The ladder of ordinary discounts", "Learned prices", "Columns",
    ] {
      #expect(page.contains(">\(title)<"))
    }
    #expect(page.contains("3 orders could not be judged"))
    #expect(page.contains("2 rows were rejected") && page.contains("$2.00 or 10% was given away"))
  }

  @Test func anEmptySourceHasAPageToo() {
    let page = StoryPage.render(
      ProfileStory(Profile(source: "s", schema: ExplorationTests.schema), lessons: nil, rejects: 0, symbols: SymbolTable()).story)
    #expect(page.contains("0 records"))
  }
}
