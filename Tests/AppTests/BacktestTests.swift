import Foundation
import TestSupport
import Testing

/// Rules over a history with known fraud, as an analyst tries them.
@Suite struct BacktestTests {
  private static func rules(_ deepest: String, extra: String = "") -> String {
    """
    package padding
    use schema orders

    param deepest = \(deepest)
    param small: money = 5.00
    param words = "no number"

    let gap = list - charged
    feature rep_gap_90d = sum(gap) by rep over 90d

    rule deep "Deep" {
      scheme    rep-padding
      owner     "desk"
      when      list > 0.00 and gap / list > deepest and gap > small
      votes     fraud
      loss      gap - deepest * list
      because   "{rep} charged {charged} for {list}"
    }

    rule habit "Much given away" {
      scheme    rep-padding
      owner     "desk"
      status    shadow
      when      rep_gap_90d > 1000.00
      votes     fraud
      loss      gap
      because   "{rep} gave {rep_gap_90d} away"
    }
    \(extra)
    """
  }

  private static let gone = """

    rule gone "Another" {
      scheme    rep-padding
      owner     "desk"
      when      charged > list
      votes     fraud
      because   "{rep}"
    }
    """

  /// A history with truth beside two versions of a pack.
  private func workplace() throws -> Program.Folder {
    let folder = try Program.Folder()
    let made = try Program.run(
      ["simulate", "orders", "--orders", "1500", "--seed", "3", "--guilty-reps", "6", "--padding-rate", "20%", "--out", "h"],
      in: folder)
    #expect(made.code == 0)
    try FileManager.default.createDirectory(atPath: "\(folder.path)/pack", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: "\(Program.root)/rules/orders/orders.schema", toPath: "\(folder.path)/pack/orders.schema")
    try folder.write(BacktestTests.rules("10%"), to: "pack/padding.rules")
    try folder.write(BacktestTests.rules("20%", extra: BacktestTests.gone), to: "old/padding.rules")
    return folder
  }

  private func backtest(_ words: [String], _ folder: Program.Folder) throws -> Program.Outcome {
    try Program.run(["rules", "backtest", "h/orders.csv", "--rules", "pack", "-q"] + words, in: folder)
  }

  private func object(_ outcome: Program.Outcome) throws -> [String: Any] {
    #expect(outcome.code == 0, "\(outcome.talk)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  private func entry(_ list: Any?, _ id: String, key: String = "id") throws -> [String: Any] {
    try #require((list as? [[String: Any]])?.first { $0[key] as? String == id })
  }

