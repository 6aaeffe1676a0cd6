import Alerts
import Charts
import Foundation
import Records
import Reports
import TestSupport
import Testing

@Suite struct ReportStoryTests {
  private func tables(_ document: Document) -> [Document.Table] {
    document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  private func sum(_ alerts: [ReportedAlert], _ scheme: String, _ currency: Currency) -> Money {
    alerts.filter { $0.isIndicator && $0.sighting.scheme == scheme && $0.sighting.currency == currency }
      .reduce(.zero) { $0.adding($1.sighting.loss ?? .zero) ?? $0 }
  }

  /// Every sum that is told is the sum of the records: by scheme, by person with the others, by month.
  @Test(arguments: 1...12) func figuresAddUp(seed: Int) throws {
    let alerts = SampleAlerts.random(400, seed: UInt64(seed))
    let document = SampleAlerts.story(alerts).document
    let schemes = try #require(tables(document).first { $0.name == "Schemes" })
    var found: [Figure] = []
    for scheme in ["rep-padding", "admin-injected", "my own <scheme>"] {
      for currency in [Currency.usDollar, Currency("EUR") ?? .usDollar] {
        let expected = Figure.money(sum(alerts, scheme, currency), currency)
        #expect(schemes.rows.contains { $0[2].figure == expected }, "\(scheme) \(currency)")
        found.append(expected)
      }
    }
    #expect(schemes.rows.count == found.count)
    for table in tables(document) where table.name.hasSuffix("persons") {
      let column = try #require(table.columns.firstIndex { $0.title == "indicated loss" })
      let total = table.rows.reduce(Money.zero) { sum, row in
        if case .money(let amount, _) = row[column].figure { sum.adding(amount) ?? sum } else { sum }
      }
      let unnamed = alerts.filter { $0.isIndicator && $0.sighting.entity == nil }
      let all = found.contains { figure in
        guard case .money(let amount, let currency) = figure else { return false }
        let scheme = ["rep-padding", "my own <scheme>"].first { sum(alerts, $0, currency) == amount }
        let nobody = unnamed.filter { $0.sighting.scheme == scheme && $0.sighting.currency == currency }
          .reduce(Money.zero) { $0.adding($1.sighting.loss ?? .zero) ?? $0 }
        return scheme != nil && total.adding(nobody) == amount
      }
      #expect(all, "\(table.name)")
    }
  }

  @Test func whatWasClearedOrPutOutOfSightIsNoLoss() {
    let alerts = [
      SampleAlerts.alert(1), SampleAlerts.alert(2, .confirmed), SampleAlerts.alert(3, .dismissed),
      SampleAlerts.alert(4, .suppressed),
    ]
    let page = ReportPage.render(SampleAlerts.story(alerts).document, .english)
    #expect(page.contains("$20.00") && page.contains("Of this $10.00 is confirmed") && !page.contains("$40.00"))
    #expect(page.contains("1 alert is out of sight"))
  }

  /// Nobody is called fraudulent by a page that no person has confirmed.
  @Test func anIndicatorAccusesNobody() {
    let page = ReportPage.render(SampleAlerts.story([SampleAlerts.alert(1)]).document, .english)
    #expect(page.contains("accuses nobody") && !page.contains("is confirmed by a person"))
  }

  /// The names on altered records are those of people who had no part in it.
  @Test func alteredRecordsAccuseNobodyWhomTheyName() {
    let alerts = (0..<40).map { SampleAlerts.alert($0, scheme: "admin-injected", entity: "Ann Archer") }
    let story = SampleAlerts.story(alerts, key: nil)
    let page = ReportPage.render(story.document, .english)
    #expect(page.contains("are not indicated") && !page.contains("persons stand out") && !page.contains("person stands out"))
    #expect(story.recordFiles.allSatisfy { !$0.contains("person") })
  }

  @Test(arguments: 1...6) func noNameIsToldUnlessItIsAskedFor(seed: Int) {
    let alerts =
      SampleAlerts.random(200, seed: UInt64(seed)) + [
        SampleAlerts.alert(1, entity: "Gregory Matson", reason: "by Gregory Matson, as Gregory Matson said", .confirmed)
      ]
    let story = SampleAlerts.story(alerts)
    let page = ReportPage.render(story.document, .english)
    #expect(!page.contains("Gregory") && !page.contains("O&#39;Neil") && !page.contains("Ann Archer"))
    for alert in alerts {
      let told = story.pseudonyms.hide(alert.sighting.reason) + story.pseudonyms.hide(alert.sighting.evidence)
      #expect(!told.contains("Gregory") && !told.contains("Archer"), "\(told)")
    }
    #expect(ReportPage.render(SampleAlerts.story(alerts, key: nil).document, .english).contains("Gregory Matson"))
  }

  /// A customer's number is no name, and where it stands in an amount it is none of it.
  @Test func numbersAreNoNames() {
    let alert = SampleAlerts.alert(1, entity: "4", reason: "customer 4 paid $4,075.00")
    let story = SampleAlerts.story([alert])
    #expect(story.pseudonyms.hide(alert.sighting.reason) == alert.sighting.reason)
  }

  /// Plain text is gone through byte by byte and any other by its characters; names give way in both alike.
  @Test(arguments: 1...20) func namesGiveWayInAnyText(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var names = Pseudonyms(key: Array("key".utf8), kind: "rep", wording: .english)
    let known = ["Ann", "Ann Archer", "O'Neil", "A1", "Bo-Bo", "x"]
    names.know(known)
    let parts = known + ["Anna", "ann", " ", ",", "'", "-", "\"", "7", "Archer", "Archers", "s", "\n", "."]
    let text = (0..<40).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    #expect(names.hide(text + " é") == names.hide(text) + " é")
    #expect(names.hide("(Ann Archer, Ann)") == "(\(names.of("Ann Archer")), \(names.of("Ann")))")
  }

  @Test func hostileTextStaysText() {
    let alerts =
      SampleAlerts.random(300, seed: 5) + [
        SampleAlerts.alert(1, entity: "<script>alert(1)</script>", loss: 900_000_000, reason: "<img src=x onerror=alert(1)>")
      ]
    let page = ReportPage.render(SampleAlerts.story(alerts, key: nil).document, .english)
    #expect(!page.contains("<script") && !page.contains("<img") && page.contains("&lt;img"))
    #expect(!page.contains("nan") && !page.contains("http://") || page.contains("http://www.w3.org/2000/svg"))
  }

  /// Ten times as many alerts of as many people make no larger report.
  @Test func sizeFollowsWhatIsToldAndNotHowManyAlertsThereAre() {
    func size(_ count: Int) -> Int {
      ReportPage.render(SampleAlerts.story(SampleAlerts.random(count, seed: 3)).document, .english).utf8.count
    }
    let (few, many) = (size(2_000), size(20_000))
    #expect(many < few * 11 / 10, "\(few) \(many)")
  }

  @Test func manyPeopleAreSummedUpInOneLine() throws {
    let alerts = (0..<400).map { SampleAlerts.alert($0, entity: "Rep \($0)") }
    let story = SampleAlerts.story(alerts)
    let table = try #require(tables(story.document).first { $0.name.hasSuffix("persons") })
    #expect(table.rows.count == 16)
    #expect(story.recordFiles.count < 40)
  }

  @Test func aPeriodLeavesOutTheRestAndComparesWithTheOneBefore() throws {
    let february = try #require(CivilDate(year: 2024, month: 2, day: 1)?.instant)
    let march = try #require(CivilDate(year: 2024, month: 3, day: 1)?.instant)
    let alerts = (0..<91).map { SampleAlerts.alert($0, day: $0) }
    let document = SampleAlerts.story(alerts, ReportPeriod(from: february, before: march)).document
    let table = try #require(tables(document).first { $0.name == "Period before" })
    // 29 days of February beside 31 of January: whole months, not as many days.
    #expect(table.rows[0][1].figure == .count(29) && table.rows[0][2].figure == .count(31))
    #expect(table.rows[0][5].figure == .money(Money(unchecked: -200_000), .usDollar))
  }

  /// Whoever asks for a month still learns that it began before.
  @Test func whatCameBeforeThePeriodIsSaid() throws {
    let february = try #require(CivilDate(year: 2024, month: 2, day: 1)?.instant)
    let alerts = (0..<91).map { SampleAlerts.alert($0, day: $0) }
    let page = ReportPage.render(SampleAlerts.story(alerts, ReportPeriod(from: february)).document, .english)
    #expect(page.contains("31 more alerts with $310.00, since Jan 1, 2024"))
    #expect(page.contains("Before this period: $310.00 in 31 alerts, since Jan 1, 2024."))
    #expect(!ReportPage.render(SampleAlerts.story(alerts).document, .english).contains("Before th"))
  }

  /// One price that was changed is one thing, on however many records it shows.
  @Test func whatManyRecordsSayAlikeIsSaidOnce() {
    let alerts = (0..<40).map { SampleAlerts.alert($0, scheme: "admin-injected", reason: $0 < 12 ? "Helmet fell." : "no \($0)") }
    let page = ReportPage.render(SampleAlerts.story(alerts).document, .english)
    #expect(page.components(separatedBy: "12 of these, with $120.00, say the same: Helmet fell.").count == 3)
    let apart = (0..<40).map { SampleAlerts.alert($0, reason: "no \($0 / 5)") }
    #expect(!ReportPage.render(SampleAlerts.story(apart).document, .english).contains("say the same"))
  }

  /// By month where that is a table that one reads, else by year; either adds up to the scheme.
  @Test(arguments: [200, 2_000]) func timesAddUp(days: Int) throws {
    let alerts = (0..<days).map { SampleAlerts.alert($0, day: $0) }
    let table = try #require(tables(SampleAlerts.story(alerts).document).first { $0.name.hasSuffix("time") })
    let counts = table.rows.map { row in if case .count(let count) = row[1].figure { count } else { -1 } }
    #expect(counts.dropLast().reduce(0, +) == days && counts.last == days && counts.count == (days == 200 ? 8 : 7))
    #expect(table.rows[0][0].target == (days == 200 ? "records/rep-padding-in-2024-01.csv" : "records/rep-padding-in-2024.csv"))
  }

  /// Records that two rules flag are with both, and once in all.
  @Test func rulesAreSummedUpByRecordsAndNotByEachOther() throws {
    var alerts = (0..<4).map { SampleAlerts.alert($0, scheme: "admin-injected") }
    var sighting = alerts[0].sighting
    sighting.rules = ["padding.gap", "integrity.odd_cents"]
    alerts[0] = ReportedAlert(sighting)
    let table = try #require(tables(SampleAlerts.story(alerts).document).first { $0.name.hasSuffix("witnesses") })
    #expect(table.hasTotal && table.rows.map { $0[2].figure } == [.count(4), .count(1), .count(4)])
    #expect(table.rows.map { $0[0].figure }.prefix(2) == [.text("Gap"), .text("Odd cents")])
  }

  /// A loss is explained by the amounts that it is made of.
  @Test(
    arguments: [
      (270_000, "indicated loss: what was charged"),
      (50_000, "indicated loss: the difference between what its lines list at and the order&#39;s own list total"),
      (80_000, "<td>indicated loss</td>"),
    ] as [(Int64, String)])
  func aLossIsExplained(loss: Int64, words: String) {
    let alert = SampleAlerts.alert(
      1, scheme: "admin-injected", loss: loss, evidence: #"{"goods":"20.0000","list":"15.0000","charged":"27.0000"}"#)
    #expect(ReportPage.render(SampleAlerts.story([alert]).document, .english).contains(words))
  }

  @Test func verdictsDrawHowPrecisionFallsWithTheScore() throws {
    let alerts = (0..<40).map { SampleAlerts.alert($0, score: 1 - Double($0) / 100, $0 < 20 ? .confirmed : .dismissed) }
    let chart = SampleAlerts.story(alerts).document.blocks.compactMap { block -> Chart? in
      if case .illustration(let illustration) = block, illustration.chart.title.contains("confirmed") {
        illustration.chart
      } else {
        nil
      }
    }.first
    guard case .curves(_, _, let curves) = try #require(chart).content else { throw CancellationError() }
    #expect(curves[0].points.count == 40 && curves[0].points[19] == (0.5, 1) && curves[0].points[39] == (1, 0.5))
  }

  @Test func nothingFoundIsSaidAsThat() {
    let page = ReportPage.render(SampleAlerts.story([]).document, .english)
    #expect(page.contains("Nothing was flagged") && page.contains("does not mean that there was no fraud"))
  }

  /// A figure that no unit can hold is told as that, and stops nothing.
  @Test func sumsBeyondAllBoundsAreTold() {
    let alerts = (0..<4).map { SampleAlerts.alert($0, loss: Money.magnitudeMax) }
    #expect(ReportPage.render(SampleAlerts.story(alerts).document, .english).contains("more than can be counted"))
  }

  @Test func whoHasTheHistoryIsToldOfPeersByRate() {
    let alerts = (0..<20).map { SampleAlerts.alert($0, entity: $0 < 15 ? "Busy" : "Few") }
    var history = HistoryFacts(source: "/orders.csv", total: .init(records: 1_020))
    history.entities = ["Busy": .init(records: 1_000), "Few": .init(records: 20)]
    let page = ReportPage.render(SampleAlerts.story(alerts, history: history, key: nil).document, .english)
    // Fifteen of a thousand are fewer than five of twenty.
    #expect(page.contains("goods in stock") && page.contains("orders of Few,") && !page.contains("orders of Busy"))
  }
}
