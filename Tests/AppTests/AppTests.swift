import Foundation
import TestSupport
import Testing

/// Whole commands over real files, as their users type them.
@Suite struct AppTests {
  private func simulated(_ folder: Program.Folder, _ arguments: [String] = []) throws {
    let outcome = try Program.run(
      ["simulate", "orders", "--orders", "1500", "--products", "60", "--out", "sim"] + arguments, in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
  }

  private func schemaOnly(_ source: String, _ folder: Program.Folder, input: String = "") throws -> String {
    let outcome = try Program.run(["profile", source, "--schema-only", "--quiet"], in: folder, input: input)
    #expect(outcome.code == 0, "\(outcome.talk)")
    return outcome.output
  }

  @Test func bothLayoutsTeachTheSamePricesAndLadder() throws {
    let folder = try Program.Folder()
    try simulated(folder)
    for name in ["orders.csv", "orders.jsonl"] {
      let outcome = try Program.run(["baseline", "sim/\(name)", "--name", "b", "--home", name + ".home"], in: folder)
      #expect(outcome.code == 0, "\(outcome.talk)")
      for step in ["0.5%", "1.25%", "2.5%", "4%", "6%", "12%", "18%"] {
        #expect(outcome.output.contains("\(step) ("), "\(name) \(step)")
      }
    }
    func prices(_ name: String) throws -> [String] {
      try folder.read("\(name).home/baselines/b.baseline").split(separator: "\n").filter { $0.hasPrefix("product - ") }
        .map { $0.split(separator: " ").map(String.init) }.map { "\($0[2]) \($0[6])" }
    }
    let truth = try folder.read("sim/catalog.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    for name in ["orders.csv", "orders.jsonl"] {
      let learned = try Set(prices(name))
      #expect(truth.filter { !learned.contains("\($0[1]) \($0[0])") }.isEmpty, "\(name)")
    }
  }

  @Test func everyWayInReadsTheSame() throws {
    let folder = try Program.Folder()
    try simulated(folder)
    let whole = try schemaOnly("sim/orders.csv", folder)
    #expect(whole.hasPrefix("rows 150"))
    #expect(try schemaOnly("-", folder, input: folder.read("sim/orders.csv")) == whole)
    let lines = try folder.read("sim/orders.csv").split(separator: "\n", omittingEmptySubsequences: true)
    try folder.write(lines[..<700].joined(separator: "\n"), to: "parts/a.csv")
    try folder.write(([lines[0]] + lines[700...]).joined(separator: "\r\n"), to: "parts/b.csv")
    #expect(try schemaOnly("parts/*.csv", folder) == whole)
    for command in ["gzip", "zstd"] {
      let outcome = try ChildProcess.run(command, ["-q", "-k", "parts/a.csv", "parts/b.csv"], folder: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(try schemaOnly("parts/*.csv.gz", folder) == whole)
    #expect(try schemaOnly("parts/*.csv.zst", folder) == whole)
  }

  @Test func badRowsAreKeptCountedAndLimited() throws {
    let folder = try Program.Folder()
    try simulated(folder)
    let lines = try folder.read("sim/orders.csv").split(separator: "\n").map(String.init)
    try folder.write((lines[..<200] + ["only,three,cells"] + lines[200...]).joined(separator: "\n"), to: "one.csv")
    let one = try Program.run(["profile", "one.csv", "--schema-only"], in: folder)
    #expect(one.code == 0)
    #expect(one.output.contains("rejects 1\n"))
    #expect(one.talk.contains("1 of 150"))
    let reject = try folder.read(".sheriff/rejects.jsonl")
    #expect(
      reject.contains("\"line\":201,\"row\":200,") && reject.contains("\"reason\":\"wrong-field-count\"")
        && reject.contains("only,three,cells"))
    try folder.write((lines[..<200] + Array(repeating: "x", count: 100)).joined(separator: "\n"), to: "many.csv")
    let many = try Program.run(["profile", "many.csv"], in: folder)
    #expect(many.code == 65)
    #expect(many.talk.contains("sheriff: error: many.csv: 100 of 299 rows are bad, more than 5%"))
    #expect(try Program.run(["profile", "many.csv", "--max-rejects", "50%", "--schema-only"], in: folder).code == 0)
  }

  @Test(
    arguments: [
      (["profile", "nothing.csv"], 66, "there is no such file"), (["profil", "x"], 64, "did you mean `profile`?"),
      (["profile"], 64, "wants source"),
      (["profile", "unknown.csv"], 65, "schema infer unknown.csv"),
      (["profile", "empty.csv"], 65, "neither a header nor a record"),
      (["baseline", "x"], 64, "`--name` is needed"),
      (["profile", "postgres://nobody@127.0.0.1:1/none"], 69, "trying again may help"), (["profile", "torn.csv.gz"], 65, "gzip"),
      (["simulate", "orders", "--out", "s", "--ladder", "x"], 64, "`ladder x`"), (["explain", "E0199"], 64, "there is no code"),
      (["profile", "unknown.csv", "--schema", "bad.schema"], 65, "bad.schema:2:8: error[E0102]"),
      (["profile", "unknown.csv", "--rules", "none"], 66, "no such folder"),
    ] as [([String], Int32, String)])
  func failuresSayWhatHappenedAndWhatToDo(arguments: [String], code: Int32, part: String) throws {
    let folder = try Program.Folder()
    try folder.write("a,b\n1,2\n", to: "unknown.csv")
    try folder.write("", to: "empty.csv")
    try Data([0x1F, 0x8B, 0x08, 0x00]).write(to: URL(filePath: folder.path).appending(path: "torn.csv.gz"))
    try folder.write("schema a {\n  paid mony\n}\n", to: "bad.schema")
    let outcome = try Program.run(arguments, in: folder)
    #expect(outcome.code == code, "\(outcome.talk)")
    #expect(outcome.talk.contains(part), "\(outcome.talk)")
    #expect(outcome.output.isEmpty)
  }

  @Test func aTableNobodyDescribedIsReadUnderItsFirstSchema() throws {
    let folder = try Program.Folder()
    let rows = (0..<300).map { "\($0),2020-02-\($0 % 28 < 9 ? "0" : "")\($0 % 28 + 1) 10:00,C\($0 % 40),\($0).\($0 % 90 + 10)" }
    try folder.write(
      "payment_id;when;customer;amount\n" + rows.map { $0.replacing(",", with: ";") }.joined(separator: "\n"), to: "payments.csv")
    let inferred = try Program.run(["schema", "infer", "payments.csv"], in: folder)
    #expect(inferred.code == 0)
    try folder.write(inferred.output, to: "payments.schema")
    #expect(try Program.run(["schema", "check", "payments.schema"], in: folder).code == 0)
    let outcome = try Program.run(["profile", "payments.csv", "--schema", "payments.schema", "--schema-only"], in: folder)
    #expect(outcome.output.hasPrefix("rows 300\nrejects 0\npayment_id id values 300\n"), "\(inferred.output)\(outcome.talk)")
    #expect(outcome.output.contains("amount money values 300 sum "))
    #expect(
      try Program.run(["schema", "check", "payments.csv", "--schema", "payments.schema"], in: folder).output
        == "payments.csv: 300 of 300 rows fit `payments`\n")
  }

  @Test func aReaderThatGoesAwayCostsNothing() throws {
    let folder = try Program.Folder()
    try simulated(folder)
    let script = "\(Program.path) profile sim/orders.csv --rules \(Program.root)/rules --out page.html --quiet | head -n 1"
    let outcome = try ChildProcess.run("/bin/sh", ["-c", script], folder: folder.path)
    #expect(outcome.output.hasPrefix("Profile of sim/orders.csv\n"))
    #expect(try folder.read("page.html").hasSuffix("</html>\n"))
  }

  @Test func configurationSaysWhereValuesComeFrom() throws {
    let folder = try Program.Folder()
    try folder.write("max-rejects = 7%\n", to: "sheriff.conf")
    let outcome = try Program.run(["config", "show", "--origin"], in: folder, environment: ["SHERIFF_HOME": "elsewhere"])
    #expect(outcome.output.contains("elsewhere") && outcome.output.contains("environment SHERIFF_HOME"))
    #expect(try Program.run(["profile", "x"], in: folder).code == 66)
    try folder.write("max-rejets = 7%\n", to: "sheriff.conf")
    let bad = try Program.run(["config", "show"], in: folder)
    #expect(bad.code == 78)
    #expect(bad.talk.contains("sheriff.conf:1") && bad.talk.contains("did you mean `max-rejects`?"))
  }

  @Test func theReferenceIsCurrent() throws {
    let outcome = try Program.run(["docs", "reference"], in: Program.Folder())
    #expect(try String(contentsOfFile: "\(Program.root)/docs/reference.md", encoding: .utf8) == outcome.output, "run `make docs`")
  }

  @Test func theSampleDataAreWhatTheirSeedGives() throws {
    let folder = try Program.Folder()
    let readme = try String(contentsOfFile: "\(Program.root)/sample-data/README.md", encoding: .utf8)
    let line = try #require(readme.split(separator: "\n").first { $0.contains("sheriff simulate orders") })
    let words = line.split(separator: " ").map(String.init)
    let start = try #require(words.firstIndex(of: "simulate"))
    #expect(try Program.run(Array(words[start...]).map { $0 == "sample-data" ? "again" : $0 }, in: folder).code == 0)
    for name in ["orders.csv", "truth.csv", "catalog.csv"] {
      #expect(
        try folder.read("again/\(name)") == String(contentsOfFile: "\(Program.root)/sample-data/\(name)", encoding: .utf8),
        "\(name)")
    }
  }
}
