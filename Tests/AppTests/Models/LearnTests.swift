import Foundation
import Testing

/// `sheriff learn`, and `scan --model` with what it registered.
@Suite struct LearnTests {
  /// Orders of which one in twelve is padded.
  static func history(_ name: String, seed: Int, in folder: Program.Folder) throws {
    let outcome = try Program.run(
      [
        "simulate", "orders", "--orders", "1500", "--seed", "\(seed)", "--guilty-reps", "6", "--padding-rate", "30%",
        "--injections",
        "none", "--out", name,
      ], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
  }

  static let quick = ["--candidates", "2", "--rounds", "30", "--seconds", "600"]

  private static func learn(_ words: [String], in folder: Program.Folder) throws -> Program.Outcome {
    try Program.run(["learn"] + words + quick, in: folder)
  }

  @Test func aModelIsLearnedFromVotesRegisteredAndScores() throws {
    let folder = try Program.Folder()
    try LearnTests.history("old", seed: 3, in: folder)
    try LearnTests.history("new", seed: 4, in: folder)
    let words = ["old/orders.csv", "--scheme", "rep-padding", "--truth", "old/truth.csv"]
    let outcome = try LearnTests.learn(words, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.output.contains("rules alone") && outcome.output.contains("registered as orders@1"), "\(outcome.output)")
    // The same once more: the same bytes under the next number.
    let again = try LearnTests.learn(words + ["--json"], in: folder)
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
    let hash = try #require(figures["hash"] as? String)
    #expect(figures["version"] as? Int == 2 && outcome.output.contains(hash.prefix(12)))
    let metrics = try #require(figures["metrics"] as? [String: Double])
    #expect((metrics["average_precision"] ?? 0) > 0.8, "\(metrics)")
    #expect(try Program.run(["models", "promote", "orders@2", "--why", "the first"], in: folder).code == 0)

    let plain = try findings("new/orders.csv", ["--all"], in: folder)
    let scored = try findings("new/orders.csv", ["--all", "--model", "orders"], in: folder)
    #expect(plain.count == scored.count)
    for (rules, both) in zip(plain, scored) {
      #expect(rules["row"] as? Int == both["row"] as? Int && rules["rules"] as? [String] == both["rules"] as? [String])
      guard both["scheme"] as? String == "rep-padding" else {
        #expect(both["model"] is NSNull && both["calibrated"] as? Bool == false)
        continue
      }
      let (chance, score) = (both["model"] as? Double ?? -1, both["score"] as? Double ?? -1)
      let alone = rules["score"] as? Double ?? -1
      #expect((0...1).contains(chance) && both["calibrated"] as? Bool == true && both["model_hash"] as? String == hash)
      // Both are heard: the verdict lies between them.
      #expect(score >= min(alone, chance) - 1e-5 && score <= max(alone, chance) + 1e-5, "\(alone) \(chance) \(score)")
    }
    let alerts = scored.filter { $0["flagged"] as? Bool == true && ($0["rules"] as? [String])?.isEmpty == true }
    for alert in alerts { #expect((alert["reason"] as? String)?.hasPrefix("the model gives it ") == true) }
    // What a stream would have said of the first orders is said in the same words.
    #expect(try findings("new/orders.csv", ["--all", "--model", "orders", "--as-stream"], in: folder).count == scored.count)
  }

  @Test func whatAnalystsSaidHoldsWhateverElseLabels() throws {
    let folder = try Program.Folder()
    try LearnTests.history("old", seed: 7, in: folder)
    let truth = try String(contentsOfFile: "\(folder.path)/old/truth.csv", encoding: .utf8).split(separator: "\n").dropFirst()
    let frauds = Set(truth.compactMap { Int($0.split(separator: ",")[0]) })
    let dismissed = frauds.sorted().prefix(4)
    let confirmed = (1...1_000).filter { !frauds.contains($0) }.prefix(7)
    try folder.write(
      "id,scheme,verdict\n" + dismissed.map { "row:\($0),rep-padding,legit\n" }.joined()
        + confirmed.map { "row:\($0),rep-padding,fraud\n" }.joined(), to: "verdicts.csv")
    func labelled(_ words: [String]) throws -> Double {
      let outcome = try LearnTests.learn(["old/orders.csv", "--scheme", "rep-padding", "--json"] + words, in: folder)
      #expect(outcome.code == 0, "\(outcome.talk)")
      let figures = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
      let scheme = (figures?["schemes"] as? [[String: Any]])?.first
      return try #require(scheme?["frauds"] as? Double)
    }
    let (known, judged) = (["--labels", "old/truth.csv"], ["--verdicts", "verdicts.csv"])
    #expect(try labelled(known + judged) == labelled(known) + 3)
    let (votes, both) = (try labelled([]), try labelled(judged))
    #expect(votes != both)
    try folder.write("id,scheme,verdict\nrow:1501,rep-padding,fraud\n", to: "verdicts.csv")
    let refused = try LearnTests.learn(["old/orders.csv"] + judged, in: folder)
    #expect(refused.code == 65 && refused.talk.contains("no record `row:1501`"), "\(refused.talk)")
  }

  @Test func aRuleReadsTheModelsChanceAndFeaturesThatChangedAreRefused() throws {
    let folder = try Program.Folder()
    try LearnTests.history("old", seed: 5, in: folder)
    try FileManager.default.copyItem(atPath: "\(Program.root)/rules", toPath: "\(folder.path)/rules")
    let rules = ["--rules", "rules"]
    #expect(
      try LearnTests.learn(["old/orders.csv", "--labels", "old/truth.csv", "--scheme", "rep-padding"] + rules, in: folder).code
        == 0)
    try folder.write(
      """
      package second
      use schema orders
      rule sure "The model is sure" {
        scheme  rep-padding
        owner   "desk"
        when    model.score > 50%
        because "the model gives {rep}'s order {model.score:0}"
      }

      """, to: "rules/orders/second.rules")
    func talk(_ words: [String]) throws -> String {
      let outcome = try Program.run(["scan", "old/orders.csv", "--out", "found.txt"] + rules + words, in: folder)
      #expect(outcome.code == 0, "\(outcome.talk)")
      return outcome.talk
    }
    #expect(try talk([]).contains("second.sure"))
    #expect(try !talk(["--model", "orders"]).contains("second.sure"))
    // A stream knows the chance as well.
    let stream = ["--rules", "rules", "--model", "orders", "--sink", "jsonl:"]
    func lines(_ words: [String], _ file: String) throws -> String {
      let outcome = try Program.run(words + stream.dropLast() + ["jsonl:\(file)"], in: folder)
      #expect(outcome.code == 0, "\(outcome.talk)")
      return try folder.read(file)
    }
    let scanned = try lines(["scan", "old/orders.csv", "--as-stream", "--out", "stream.txt"], "scanned.jsonl")
    #expect(scanned.contains("\"scheme\":\"rep-padding\""))
    #expect(try talk(["--as-stream"]).contains("second.sure"))
    #expect(try !talk(["--as-stream", "--model", "orders"]).contains("second.sure"))
    #expect(try lines(["watch", "old/orders.csv", "--drift", "off", "--until-idle", "0.2"], "watched.jsonl") == scanned)
    // In shadow the model accuses nobody, and what it would say is kept apart.
    let shadowed = try Program.run(
      [
        "watch", "old/orders.csv", "--home", "apart", "--until-idle", "0.2", "--sink", "jsonl:plain.jsonl", "--rules", "rules",
      ], in: folder)
    #expect(shadowed.code == 0 && !shadowed.talk.contains("in shadow orders@1"), "\(shadowed.talk)")
    try FileManager.default.removeItem(atPath: "\(folder.path)/.sheriff/monitors")
    let none = try Program.run(["watch", "old/orders.csv", "--rules", "rules", "--shadow-model", "orders"], in: folder)
    #expect(none.code == 65 && none.talk.contains("no version of orders is in shadow"), "\(none.talk)")
    let words = ["models", "promote", "orders@1", "--stage", "shadow", "--why", "a trial"]
    #expect(try Program.run(words, in: folder).code == 0)
    let trial = try Program.run(
      [
        "watch", "old/orders.csv", "--restart", "--until-idle", "0.2", "--sink", "jsonl:live.jsonl", "--shadow", "shadow.jsonl",
        "--shadow-model", "orders", "--rules", "rules",
      ], in: folder)
    #expect(trial.code == 0 && trial.talk.contains("in shadow orders@1 would have flagged"), "\(trial.talk)")
    #expect(try folder.read("live.jsonl") == folder.read("plain.jsonl"))
    let shadow = try folder.read("shadow.jsonl").split(separator: "\n")
    #expect(
      !shadow.isEmpty && shadow.allSatisfy { $0.contains("\"scheme\":\"rep-padding\"") && !$0.contains("\"model_hash\":null") })
    // Features that changed are others, and the model says so.
    let path = "\(folder.path)/rules/orders/padding.rules"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("feature gap_share = rate", with: "feature gap_share = rate / 2").write(
      toFile: path, atomically: true, encoding: .utf8)
    let refused = try Program.run(["scan", "old/orders.csv", "--model", "orders"] + rules, in: folder)
    #expect(refused.code == 65 && refused.talk.contains("learned from another padding.gap_share"), "\(refused.talk)")
  }

