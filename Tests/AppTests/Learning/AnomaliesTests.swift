import Foundation
import Testing

/// `sheriff anomalies`, as an analyst runs it.
@Suite struct AnomaliesTests {
  private static func payments(_ folder: Program.Folder, _ count: Int = 3_000, rate: String = "2%") throws {
    let outcome = try Program.run(
      [
        "simulate", "cards", "--layout", "anonymous", "--payments", "\(count)", "--fraud-rate", rate, "--seed", "3", "--out", ".",
      ],
      in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
  }

  private func anomalies(_ words: [String], in folder: Program.Folder) throws -> Program.Outcome {
    try Program.run(["anomalies", "cards.csv", "--samples", "10"] + words, in: folder)
  }

  /// The figures of a row of the table.
  private func figures(_ name: String, _ text: String) -> [Double] {
    let line = text.split(separator: "\n").first { $0.hasPrefix("  \(name) ") } ?? ""
    return line.dropFirst(name.count + 2).split(separator: " ").compactMap { Double($0) }
  }

  @Test func plantedFraudsStandHighAndReasonsNameTheirFeatures() throws {
    let folder = try Program.Folder()
    try Self.payments(folder)
    let outcome = try anomalies(["--truth", "truth.csv", "--top", "5"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.talk.contains("learned without labels from 3,000 records, 31 features; 3,000 records ranked"))
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(
      lines.count { $0.hasPrefix("      ") && ($0.contains(", above ") || $0.contains(", below ")) } == 5, "\(outcome.output)")
    #expect(lines[0].hasPrefix("1.  row:") && lines[0].contains("(isolation "))
    #expect(outcome.output.contains("3,000 labelled records, 60 frauds: by chance average precision would be 0.0200"))
    for name in ["isolation", "tails", "all together"] { #expect(figures(name, outcome.output)[0] > 0.75, "\(outcome.output)") }
    // A fifth of the frauds differ in nothing, so nobody finds all.
    let hidden = try #require(lines.first { $0.hasPrefix("  hidden ") })
    let counts = hidden.split(separator: " ").compactMap { Int($0) }
    #expect(counts.count == 5 && counts.dropFirst().allSatisfy { $0 < counts[0] })
  }

  @Test func laterRecordsAreRankedByWhatEarlierOnesTaught() throws {
    let folder = try Program.Folder()
    try Self.payments(folder)
    // By the header's name for the label as by the schema's.
    let words = ["--by", "tails", "--fit-share", "50%", "--top", "all", "--format", "jsonl"]
    let outcome = try anomalies(words + ["--label", "Class"], in: folder)
    #expect(outcome.code == 0 && outcome.talk.contains("from 1,500 earlier records"), "\(outcome.talk)")
    #expect(figures("tails", outcome.talk)[0] > 0.75, "\(outcome.talk)")
    let records = try outcome.output.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(records.count == 1_500 && records.allSatisfy { ($0["row"] as? Int ?? 0) > 1_500 })
    let scores = records.compactMap { $0["score"] as? Double }
    #expect(
      scores.count == 1_500 && scores.allSatisfy { (0...1).contains($0) }
        && zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(records.map { $0["rank"] as? Int } == (1...1_500).map { $0 })
    #expect(try anomalies(words + ["--label", "fraud"], in: folder).output == outcome.output)
    // A label is measured by, and not learned from.
    #expect(try anomalies(words, in: folder).output == outcome.output)
  }

  @Test func theListGoesIntoAFileAndTheSameSeedGivesTheSameBytes() throws {
    let folder = try Program.Folder()
    try Self.payments(folder, 400)
    let words = ["--format", "csv", "--top", "all", "--label", "fraud", "--out"]
    let outcome = try anomalies(words + ["first.csv"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("area under curve"), "\(outcome.talk)")
    #expect(try anomalies(words + ["second.csv"], in: folder).code == 0)
    let text = try folder.read("first.csv")
    #expect(text == (try folder.read("second.csv")))
    let rows = text.split(separator: "\n")
    #expect(rows.count == 401 && rows[0] == "row,id,at,entity,rank,score,isolation,tails,autoencoder,reason")
    #expect(try anomalies(words + ["third.csv", "--seed", "2"], in: folder).code == 0)
    #expect(try folder.read("third.csv") != text)
  }

  /// Any schema will do: here orders, with categories, times and whom they belong to.
  @Test func paddedOrdersAreOddWithoutAnybodySayingSo() throws {
    let folder = try Program.Folder()
    try LearnTests.history("old", seed: 3, in: folder)
    let outcome = try Program.run(
      ["anomalies", "old/orders.csv", "--truth", "old/truth.csv", "--scheme", "rep-padding", "--top", "10", "--samples", "10"],
      in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(figures("all together", outcome.output)[0] > 0.9, "\(outcome.output)")
    let first = try #require(outcome.output.split(separator: "\n").first)
    #expect(first.contains(/^1\.  row:\d+  \d{4}-\d{2}-\d{2}  [A-Z]/), "\(first)")
  }

  /// A table of one's own with a category of many and one of few; an id with a line's end in it stays one cell.
  @Test func rareCategoriesAreNamedAndIdsStayCells() throws {
    let folder = try Program.Folder()
    try folder.write(
      "schema plain {\n  id    id    from \"ID\"\n  who   key   from \"WHO\"\n  kind  text  from \"KIND\"\n  time sequence\n}\n",
      to: "plain/plain.schema")
    try folder.write(
      "package plain\nuse schema plain\n\nfeature person = who\nfeature sort = kind\n", to: "plain/plain.rules")
    var table = "ID,WHO,KIND\n"
    for row in 0..<400 {
      table += "\(row == 77 ? "\"7\r\n7\"" : "\(row)"),\(row == 77 ? "Stranger" : "W\(row % 31)"),\(row % 2 == 0 ? "a" : "b")\n"
    }
    try folder.write(table, to: "plain.csv")
    let words = ["anomalies", "plain.csv", "--rules", "plain", "--top", "1"]
    let list = try Program.run(words, in: folder)
    #expect(list.code == 0 && list.output.contains("who is Stranger, as in 0.3% of the records"), "\(list.output)\(list.talk)")
    let cells = try Program.run(words + ["--format", "csv"], in: folder)
    #expect(cells.output.contains("\n78,\"7\r\n7\",,Stranger,1,"), "\(cells.output)\(cells.talk)")
  }

  @Test func aFeatureThatReadsALabelIsLeftOut() throws {
    let folder = try Program.Folder()
    let made = try Program.run(
      ["simulate", "cards", "--customers", "30", "--terminals", "100", "--days", "30", "--radius", "10", "--out", "."], in: folder
    )
    #expect(made.code == 0)
    let outcome = try anomalies(["--by", "tails", "--top", "1"], in: folder)
    #expect(
      outcome.talk.contains(
        "left out, because they read a label: cards.terminal_risk_1d, cards.terminal_risk_7d, cards.terminal_risk_30d\n"),
      "\(outcome.talk)")
    #expect(outcome.talk.contains("12 features"), "\(outcome.talk)")
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    let folder = try Program.Folder()
    try Self.payments(folder, 300)
    let all = try folder.read("cards.csv").split(separator: "\n").map(String.init)
    try folder.write(all.prefix(11).joined(separator: "\n") + "\n", to: "ten.csv")
    let constant = [all[0]] + (0..<60).map { "\($0)," + [String](repeating: "1.0", count: 28).joined(separator: ",") + ",5.00,0" }
    try folder.write(constant.joined(separator: "\n") + "\n", to: "same.csv")
    try folder.write("row,scheme\n", to: "nobody.csv")
    let cases: [([String], Int32, String)] = [
      (["ten.csv"], 65, "ten.csv: there are 10 records to learn from, and at least 50 are needed"),
      (["same.csv"], 65, "no feature tells one of the 60 records from another"),
      (["cards.csv", "--label", "nothing"], 65, "anonymous_cards has no field `nothing`"),
      (["cards.csv", "--label", "V1"], 65, "the field `V1` is no flag"),
      (["cards.csv", "--truth", "nobody.csv"], 65, "by the truth none of the 300 labelled records is fraud"),
      (["cards.csv", "--truth", "truth.csv", "--scheme", "theft"], 66, "truth.csv has no row of the scheme `theft`"),
      (["cards.csv", "--without", "anonymous.nothing"], 66, "there is no feature `anonymous.nothing`"),
      (["cards.csv", "--truth", "nowhere.csv"], 66, "nowhere.csv"),
      (["cards.csv", "--label", "fraud", "--truth", "truth.csv"], 64, "not by both"),
      (["cards.csv", "--scheme", "theft"], 64, "`--scheme` is one of a --truth"),
      (["cards.csv", "--top", "some"], 64, "expected a whole number, or all"),
      (["cards.csv", "--by", "magic"], 64, "`magic` is no value of `--by`"),
      (["cards.csv", "--fit-share", "5%"], 65, "records to learn from, and at least 50 are needed"),
    ]
    for (words, code, message) in cases {
      let outcome = try Program.run(["anomalies"] + words, in: folder)
      #expect(
        outcome.code == code && outcome.talk.contains(message) && outcome.output == "",
        "\(words): \(outcome.code) \(outcome.talk)")
    }
    // A cell that is no number is a bad row, and said.
    var broken = all
    broken[5] = broken[5].split(separator: ",").enumerated().map { $0 == 3 ? "NaN" : String($1) }.joined(separator: ",")
    try folder.write(broken.joined(separator: "\n") + "\n", to: "broken.csv")
    let outcome = try Program.run(["anomalies", "broken.csv", "--top", "1"], in: folder)
    #expect(outcome.code == 0 && outcome.talk.contains("1 of 300 rows rejected") && outcome.talk.contains("299 records ranked"))
  }

  @Test func aModelWithLabelsIsLearnedFromTheSamePayments() throws {
    let folder = try Program.Folder()
    try Self.payments(folder, 1_500, rate: "10%")
    let outcome = try Program.run(["learn", "cards.csv", "--labels", "Class"] + LearnTests.quick, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(
      outcome.output.contains("registered as anonymous_cards@1") && outcome.output.contains("31 features"), "\(outcome.output)")
  }
}