  @Test func aPackAgainstAnotherWithTruthAndASweep() throws {
    let folder = try workplace()
    let result = try object(
      backtest(
        [
          "--against", "old", "--truth", "h/truth.csv", "--sweep", "deepest=5%..25%:5%", "--samples", "3", "--json",
        ], folder))
    let deep = try entry(result["rules"], "padding.deep")
    let alerts = try #require(deep["alerts"] as? Int)
    #expect(alerts > 3)
    // A scan finds the same: the live rule alone is held against anybody.
    let scan = try Program.run(
      ["scan", "h/orders.csv", "--rules", "pack", "--format", "jsonl", "-q"], in: folder)
    #expect(scan.output.split(separator: "\n").count == alerts && result["flagged"] as? Int == alerts)
    let precision = try #require(deep["precision"] as? [String: Any])
    let recall = try #require(deep["recall"] as? [String: Any])
    #expect(precision["whole"] as? Int == alerts)
    let (share, low, high) = (precision["share"] as? Double, precision["low"] as? Double, precision["high"] as? Double)
    #expect(try #require(low) <= #require(share) && #require(share) <= #require(high))
    let padded = try folder.read("h/truth.csv").split(separator: "\n").count { $0.contains(",rep-padding,") }
    #expect(recall["whole"] as? Int == padded)

    let against = try #require(result["against"] as? [String: Any])
    let change = try entry(against["rules"], "padding.deep")
    let gained = try #require(change["gained"] as? Int)
    #expect(change["change"] as? String == "changed" && change["lost"] as? Int == 0 && gained > 3)
    let samples = try #require(change["gained_samples"] as? [[String: Any]])
    #expect(samples.count == 3)
    for sample in samples {
      for key in ["id", "at", "who", "loss"] { #expect((sample[key] as? String)?.isEmpty == false, "\(sample)") }
      #expect((sample["sentence"] as? String)?.contains(" charged $") == true)
    }
    #expect(try entry(against["rules"], "padding.habit")["change"] as? String == "same")
    #expect(try entry(against["rules"], "padding.gone")["change"] as? String == "gone")

    let sweep = try #require(result["sweep"] as? [String: Any])
    let values = try #require(sweep["values"] as? [[String: Any]])
    #expect(values.compactMap { $0["value"] as? String } == ["5%", "10%", "15%", "20%", "25%"])
    let counts = values.compactMap { $0["flagged"] as? Int }
    #expect(counts == counts.sorted(by: >) && counts[1] == alerts && counts[3] == alerts - gained)
    #expect(values.map { $0["now"] as? Bool } == [false, true, false, false, false])
    #expect((values[0]["rules"] as? [[String: Any]])?.map { $0["id"] as? String } == ["padding.deep"])
    // The files are as they were.
    #expect(try folder.read("pack/padding.rules") == BacktestTests.rules("10%"))
  }

  @Test func tablesForPeople() throws {
    let folder = try workplace()
    let outcome = try backtest(["--against", "old", "--truth", "h/truth.csv"], folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    for words in [
      "What each rule finds", "padding.habit  shadow", "What rules find together", "labels: h/truth.csv", "rep-padding",
      "Against old", "padding.gone", "1 more rule finds the same", "gained\n", " charged $",
    ] {
      #expect(outcome.output.contains(words), "\(words) is not in\n\(outcome.output)")
    }
    #expect(try backtest([], folder).output.contains("no labels"))
  }

  @Test func againstARevision() throws {
    let folder = try workplace()
    func git(_ words: [String]) throws {
      let who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
      let outcome = try ChildProcess.run("/usr/bin/git", who + words, folder: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let noRepository = try backtest(["--against", "HEAD"], folder)
    #expect(noRepository.code == 66 && noRepository.talk.contains("is in no git repository"), "\(noRepository.talk)")
    try git(["init", "-q"])
    try git(["add", "h"])
    try git(["commit", "-q", "-m", "the history"])
    try git(["tag", "empty"])
    try folder.write(BacktestTests.rules("20%"), to: "pack/padding.rules")
    try git(["add", "pack"])
    try git(["commit", "-q", "-m", "one in five"])
    try folder.write(BacktestTests.rules("10%"), to: "pack/padding.rules")
    let against = try #require(try object(backtest(["--against", "HEAD", "--json"], folder))["against"] as? [String: Any])
    let change = try entry(against["rules"], "padding.deep")
    #expect(change["change"] as? String == "changed" && (change["gained"] as? Int ?? 0) > 3)
    for (revision, code, words) in [
      ("nonsense", Int32(66), "neither a folder nor a revision"), ("--all", 66, "neither a folder nor a revision"),
      ("h/orders.csv", 66, "is a file"), ("empty", 66, "there was no folder pack"),
    ] {
      let outcome = try backtest(["--against=\(revision)"], folder)
      #expect(outcome.code == code && outcome.talk.contains(words), "\(revision): \(outcome.talk)")
    }
    try folder.write("package padding\nuse schema orders\nrule broken { when lst > 1 }\n", to: "pack/padding.rules")
    try git(["commit", "-q", "-a", "-m", "broken"])
    try folder.write(BacktestTests.rules("10%"), to: "pack/padding.rules")
    let broken = try backtest(["--against", "HEAD"], folder)
    #expect(broken.code == 65 && broken.talk.contains("HEAD:padding.rules:3"), "\(broken.talk)")
    let nowhere = try Program.run(
      ["rules", "backtest", "h/orders.csv", "--rules", "pack", "--against", "HEAD"], in: folder, environment: ["PATH": "/nowhere"]
    )
    #expect(nowhere.code == 69 && nowhere.talk.contains("git is needed"))
  }

  @Test func whatCannotBeSwept() throws {
    let folder = try workplace()
    for (sweep, words) in [
      ("deep=1%..2%:1%", "there are padding.deepest (10%), padding.small (5.00)"),
      ("deepest=1..2:1", "a percent, and the values"),
      ("words=1..2:1", "only amounts, percents"), ("deepest=2%..1%:1%", "below the first"), ("deepest", "expected a param"),
    ] {
      let outcome = try backtest(["--sweep", sweep], folder)
      #expect(outcome.code == 64 && outcome.talk.contains(words), "\(sweep): \(outcome.talk)")
    }
    try folder.write("package other\nuse schema orders\nparam deepest = 3\nlet x = list * deepest\n", to: "pack/other.rules")
    let ambiguous = try backtest(["--sweep", "deepest=1%..2%:1%"], folder)
    #expect(ambiguous.code == 64 && ambiguous.talk.contains("other.deepest, padding.deepest"), "\(ambiguous.talk)")
    #expect(try backtest(["--truth", "h/orders.csv"], folder).code == 65)
    #expect(try backtest(["--truth", "absent.csv"], folder).code == 66)
  }

  /// Cards bear their label, which is known a week later.
  @Test func labelsOfTheSchema() throws {
    let folder = try Program.Folder()
    var text = "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD\n"
    for day in 1...28 {
      let isLarge = day.isMultiple(of: 4)
      text +=
        "\(day),2024-01-\(day < 10 ? "0" : "")\(day) 10:00:00,C\(day % 3),T1,\(isLarge ? 300 : 20).00,\(day.isMultiple(of: 8) ? 1 : 0)\n"
    }
    try folder.write(text, to: "cards.csv")
    let outcome = try Program.run(["rules", "backtest", "cards.csv", "--json", "-q"], in: folder)
    let labels = try #require(try object(outcome)["labels"] as? [String: Any])
    // The history ends on the 28th, so the labels from the 22nd on are not known.
    #expect(labels["source"] as? String == "the field `fraud`" && labels["immature"] as? Int == 7)
    let large = try entry(object(outcome)["rules"], "cards.large_amount")
    #expect((large["precision"] as? [String: Any])?["part"] as? Int == 2)
    #expect((large["precision"] as? [String: Any])?["whole"] as? Int == 5)
    #expect(large["alerts"] as? Int == 7)
  }

  @Test func benchSaysWhatIsDear() throws {
    let folder = try workplace()
    let words = ["rules", "bench", "h/orders.csv", "--rules", "pack", "--repeat", "2", "-q"]
    let outcome = try Program.run(words, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    for words in ["records a second", "padding.deep", "padding.rep_gap_90d  feature", "measurement of this machine now"] {
      #expect(outcome.output.contains(words), "\(outcome.output)")
    }
    let json = try object(Program.run(words + ["--json"], in: folder))
    let parts = try #require(json["parts"] as? [[String: Any]])
    #expect(Set(parts.compactMap { $0["id"] as? String }) == ["padding.deep", "padding.habit", "padding.rep_gap_90d"])
    #expect(try entry(parts, "padding.habit")["windows"] as? Int == 1)
    #expect(try entry(parts, "padding.deep")["windows"] as? Int == 0)
    let alone = parts.compactMap { $0["alone_ns"] as? Double }
    #expect(alone == alone.sorted(by: >) && (json["records_per_second"] as? Double ?? 0) > 0)
  }
}