  /// A category is several numbers to a model, and one thing to who reads why.
  @Test func aReasonNamesTheCategory() throws {
    let folder = try Program.Folder()
    try LearnTests.history("old", seed: 8, in: folder)
    try FileManager.default.createDirectory(atPath: "\(folder.path)/rules/orders", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: "\(Program.root)/rules/orders/orders.schema", toPath: "\(folder.path)/rules/orders/orders.schema")
    try folder.write(
      """
      package mine
      use schema orders
      feature area = region
      feature total = charged
      rule dear "A dear order" {
        scheme   rep-padding
        severity low
        owner    "desk"
        when     charged > 1000000.00
        votes    fraud
        because  "{charged}"
      }

      """, to: "rules/orders/mine.rules")
    let lines = try String(contentsOfFile: "\(folder.path)/old/orders.csv", encoding: .utf8).split(separator: "\n")
    let place = try #require(lines[0].split(separator: ",", omittingEmptySubsequences: false).firstIndex(of: "Region"))
    let regions = lines.dropFirst().map { String($0.split(separator: ",", omittingEmptySubsequences: false)[place]) }
    let guilty = regions[0]
    let rows = regions.indices.filter { regions[$0] == guilty && $0 % 7 != 0 }
    try folder.write(
      "row,scheme,loss,rep\n" + rows.map { "\($0 + 1),rep-padding,1.00,\n" }.joined(), to: "truth.csv")
    let words = ["--rules", "rules"]
    let learned = try LearnTests.learn(["old/orders.csv", "--labels", "truth.csv", "--budget", "1000/day"] + words, in: folder)
    #expect(learned.code == 0, "\(learned.talk)")
    let alerts = try findings("old/orders.csv", ["--model", "orders"] + words, in: folder)
    #expect(!alerts.isEmpty)
    for alert in alerts {
      #expect((alert["reason"] as? String)?.contains("mine.area is \(guilty)") == true, "\(alert["reason"] ?? "")")
    }
  }

