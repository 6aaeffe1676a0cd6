import Foundation
import Testing

/// `sheriff models`, as somebody decides with it which model decides.
@Suite struct ModelsTests {
  private func models(_ words: String, in folder: Program.Folder, why: String? = nil) throws -> Program.Outcome {
    try Program.run(
      ["models"] + words.split(separator: " ").map(String.init) + (why.map { ["--why", $0] } ?? []), in: folder)
  }

  private func home() throws -> Program.Folder {
    let folder = try Program.Folder()
    try RegisteredModels.register(in: folder)
    return folder
  }

  @Test func everyVersionIsListed() throws {
    let folder = try home()
    #expect(try models("promote padding@2", in: folder, why: "better").code == 0)
    let outcome = try models("list", in: folder)
    #expect(outcome.code == 0 && outcome.talk.isEmpty)
    #expect(
      outcome.output == """
          model       stage  registered            schemes         schema  measured                  run       hash
          injected@1  none   2026-02-01T00:00:00Z  admin-injected  orders  average precision 0.6870  4 spring  5909829bc33c
          padding@1   none   2026-01-02T00:00:00Z  rep-padding     orders  average precision 0.6390  1 winter  6ae2f346a5db
          padding@2   live   2026-01-11T00:00:00Z  rep-padding     orders  average precision 0.6870  2 winter  01d41907dd63
          padding@3   none   2026-01-31T00:00:00Z  rep-padding     orders  average precision 0.6870  3 spring  ed87a77397db

        """)
    let rows =
      try JSONSerialization.jsonObject(with: Data(models("list --format json", in: folder).output.utf8)) as? [[String: Any]]
    #expect(rows?.compactMap { ($0["model"] as? [String: Any])?["stage"] as? String } == ["none", "none", "live", "none"])
    #expect(rows?.compactMap { ($0["run"] as? [String: Any])?["seconds"] as? Double } == [252, 41.25, 252, 252])
  }

  @Test func aVersionIsShownWithAllThatBecameOfIt() throws {
    let folder = try home()
    #expect(try models("promote padding@1 --by ann", in: folder, why: "the first\nof all").code == 0)
    #expect(try models("promote padding@2 --by ben", in: folder, why: "better").code == 0)
    #expect(try models("rollback padding --by eve", in: folder, why: "too many alerts").code == 0)
    let outcome = try models("show padding@1", in: folder)
    // Only the time of a decision is not the same in every run.
    let shown = outcome.output.replacing(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=  (none|live|retired) to)/, with: "(then)")
    #expect(
      shown == """
        padding@1  live
          registered  2026-01-02T00:00:00Z
          schemes     rep-padding
          schema      orders
          hash        6ae2f346a5dbdfd41b601033f2de06b955354a705cdf780bea26f4675d4ef49b
          bytes       9
          run         1 winter, finished, began 2026-01-01T00:00:00Z, took 41.2 s
          data        7f83e29859266bfb867c4aa200984f942a23a7b1033a9943839373b495f89edb
          rules       6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0
          baseline    8ba8496a2525ae171ffd104d632dede6ef418d9b95962a9d88e2fcdbc8d48d24
          notes       labels of the rules alone

          measure                value                interval
          average precision     0.6390        0.6010 to 0.6720
          auc                   0.8620        0.8400 to 0.8810
          brier                 0.0004                       -
          caught             $1,234.56  $1,100.00 to $1,300.00

          parameter      value
          trees          300
          depth          6
          learning rate  0.1

          feature  type
          gap      money
          hour     number
          region   text

          stages
          (then)  none to live, ann: the first of all
          (then)  live to retired for another version, ben: better
          (then)  retired to live by a rollback, eve: too many alerts

        """)
    let object = try JSONSerialization.jsonObject(with: Data(models("show padding@1 --format json", in: folder).output.utf8))
    let json = try #require(object as? [String: Any])
    let stages = try #require(json["stages"] as? [[String: Any]])
    #expect(stages.map { $0["who"] as? String } == ["ann", "ben", "eve"])
    #expect(stages.map { $0["action"] as? String } == ["promote", "promote", "rollback"])
    #expect(stages[0]["why"] as? String == "the first\nof all")
    let amounts = (json["run"] as? [String: Any])?["amounts"] as? [String: [String: String]]
    #expect(amounts?["caught"] == ["value": "1234.5600", "currency": "USD", "low": "1100.0000", "high": "1300.0000"])
    #expect((json["curves"] as? [[String: Any]])?.count == 1)
  }

  @Test func twoVersionsStandSideBySide() throws {
    let folder = try home()
    let outcome = try models("compare padding@1 padding@2", in: folder)
    #expect(
      outcome.output == """
                      padding@1             padding@2
          stage       none                  none
          registered  2026-01-02T00:00:00Z  2026-01-11T00:00:00Z
          schemes     rep-padding           rep-padding
          schema      orders                orders
          features    3                     3
          model       6ae2f346a5dbdfd4      01d41907dd63b0f5
          run         1 winter              2 winter
          took        41.2 s                4.2 min
          data        7f83e29859266bfb      the same
          rules       6c621d1a05138a78      the same
          baseline    8ba8496a2525ae17      the same

          measure            padding@1                interval  padding@2          interval  difference  intervals
          average precision     0.6390        0.6010 to 0.6720     0.6870  0.6730 to 0.7120     +0.0480  apart
          auc                   0.8620        0.8400 to 0.8810     0.8580  0.8300 to 0.8800     -0.0040  overlap
          brier                 0.0004                       -          -                 -           -  -
          recall at 100              -                       -         17                 -           -  -
          caught             $1,234.56  $1,100.00 to $1,300.00  $1,500.00                 -    +$265.44  -

          parameter      padding@1  padding@2
          depth          6          8
          learning rate  0.1        -
          row share      -          0.7

          feature    padding@1  padding@2
          hour       number     text
          region     text       -
          discounts  -          number

        """)
    let other = try models("compare padding@2 padding@3", in: folder).output
    #expect(other.contains("They learned from different data") && other.contains("Their parameters are the same."))
    let object = try JSONSerialization.jsonObject(
      with: Data(models("compare padding@1 padding@2 --format json", in: folder).output.utf8))
    let json = try #require(object as? [String: Any])
    let amounts = try #require(json["amounts"] as? [[String: Any]])
    // To the last of its places, though the table rounds.
    #expect(amounts[0]["difference"] as? String == "265.4401")
    #expect((json["metrics"] as? [[String: Any]])?[0]["intervals"] as? String == "apart" && json["same_data"] as? Bool == true)
  }

  @Test func promotionsAndRollbacksSayWhatTheyDid() throws {
    let folder = try home()
    func output(_ words: String) throws -> String {
      let outcome = try models(words, in: folder, why: "because")
      #expect(outcome.code == 0)
      return outcome.output + outcome.talk
    }
    #expect(try output("promote padding@1") == "padding@1 is live, was in no stage\n")
    #expect(try output("promote padding@3 --stage shadow") == "padding@3 is in shadow, was in no stage\n")
    #expect(try output("promote padding@2") == "padding@1 is retired, was live\npadding@2 is live, was in no stage\n")
    #expect(try output("rollback padding") == "padding@2 is retired, was live\npadding@1 is live, was retired\n")
    #expect(
      try output("promote padding@1 --stage shadow") == "padding@1 is in shadow, was live\nno version of padding is live now\n")
    // Who did it where nobody says.
    #expect(try models("show padding@3", in: folder).output.contains("none to shadow, \(NSUserName()): because"))
  }

  @Test func whatCannotBeDoneIsSaidAndNothingChanges() throws {
    let folder = try home()
    #expect(try models("promote padding@2", in: folder, why: "first").code == 0)
    let before = try models("list --format json", in: folder).output
    let cases: [(String, Int32, [String])] = [
      ("promote padding@2", 65, ["padding@2 is live already", "the latest of the others is padding@3"]),
      ("rollback padding", 65, ["nothing was live before padding@2", "--stage shadow"]),
      ("rollback injected", 65, ["no version of injected is live", "promote one of its versions"]),
      ("promote paddin@1", 66, ["there is no model `paddin`", "did you mean padding?"]),
      ("rollback other", 66, ["there is no model `other`", "there are injected, padding"]),
      ("promote padding@9", 66, ["there is no version 9 of padding", "its latest is padding@3"]),
      ("promote padding", 64, ["name the version, as in padding@1"]),
      ("rollback padding@1", 64, ["use `sheriff models promote padding@1`"]),
      ("promote padding@x", 64, ["`x` is no version"]), ("promote none@1", 64, ["`none` is no name of a model"]),
      ("promote padding@1 --by=", 64, ["`who` is empty"]), ("promote padding@1 --stage retired", 64, ["retired"]),
    ]
    for (words, code, messages) in cases {
      let outcome = try models(words, in: folder, why: "because")
      #expect(outcome.code == code && outcome.output.isEmpty, "\(words): \(outcome.code) \(outcome.talk)")
      for message in messages { #expect(outcome.talk.contains(message), "\(words): \(outcome.talk)") }
    }
    let others: [(String, Int32, String)] = [
      ("promote padding@1", 64, "`--why` is needed"), ("promote padding@1 --why=", 64, "`why` is empty"),
      ("show nothing", 66, "there are injected, padding"), ("show padding@4", 66, "its latest is padding@3"),
      ("compare padding@1 paddings", 66, "did you mean padding?"), ("compare padding padding@2", 64, "both are padding@2"),
      ("list --format yaml", 64, "yaml"),
    ]
    for (words, code, message) in others {
      let outcome = try models(words, in: folder)
      #expect(outcome.code == code && outcome.talk.contains(message), "\(words): \(outcome.code) \(outcome.talk)")
    }
    #expect(try models("list --format json", in: folder).output == before)
  }

  @Test(arguments: ["list", "show padding", "compare a b", "promote padding@1", "rollback padding"])
  func aMissingStoreIsNamedAndNotMade(words: String) throws {
    let folder = try Program.Folder()
    let outcome = try models(words, in: folder, why: words.hasPrefix("promote") || words.hasPrefix("rollback") ? "x" : nil)
    #expect(outcome.code == 66)
    #expect(outcome.talk.contains("there are no models yet (.sheriff/sheriff.db)"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/.sheriff"))
  }

  @Test func aStoreThatIsNoneIsLeftAlone() throws {
    let folder = try Program.Folder()
    try folder.write(String(repeating: "these are no tables\n", count: 100), to: "home/sheriff.db")
    let outcome = try models("list --home home", in: folder)
    #expect(outcome.code == 65 && outcome.talk.contains("home/sheriff.db: is damaged") && outcome.talk.contains("restore a copy"))
    #expect(try folder.read("home/sheriff.db").hasPrefix("these are"))
  }

  @Test func aStoreWithoutModelsIsNoMistake() throws {
    let folder = try Program.Folder()
    try folder.write("", to: ".sheriff/sheriff.db")
    let outcome = try models("list", in: folder)
    #expect(outcome.code == 0 && outcome.output.isEmpty && outcome.talk == "no model is registered yet\n")
    #expect(try models("list --format json", in: folder).output == "[]\n")
    #expect(try models("show padding", in: folder).talk.contains("no model is registered yet"))
  }
}
