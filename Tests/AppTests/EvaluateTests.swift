import Foundation
import Testing

/// `sheriff evaluate`, as somebody runs it who knows the truth.
@Suite struct EvaluateTests {
  private static func finding(
    _ row: Int, _ score: Double, _ flagged: Bool, loss: String? = nil, scheme: String = "rep-padding", currency: String = "USD"
  ) -> String {
    let loss = loss.map { "\"\($0)\"" } ?? "null"
    return
      "{\"row\":\(row),\"id\":\"row:\(row)\",\"entity\":\"R\(row % 2)\",\"scheme\":\"\(scheme)\",\"flagged\":\(flagged),"
      + "\"score\":\(score),\"calibrated\":true,\"loss\":\(loss),\"currency\":\"\(currency)\",\"evidence\":{\"a\":[1]}}\n"
  }

  private static let findings =
    finding(1, 0.9, true, loss: "10.0000") + finding(2, 0.8, true, loss: "3.5000") + finding(3, 0.7, true)
    + finding(4, 0.2, false)
    + finding(5, 0.1, false) + finding(5, 0.9, true, scheme: "data-quality")
  /// Columns in another order, and one that nobody knows.
  private static let truth =
    "variant,loss,what,scheme,row,rep\nsmall,10.0050,x,rep-padding,1,R1\nlarge,20,x,rep-padding,3,R1\nlarge,5.5,x,rep-padding,5,R1\n"

  private func folder(_ findings: String = EvaluateTests.findings, _ truth: String = EvaluateTests.truth) throws -> Program.Folder
  {
    let folder = try Program.Folder()
    try folder.write(findings, to: "findings.jsonl")
    try folder.write(truth, to: "truth.csv")
    return folder
  }

  private static let command = ["evaluate", "--findings", "findings.jsonl", "--truth", "truth.csv"]