  @Test func whatCannotBeLearnedLeavesNothingBehind() throws {
    let folder = try Program.Folder()
    try LearnTests.history("old", seed: 6, in: folder)
    try folder.write("row,scheme,loss,rep\n", to: "nobody.csv")
    let cases: [([String], Int32, String)] = [
      (["--labels", "old/missing.csv"], 65, "has no field `old/missing.csv`"),
      (["--labels", "rep"], 65, "the field `rep` is no flag"),
      (["--labels", "nobody.csv", "--scheme", "rep-padding"], 65, "not one is known to be fraud"),
      (["--scheme", "stealing"], 66, "no rule votes fraud for `stealing`"),
      (["--without", "padding.gap_sharp"], 66, "did you mean padding.gap_share?"),
      (["--budget", "many"], 64, "expected so many alerts a day"),
      (["--review-cost", "-5"], 64, "expected an amount above 0"),
    ]
    for (words, code, message) in cases {
      let outcome = try LearnTests.learn(["old/orders.csv"] + words, in: folder)
      #expect(outcome.code == code && outcome.talk.contains(message), "\(words): \(outcome.code) \(outcome.talk)")
    }
    let few = try folder.read("old/orders.csv").split(separator: "\n").prefix(11).joined(separator: "\n") + "\n"
    try folder.write(few, to: "few.csv")
    let outcome = try LearnTests.learn(["few.csv", "--labels", "old/truth.csv"], in: folder)
    #expect(outcome.code == 65, "\(outcome.talk)")
    #expect(try Program.run(["models", "list"], in: folder).code == 66)
    let unknown = try Program.run(["scan", "few.csv", "--model", "orders"], in: folder)
    #expect(unknown.code == 66 && unknown.talk.contains("there are no models yet"), "\(unknown.talk)")
  }

  private func findings(_ source: String, _ words: [String], in folder: Program.Folder) throws -> [[String: Any]] {
    let outcome = try Program.run(["scan", source, "--format", "jsonl", "--quiet"] + words, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    return try outcome.output.split(separator: "\n").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }
}
