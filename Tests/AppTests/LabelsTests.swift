import Foundation
import Testing

/// `sheriff labels`, as an analyst runs it over orders.
@Suite struct LabelsTests {
  private static let sample = "\(Program.root)/sample-data"

  @Test func everyRecordGetsAChanceInEachScheme() throws {
    let folder = try Program.Folder()
    // Every tenth order was looked at, and so were all that are fraud.
    let truth = try String(contentsOfFile: "\(LabelsTests.sample)/truth.csv", encoding: .utf8)
    let padded = truth.split(whereSeparator: \.isNewline).filter { $0.contains("rep-padding") }.compactMap {
      $0.split(separator: ",").first.flatMap { Int($0) }
    }
    var verdicts = "id,scheme,verdict\n"
    for row in padded { verdicts += "row:\(row),rep-padding,fraud\n" }
    for row in stride(from: 1, to: 600, by: 10) where !padded.contains(row) { verdicts += "row:\(row),rep-padding,legit\n" }
    try folder.write(verdicts, to: "verdicts.csv")
    let outcome = try Program.run(
      [
        "labels", "\(LabelsTests.sample)/orders.csv", "--verdicts", "verdicts.csv", "--truth", "\(LabelsTests.sample)/truth.csv",
        "--out", "labels.csv", "--samples", "10",
      ], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.output.contains("rep-padding: 608 records") && outcome.output.contains("log loss"))
    #expect(outcome.output.contains("how right each rule is cannot be told"))
    // The truth knows no `data-quality`, so it cannot say that its rule is wrong.
    let line = outcome.output.split(separator: "\n").first { $0.contains("impossible_age  ") }
    #expect(line?.split(separator: " ").suffix(5).allSatisfy { $0 == "-" } == true, "\(line ?? "")")
    let rows = try folder.read("labels.csv").split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(rows[0] == ["id", "scheme", "probability"] && rows.count == 1 + 3 * 608)
    #expect(rows.dropFirst().allSatisfy { $0.count == 3 && (0...1).contains(Double($0[2]) ?? -1) })
    let first = try #require(padded.first)
    #expect(rows.contains(["row:\(first)", "rep-padding", "1.0"]))
  }

  @Test func verdictsThatFitNothingAreNamed() throws {
    let folder = try Program.Folder()
    let orders = try String(contentsOfFile: "\(LabelsTests.sample)/orders.csv", encoding: .utf8)
    try folder.write(orders.split(separator: "\n", maxSplits: 40).prefix(40).joined(separator: "\n") + "\n", to: "orders.csv")
    let cases = [
      ("id,verdict\nrow:1,fraud\n", "columns `id`, `scheme` and `verdict`"),
      ("id,scheme,verdict\nrow:1,rep-padding,perhaps\n", "`perhaps` is no verdict"),
      ("id,scheme,verdict\nrow:1,rep-padding,fraud\nrow:1,rep-padding,legit\n", "is fraud and legit"),
      ("id,scheme,verdict\nrow:99,rep-padding,fraud\n", "the source has no record `row:99`"),
      ("id,scheme,verdict\nrow:1,stealing,fraud\n", "`stealing` is no scheme that is labelled"),
    ]
    for (text, message) in cases {
      try folder.write(text, to: "verdicts.csv")
      let outcome = try Program.run(["labels", "orders.csv", "--verdicts", "verdicts.csv"], in: folder)
      #expect(outcome.code == 65 && outcome.talk.contains(message), "\(outcome.talk)")
    }
    let bounds = try Program.run(["labels", "orders.csv", "--fraud-min", "30%"], in: folder)
    #expect(bounds.code == 64 && bounds.talk.contains("--fraud-min lies above --fraud-max"))
  }
}
