import Foundation
import Testing

/// The analyst's tools, as an analyst runs them.
@Suite struct RulesTests {
  private static let sound = """
    package first
    use schema orders

    /// Why.
    rule deep "Deep" {
      scheme    rep-padding
      owner     "desk"
      when      list > 0.00 and (list - charged) / list > 20%
      votes     fraud
      loss      list - charged
      because   "{rep} charged {charged}"
    }

    test deep {
      given { list: 100.00, charged: 60.00 } expect fires loss 40.00
      given { list: 100.00, charged: 90.00 } expect silent
    }

    """

  @Test func theShippedRulesAreSoundCleanFormattedAndLocked() throws {
    let folder = try Program.Folder()
    let check = try Program.run(["rules", "check"], in: folder)
    #expect(check.code == 0 && check.output.isEmpty, "\(check.output)")
    #expect(check.talk.contains("rules") && check.talk.contains("features"))
    #expect(try Program.run(["rules", "lint"], in: folder).code == 0)
    #expect(try Program.run(["rules", "fmt", "--check"], in: folder).code == 0)
    let lock = try Program.run(["rules", "lock", "--check"], in: folder)
    #expect(lock.code == 0, "run `make docs` after reading: \(lock.output)")
  }

  @Test func examplesMayComeLate() throws {
    let folder = try Program.Folder()
    let rules = """
      package late
      use schema orders

      /// A record that was entered long after its date.
      rule back_dated "Back-dated" {
        scheme    data-quality
        owner     "desk"
        when      behind > 3d
        votes     fraud
        because   "{behind:days} behind the records before it"
      }

      test back_dated {
        given { at: 2026-01-09 } then { at: 2026-01-06 } expect silent
        given { at: 2026-01-09 } then { at: 2026-01-05T12:00:00Z } expect fires because "3.5 days behind the records before it"
        given { at: 2026-01-09 } expect silent
        given { at: 2026-01-09 } then { at: 2026-01-01 } then { at: 2026-01-09 } expect silent
      }

      """
    try folder.write(rules, to: "late.rules")
    let outcome = try Program.run(["rules", "test", "late.rules"], in: folder)
    #expect(outcome.code == 0, "\(outcome.output) \(outcome.talk)")
  }

  @Test func checkSaysEverythingAtOnceAndFails() throws {
    let folder = try Program.Folder()
    try folder.write("package a\nuse schema orders\nlet b = lst\nlet c = list + 5%\nrule r { when d }\n", to: "a.rules")
    try folder.write(RulesTests.sound, to: "first.rules")
    let outcome = try Program.run(["rules", "check", "."], in: folder)
    #expect(outcome.code == 65)
    for place in ["a.rules:3:9: error[E0200]", "a.rules:4:14: error[E0300]", "a.rules:5:15: error[E0200]"] {
      #expect(outcome.output.contains(place), "\(outcome.output)")
    }
    #expect(outcome.talk.contains("3 errors in 1 file"))
    let json = try Program.run(["rules", "check", ".", "--json"], in: folder)
    let lines = json.output.split(separator: "\n")
    #expect(lines.count == 3)
    for line in lines {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(object["severity"] as? String == "error" && object["code"] is String && object["start"] is [String: Any])
    }
  }

  @Test func aHundredMistakesAreEnoughToRead() throws {
    let folder = try Program.Folder()
    let lines = (0..<150).map { "let b\($0) = lst\n" }.joined()
    try folder.write("package a\nuse schema orders\n" + lines, to: "a.rules")
    let outcome = try Program.run(["rules", "check", "a.rules"], in: folder)
    #expect(outcome.output.components(separatedBy: "error[E0200]").count == 101)
    #expect(outcome.talk.contains("and 50 more") && outcome.talk.contains("150 errors"))
    let json = try Program.run(["rules", "check", "a.rules", "--json"], in: folder)
    #expect(json.output.split(separator: "\n").count == 150)
  }

