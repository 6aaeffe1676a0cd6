import Detection
import Records
import RuleLanguage
import Testing

/// Which labels count, and how right alerts are by them.
@Suite struct LabelTests {
  private static let day = Instant.microsecondsPerDay

  private func outline(_ days: [Int64], decided: [Bool]? = nil) -> HistoryOutline {
    var outline = HistoryOutline(hasTime: true)
    for (place, day) in days.enumerated() { outline.add(time: day * LabelTests.day, isDecided: decided?[place] ?? true) }
    return outline
  }

  private func batch(_ flags: [Bool?], knownAfter: Int64?) -> RecordBatch {
    var validity = Bitmap()
    var present = Bitmap()
    for flag in flags {
      validity.append(flag != nil)
      present.append(true)
    }
    let schema = Schema(
      name: "payments",
      fields: [
        Field(name: "amount", type: .money(.usDollar)),
        Field(name: "fraud", type: .flag, isLabel: true, knownAfter: knownAfter),
      ])
    return RecordBatch(
      schema: schema, rows: flags.indices.map { Int64($0 + 1) },
      columns: [
        Column(values: .money(flags.indices.map { Int64($0 + 1) * 10_000 }), validity: present),
        Column(values: .flag(flags.map { $0 ?? false }), validity: validity),
      ], lists: [], rejects: [], end: SourcePosition(source: "", byte: 0, row: 0))
  }

  private func alerts(_ records: [Int], loss: Int64 = 10_000) -> Alerts {
    var alerts = Alerts(.usDollar)
    for record in records { alerts.add(record, loss: loss) }
    return alerts
  }

  @Test func whatWasNotYetKnownIsLeftOut() throws {
    // Labels are known after a week, and the history ends on day 20: day 13 is known, day 14 is not.
    let labels = try #require(
      Labels(batch([true, nil, false, true, true, true], knownAfter: 7 * LabelTests.day), outline([0, 1, 2, 13, 14, 20])))
    #expect(labels.immature == 2 && labels.unlabelled == 1 && labels.fraudulent == 2 && labels.honest == 1)
    let judgement = labels.judge(alerts([0, 1, 2, 4]), scheme: "any")
    #expect(judgement.precision == Proportion(1, of: 2) && judgement.recall == Proportion(1, of: 2))
    // Amounts are 1 and 4 dollars, and the first is found.
    #expect(judgement.moneyRecall == 0.2 && judgement.moneyPrecision == 0.5)
    #expect(labels.description == "the field `fraud`" && labels.moneyDescription == "`amount`")
    let legit = labels.judge(alerts([0, 2]), scheme: "", vote: .legit)
    #expect(legit.precision == Proportion(1, of: 2) && legit.recall == Proportion(1, of: 1) && legit.moneyRecall == nil)
  }

  @Test func aLabelWithoutDelayIsKnownAtOnce() throws {
    let labels = try #require(Labels(batch([true, false], knownAfter: nil), outline([0, 1])))
    #expect(labels.immature == 0 && labels.fraudulent == 1)
    #expect(Labels(batch([true], knownAfter: nil), outline([0], decided: [false]))?.fraudulent == 0)
  }

  @Test func aTruthFileKnowsSchemesAndLosses() {
    let truth: [Labels.TruthRow] = [
      .init(row: 11, scheme: "padding", loss: 50_000), .init(row: 12, scheme: "injected", loss: 30_000),
      .init(row: 12, scheme: "padding", loss: 10_000), .init(row: 99, scheme: "padding", loss: 1),
      .init(row: 14, scheme: "padding", loss: 1),
    ]
    let labels = Labels(
      truth: truth, name: "truth.csv", rows: [11, 12, 13, 14], currency: .usDollar,
      outline([0, 1, 2, 3], decided: [true, true, true, false]))
    #expect(labels.unmatched == 2 && labels.immature == 0 && labels.fraudulent == 2 && labels.honest == 1)
    #expect(labels.schemes == ["injected", "padding"] && labels.knows("padding") && !labels.knows("other") && labels.knows(""))
    let padding = labels.judge(alerts([0, 2]), scheme: "padding")
    #expect(padding.precision == Proportion(1, of: 2) && padding.recall == Proportion(1, of: 2))
    #expect(padding.moneyRecall == 5.0 / 6.0)
    // A fraud of another scheme is no hit, and in any scheme it is one.
    #expect(labels.judge(alerts([0]), scheme: "injected").precision == Proportion(0, of: 1))
    #expect(labels.judge(alerts([0, 1]), scheme: "").recall == Proportion(2, of: 2))
  }
}