  private func json(_ folder: Program.Folder, _ words: [String] = []) throws -> [String: Any] {
    let outcome = try Program.run(EvaluateTests.command + ["--json"] + words, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  private func scheme(_ name: String, _ json: [String: Any]) throws -> [String: Any] {
    try #require((json["schemes"] as? [[String: Any]])?.first { $0["scheme"] as? String == name })
  }

  @Test func everyFigureOfASmallCase() throws {
    let folder = try folder()
    let result = try json(folder, ["--inspected", "1,3"])
    #expect(result["ranking"] as? String == "all" && result["records"] as? Int == 5)
    let padding = try scheme("rep-padding", result)
    #expect(padding["frauds"] as? Int == 3 && padding["flagged"] as? Int == 3 && padding["right"] as? Int == 2)
    #expect(padding["precision"] as? Double == 2.0 / 3 && padding["recall"] as? Double == 2.0 / 3)
    #expect(padding["false_alarms_per_100000"] as? Double == 50_000)
    let average = try #require(padding["average_precision"] as? Double)
    #expect((average - (1 + 2.0 / 3 + 3.0 / 5) / 3).magnitude < 1e-12)
    #expect(padding["precision_at_recall_93"] as? Double == 0.6 && padding["recall_at_precision_95"] as? Double == 1.0 / 3)
    #expect((padding["recall_at_inspected"] as? [[String: Any]])?.map { $0["recall"] as? Double } == [1.0 / 3, 2.0 / 3])
    let money = try #require(padding["money"] as? [String: Any])
    #expect(
      money["lost"] as? String == "35.5050" && money["found"] as? String == "30.0050" && money["missed"] as? String == "5.5000")
    #expect(money["falsely_claimed"] as? String == "3.5000" && money["error_sum"] as? String == "0.0050")
    #expect(money["within_cent"] as? Int == 1 && money["exact"] as? Int == 0)
    let brier = try #require((padding["calibration"] as? [String: Any])?["brier"] as? Double)
    #expect((brier - (0.01 + 0.64 + 0.09 + 0.04 + 0.81) / 5).magnitude < 1e-12)
    let variants = try #require(padding["by_variant"] as? [[String: Any]])
    #expect(variants.map { $0["name"] as? String } == ["large", "small"] && variants[0]["found"] as? String == "20.0000")
    let reps = try #require(padding["by_rep"] as? [[String: Any]])
    #expect(reps.map { $0["name"] as? String } == ["R1", "R0"] && reps.map { $0["records"] as? Int } == [3, 2])
    #expect((padding["intervals"] as? [String: Any])?["average_precision"] != nil)
    #expect((try scheme("data-quality", result))["in_truth"] as? Bool == false)
    #expect((result["notes"] as? [String])?.contains { $0.contains("names no `data-quality`") } == true)
  }

  @Test func thePageStandsAlone() throws {
    let folder = try folder()
    let outcome = try Program.run(EvaluateTests.command + ["--out", "page.html"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    for text in ["rep-padding: by variant", "average precision", "its 1 flag cannot be judged"] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    #expect(!outcome.output.contains("data-quality: "))
    let page = try folder.read("page.html")
    for text in ["precision over recall", "share of frauds over score", "money by variant", "rep-padding: by rep", "<svg"] {
      #expect(page.contains(text), "\(text)")
    }
    for door in ["<script", "http://", "https://", "src="] {
      #expect(!page.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "").contains(door))
    }
  }

  @Test func theSameSeedSaysTheSame() throws {
    let folder = try folder()
    #expect(try Program.run(EvaluateTests.command, in: folder).output == Program.run(EvaluateTests.command, in: folder).output)
    #expect(
      try Program.run(EvaluateTests.command + ["--seed", "2"], in: folder).output
        != Program.run(EvaluateTests.command, in: folder).output)
    #expect(try Program.run(EvaluateTests.command + ["--bootstrap", "0"], in: folder).output.contains("Without intervals"))
  }

  @Test func whatWasFlaggedOnlyIsSaidToBeThat() throws {
    let flagged = EvaluateTests.findings.split(separator: "\n").filter { $0.contains("\"flagged\":true") }.joined(separator: "\n")
    let folder = try folder(flagged + "\n")
    let result = try json(folder)
    #expect(result["ranking"] as? String == "flagged" && result["records"] is NSNull)
    let padding = try scheme("rep-padding", result)
    // The third fraud was not flagged: it counts as never found.
    let average = try #require(padding["average_precision"] as? Double)
    #expect((average - (1 + 2.0 / 3) / 3).magnitude < 1e-12)
    #expect(padding["precision_at_recall_93"] is NSNull && padding["false_alarms_per_100000"] is NSNull)
    #expect((result["notes"] as? [String])?.first?.contains("of what was flagged") == true)
  }

  @Test func aSourceSaysHowManyThereWere() throws {
    let folder = try Program.Folder()
    #expect(try Program.run(["simulate", "orders", "--orders", "700", "--seed", "5", "--out", "h"], in: folder).code == 0)
    let scan = ["scan", "h/orders.csv", "-q", "--format"]
    #expect(try Program.run(scan + ["csv", "--out", "some.csv"], in: folder).code == 0)
    #expect(try Program.run(scan + ["csv", "--all", "--out", "all.csv"], in: folder).code == 0)
    #expect(try Program.run(scan + ["jsonl", "--all", "--out", "all.jsonl"], in: folder).code == 0)
    func text(_ words: [String]) throws -> String {
      let outcome = try Program.run(["evaluate", "--truth", "h/truth.csv", "--json", "-q", "--findings"] + words, in: folder)
      #expect(outcome.code == 0, "\(outcome.talk)")
      return outcome.output
    }
    func padding(_ words: [String]) throws -> [String: Any] {
      let object = try JSONSerialization.jsonObject(with: Data(text(words).utf8)) as? [String: Any]
      return try scheme("rep-padding", #require(object))
    }
    let all = try padding(["all.jsonl"])
    #expect(try text(["all.jsonl"]).replacing("all.jsonl", with: "all.csv") == text(["all.csv"]))
    let some = try padding(["some.csv", "--source", "h/orders.csv"])
    for key in ["precision", "recall", "honest", "false_alarms_per_100000", "frauds"] {
      #expect((some[key] as? NSNumber) != nil && some[key] as? NSNumber == all[key] as? NSNumber, "\(key)")
    }
    func records(_ scheme: [String: Any]) -> Int {
      (scheme["by_rep"] as? [[String: Any]] ?? []).reduce(0) { $0 + ($1["records"] as? Int ?? 0) }
    }
    #expect(records(some) == records(all) && records(all) >= 700)
    let other = try Program.run(["simulate", "orders", "--orders", "20", "--out", "o"], in: folder)
    #expect(other.code == 0)
    let foreign = try Program.run(
      ["evaluate", "--findings", "all.csv", "--truth", "h/truth.csv", "--source", "o/orders.csv"], in: folder)
    #expect(foreign.code == 65 && foreign.talk.contains("are not in o/orders.csv"))
  }

  @Test func whatIsOddIsCountedAndSaid() throws {
    let truth =
      EvaluateTests.truth + "small,10.0050,x,rep-padding,1,R1\nsmall,,x,rep-padding,99,R1\nlist,1,x,admin-injected,2,R0\n"
    let notes = try #require(try json(folder(EvaluateTests.findings, truth))["notes"] as? [String]).joined(separator: "\n")
    for text in [
      "1 fraud of `rep-padding` stand on rows that are not among the findings",
      "The truth names 1 fraud of `admin-injected`, and no finding is of that scheme: recall 0",
      "1 line of the truth say again", "1 line of the truth say no loss",
    ] {
      #expect(notes.contains(text), "\(text)\n\(notes)")
    }
    let honest = try json(folder(EvaluateTests.findings, "row,scheme,loss,rep\n"))
    #expect((honest["notes"] as? [String])?.contains { $0.contains("no fraud at all") } == true)
    #expect(try scheme("rep-padding", honest)["false_alarms_per_100000"] as? Double == 60_000)
    #expect(try scheme("rep-padding", honest)["recall"] is NSNull)
  }

  @Test(arguments: [
    ("", EvaluateTests.truth, "there is no finding in it", 65),
    ("row,scheme\n1,s\n", EvaluateTests.truth, "these are no findings: `flagged`, `score` is lacking", 65),
    ("{\"a\":1}\n", EvaluateTests.truth, "these are no findings", 65),
    (EvaluateTests.findings, "", "a truth file is a CSV file", 65),
    (EvaluateTests.findings, "line,loss\n", "a truth file is a CSV file", 65),
    (EvaluateTests.findings, "row,scheme\nfirst,rep-padding\n", "line 2", 65),
    (EvaluateTests.findings + finding(2, 0.1, false), EvaluateTests.truth, "row 2 has `rep-padding` twice", 65),
    (EvaluateTests.findings + finding(6, 1.5, false), EvaluateTests.truth, "the score 1.5 is not between 0 and 1", 65),
    (EvaluateTests.findings + "{\"row\":7,\"scheme\":\"s\",\"flagged\":true}\n", EvaluateTests.truth, "line 7", 65),
    (EvaluateTests.findings + "{torn", EvaluateTests.truth, "line 7", 65),
    (EvaluateTests.findings, "row,scheme\n100,rep-padding\n", "are both of one history?", 65),
    (EvaluateTests.findings + finding(6, 1, true, loss: "1", currency: "EUR"), EvaluateTests.truth, "in USD and in EUR", 65),
    (EvaluateTests.findings + finding(6, 1, true, loss: "1", currency: "Thaler"), EvaluateTests.truth, "no currency's code", 65),
  ])
  func badInputIsAnswered(findings: String, truth: String, message: String, code: Int32) throws {
    let outcome = try Program.run(EvaluateTests.command, in: folder(findings, truth))
    #expect(outcome.code == code && outcome.talk.contains(message), "\(outcome.talk)")
  }

  @Test func missingOptionsAndFilesAreAnswered() throws {
    let folder = try folder()
    #expect(try Program.run(["evaluate", "--findings", "findings.jsonl"], in: folder).code == 64)
    #expect(try Program.run(["evaluate", "--findings", "nowhere", "--truth", "truth.csv"], in: folder).code == 66)
    #expect(try Program.run(EvaluateTests.command + ["--inspected", "few"], in: folder).code == 64)
    #expect(try Program.run(EvaluateTests.command + ["--seed", "-1"], in: folder).code == 64)
  }
}