  @Test func aWarningIsNoError() throws {
    let folder = try Program.Folder()
    try folder.write("schema parcels {\n\tat time\n}\n", to: "parcels.schema")
    let outcome = try Program.run(["schema", "check", "parcels.schema"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("warning[E0009]"))
    try folder.write("package tabs\nuse schema parcels\nrule r {\n\twhen at > 2026-01-01\n}\n", to: "tabs.rules")
    #expect(try Program.run(["rules", "check", "tabs.rules"], in: folder).code == 0)
  }

  @Test func schemasAndPackagesAreFoundAround() throws {
    let folder = try Program.Folder()
    try folder.write("schema parcels {\n  at time\n  weight number\n}\n", to: "shop/parcels.schema")
    try folder.write("package common\n\nparam heavy = 20\n", to: "shop/common.rules")
    try folder.write(
      "package deep\nuse schema parcels\nuse package common\nrule r { when weight > common.heavy }\n", to: "shop/inner/deep.rules"
    )
    let outcome = try Program.run(["rules", "check", "shop/inner/deep.rules"], in: folder)
    #expect(outcome.code == 0, "\(outcome.output)")
    #expect(outcome.talk.contains("2 files"))
    let elsewhere = try Program.run(
      ["rules", "check", "shop/inner/deep.rules", "--schema", "\(Program.root)/rules/cards/cards.schema"], in: folder)
    #expect(elsewhere.code == 65 && elsewhere.output.contains("E0204"))
  }

  @Test func formatting() throws {
    let folder = try Program.Folder()
    let untidy = RulesTests.sound.replacing("  when      list", with: "when list").replacing("votes     ", with: "\tvotes ")
    try folder.write(untidy, to: "first.rules")
    let check = try Program.run(["rules", "fmt", "--check", "first.rules"], in: folder)
    #expect(
      check.code == 1 && check.output.contains("\n-when list") && check.output.contains("\n+  when      list"), "\(check.output)")
    #expect(try folder.read("first.rules") == untidy)
    #expect(try Program.run(["rules", "fmt", "first.rules"], in: folder).code == 0)
    #expect(try folder.read("first.rules") == RulesTests.sound)
    #expect(try Program.run(["rules", "fmt", "-"], in: folder, input: untidy).output == RulesTests.sound)
    try folder.write("package a\nrule r { when", to: "broken.rules")
    let broken = try Program.run(["rules", "fmt", "broken.rules"], in: folder)
    #expect(broken.code == 65 && broken.output.contains("E0021"))
    #expect(try folder.read("broken.rules") == "package a\nrule r { when")
  }

  @Test func fixing() throws {
    let folder = try Program.Folder()
    let clumsy = RulesTests.sound.replacing("list > 0.00 and", with: "0.00 < (list) and not (not online) and").replacing(
      "\"Deep\"", with: "\"Deep.\""
    )
    .replacing("use schema orders", with: "use schema shop").replacing(
      "\n/// Why", with: "\nschema shop {\n  at time\n  rep key\n  list money\n  charged money\n  online flag\n}\n\n/// Why")
    try folder.write(clumsy, to: "first.rules")
    #expect(try Program.run(["rules", "lint", "first.rules"], in: folder).code == 1)
    #expect(try folder.read("first.rules") == clumsy)
    let fixed = try Program.run(["rules", "lint", "--fix", "first.rules"], in: folder)
    #expect(fixed.code == 0, "\(fixed.output)")
    #expect(try folder.read("first.rules").contains("when      list > 0.00 and online and (list - charged) / list > 20%"))
    #expect(try folder.read("first.rules").contains("\"Deep\" {"))
  }

  @Test func locking() throws {
    let folder = try Program.Folder()
    try folder.write(RulesTests.sound, to: "pack/first.rules")
    #expect(try Program.run(["rules", "lock", "pack", "--check"], in: folder).code == 1)
    #expect(try Program.run(["rules", "lock", "pack"], in: folder).code == 0)
    #expect(try Program.run(["rules", "lock", "pack", "--check"], in: folder).code == 0)
    let lock = try folder.read("pack/rules.lock")
    try folder.write(RulesTests.sound.replacing("20%", with: "25%"), to: "pack/first.rules")
    let changed = try Program.run(["rules", "lock", "pack", "--check"], in: folder)
    #expect(changed.code == 1 && changed.output == "first.deep means something else (version 2)\n")
    try folder.write(RulesTests.sound.replacing("deep", with: "other"), to: "pack/first.rules")
    #expect(try Program.run(["rules", "lock", "pack"], in: folder).code == 0)
    try folder.write(RulesTests.sound, to: "pack/first.rules")
    let back = try Program.run(["rules", "check", "pack"], in: folder)
    #expect(back.code == 65 && back.output.contains("E0514"))
    try folder.write(lock + "nonsense\n", to: "pack/rules.lock")
    let torn = try Program.run(["rules", "check", "pack"], in: folder)
    #expect(torn.code == 65 && torn.talk.contains("pack/rules.lock:3"))
  }

  @Test func everyCodeIsExplained() throws {
    let folder = try Program.Folder()
    for code in ["E0300", "l0016"] {
      let outcome = try Program.run(["explain", code], in: folder)
      #expect(outcome.code == 0 && outcome.output.hasPrefix(code.uppercased()))
    }
    #expect(try Program.run(["rules", "check", "absent.rules"], in: folder).code == 66)
    #expect(try Program.run(["rules", "chek"], in: folder).code == 64)
  }
}
