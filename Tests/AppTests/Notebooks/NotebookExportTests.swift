import Foundation
import TestSupport
import Testing

/// `sheriff notebook export`, as a data scientist runs it.
@Suite struct NotebookExportTests {
  static let committed = "\(Program.root)/notebooks-export"

  /// By the pack of orders alone, as whoever stands at the repository's top gets it.
  static func export(
    _ arguments: [String], in folder: Program.Folder, rules: String = "\(Program.root)/rules/orders"
  ) throws -> Program.Outcome {
    try Program.run(["notebook", "export"] + arguments, in: folder, environment: ["SHERIFF_RULES": rules])
  }

  static func files(under folder: String) throws -> [String] {
    let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
    return names.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }

  /// The sample history under the names by which it is known from the repository's top.
  static func sample() throws -> Program.Folder {
    let folder = try Program.Folder()
    for name in ["orders.csv", "truth.csv"] {
      try folder.write(String(contentsOfFile: "\(Program.root)/sample-data/\(name)", encoding: .utf8), to: "sample-data/\(name)")
    }
    return folder
  }

  private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// A notebook without what running it adds.
  private static func unrun(_ text: String) throws -> Data {
    var whole = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    whole["cells"] = try #require(whole["cells"] as? [[String: Any]]).map { cell in
      var cell = cell
      if cell["outputs"] != nil { (cell["outputs"], cell["execution_count"]) = ([Any](), NSNull()) }
      return cell
    }
    return try JSONSerialization.data(withJSONObject: whole, options: [.sortedKeys])
  }

  /// What is in the repository is what would be written today. Chances of a model may differ in their last digits between processors.
  @Test func theExportInTheRepositoryIsFresh() throws {
    let folder = try NotebookExportTests.sample()
    let outcome = try NotebookExportTests.export(["--out", "fresh"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let (fresh, kept) = ("\(folder.path)/fresh", NotebookExportTests.committed)
    let names = try NotebookExportTests.files(under: fresh)
    #expect(names == (try NotebookExportTests.files(under: kept)), "run ./export_notebooks.sh")
    for name in names {
      let (new, old) = try (folder.read("fresh/\(name)"), String(contentsOfFile: "\(kept)/\(name)", encoding: .utf8))
      if name.hasSuffix(".ipynb") {
        let isFresh = try NotebookExportTests.unrun(new) == NotebookExportTests.unrun(old)
        #expect(isFresh, "\(name) is stale; run ./export_notebooks.sh")
      } else if name == "data/scores.csv" {
        #expect(NotebookExportTests.areAlike(new, old), "\(name) is stale; run ./export_notebooks.sh")
      } else {
        #expect(new == old, "\(name) is stale; run ./export_notebooks.sh")
      }
    }
    for name in names where name.hasSuffix(".ipynb") {
      let text = try String(contentsOfFile: "\(kept)/\(name)", encoding: .utf8)
      #expect(text.contains("\"output_type\"") && !text.contains("\"output_type\": \"error\""), "\(name) was not run")
    }
  }

  private static func areAlike(_ new: String, _ old: String) -> Bool {
    let (new, old) = (lines(new), lines(old))
    return new.count == old.count
      && zip(new, old).allSatisfy { new, old in
        let (new, old) = (
          new.split(separator: ",", omittingEmptySubsequences: false), old.split(separator: ",", omittingEmptySubsequences: false)
        )
        return new.count == old.count
          && zip(new, old).allSatisfy { new, old in
            if new == old { return true }
            guard let new = Double(new), let old = Double(old) else { return false }
            return abs(new - old) < 1e-4
          }
      }
  }

  @Test func theSameSourceGivesTheSameFiles() throws {
    let folder = try NotebookExportTests.sample()
    for name in ["one", "two"] {
      let words = ["sample-data/orders.csv", "--model", "none", "--out", name]
      #expect(try NotebookExportTests.export(words, in: folder).code == 0)
    }
    let names = try NotebookExportTests.files(under: "\(folder.path)/one")
    #expect(names == (try NotebookExportTests.files(under: "\(folder.path)/two")))
    #expect(!names.contains("data/truth.csv"), "a source that is named brings no truth")
    for name in names { #expect(try folder.read("one/\(name)") == folder.read("two/\(name)"), "\(name)") }
  }

  /// Nothing that is exported needs a customer's name.
  @Test func namesOfCustomersAreWrittenOnlyWhereSomebodyAsks() throws {
    let folder = try NotebookExportTests.sample()
    let header = NotebookExportTests.lines(try folder.read("sample-data/orders.csv"))[1].split(separator: ",")
    let name = String(header[1])
    #expect(name == "Jonas Kessler")
    #expect(try NotebookExportTests.export(["--model", "none", "--out", "plain"], in: folder).code == 0)
    for file in try NotebookExportTests.files(under: "\(folder.path)/plain") {
      #expect(!(try folder.read("plain/\(file)").contains(name)), "\(file)")
    }
    #expect(try NotebookExportTests.export(["--model", "none", "--texts", "--out", "texts"], in: folder).code == 0)
    #expect(try folder.read("texts/data/orders.csv").contains(name))
    #expect(try folder.read("texts/data/features.csv").contains("integrity.first_name"))
    #expect(try !folder.read("plain/data/features.csv").contains("integrity.first_name"))
  }

  /// The findings are those of a scan, and the stream's those of a scan as a stream.
  @Test func findingsAreThoseOfAScan() throws {
    let folder = try NotebookExportTests.sample()
    #expect(try NotebookExportTests.export(["--model", "none", "--out", "out"], in: folder).code == 0)
    for (file, more) in [("findings", [String]()), ("stream", ["--as-stream"])] {
      let scan = try Program.run(["scan", "sample-data/orders.csv", "--format", "jsonl"] + more, in: folder)
      let expected = try scan.output.split(separator: "\n").map { line -> [String] in
        let finding = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        return [
          try #require(finding["id"] as? String), try #require(finding["scheme"] as? String), finding["loss"] as? String ?? "",
        ]
      }
      let exported = try table("out/data/\(file).csv", in: folder)
      #expect(exported.map { [$0["id"] ?? "", $0["scheme"] ?? "", $0["loss"] ?? ""] } == expected)
      #expect(expected.count > 10)
    }
  }

  /// A table's rows; no cell of these has a line's end in it.
  private func table(_ name: String, in folder: Program.Folder) throws -> [[String: String]] {
    let lines = try folder.read(name).split(separator: "\n").map { line -> [String] in
      var cells = [""]
      var isQuoted = false
      for character in line {
        switch character {
        case "\"": isQuoted.toggle()
        case "," where !isQuoted: cells.append("")
        default: cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// The query is what the command writes where the schema takes prices from the table.
  @Test func theQueryIsThatOfTheCommand() throws {
    let folder = try NotebookExportTests.sample()
    #expect(try NotebookExportTests.export(["--model", "none", "--out", "out"], in: folder).code == 0)
    let schema = try String(contentsOfFile: "\(Program.root)/rules/orders/orders.schema", encoding: .utf8)
    try folder.write(
      ["price", "cost", "usual", "since"].reduce(schema) { $0.replacing("from baseline.\($1)(product)", with: "") },
      to: "orders.schema")
    let words = ["rules", "sql", "\(Program.root)/rules/orders", "--dialect", "spark", "--schema", "orders.schema"]
    let outcome = try Program.run(words + ["--table", "orders", "--sequence", "row"], in: folder)
    #expect(try folder.read("out/sql/orders.spark.sql") == outcome.output)
  }

  /// The CSV is what its schema says it is: every column, and every row.
  @Test func theSchemaDescribesEveryColumn() throws {
    let package = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: "\(NotebookExportTests.committed)/data/schema.json")))
        as? [String: Any])
    let resources = try #require(package["resources"] as? [[String: Any]])
    for resource in resources {
      let name = try #require(resource["path"] as? String)
      let text = try String(contentsOfFile: "\(NotebookExportTests.committed)/data/\(name)", encoding: .utf8)
      let fields = try #require((resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]])
      #expect(text.hasPrefix(fields.compactMap { $0["name"] as? String }.joined(separator: ",") + "\n"))
      #expect(text.split(separator: "\n").count == 1 + (try #require(resource["rows"] as? Int)), "\(name)")
      #expect(fields.allSatisfy { !($0["description"] as? String ?? "").isEmpty })
    }
    let written = try NotebookExportTests.files(under: "\(NotebookExportTests.committed)/data")
    #expect(Set(resources.compactMap { $0["path"] as? String } + ["schema.json"]) == Set(written))
  }

  /// The repository stays small enough to be fetched by anybody.
  @Test func theExportIsSmall() throws {
    let names = try NotebookExportTests.files(under: NotebookExportTests.committed)
    let bytes = try names.reduce(0) { try $0 + Data(contentsOf: URL(filePath: "\(NotebookExportTests.committed)/\($1)")).count }
    #expect(bytes < 1_500_000, "\(bytes) bytes")
  }

  @Test func otherRecordsAreExportedByWhatTheyHave() throws {
    let folder = try Program.Folder()
    try folder.write(ScanTests.schema, to: "packs/sales.schema")
    try folder.write(ScanTests.rules, to: "packs/sales.rules")
    try folder.write("id,at,rep,list,charged\n" + ScanTests.rows.joined(separator: "\n") + "\n", to: "sales.csv")
    let outcome = try NotebookExportTests.export(
      ["sales.csv", "--out", "out"], in: folder, rules: "packs")
    #expect(outcome.code == 0, "\(outcome.talk)")
    let names = try NotebookExportTests.files(under: "\(folder.path)/out")
    #expect(names.contains("data/sales.csv") && names.contains("sql/sales.spark.sql"))
    #expect(!names.contains("data/features.csv") && !names.contains("data/ladder.csv"), "there is neither")
    // The duplicate is one record, and the shadow rule casts no vote.
    #expect(try table("out/data/sales.csv", in: folder).count == 5)
    #expect(try !folder.read("out/data/votes.csv").contains("watched"))
    #expect(try folder.read("out/05-model.ipynb").contains("No model scored this history"))
  }

  @Test(arguments: [
    ("sales", "votes", "two tables would be called `votes`"), ("list", "row", "two columns of `sales` would be called `row`"),
  ])
  func aSchemaThatCallsThingsAsTheExportDoesIsToldSo(name: String, other: String, message: String) throws {
    let folder = try Program.Folder()
    func renamed(_ text: String) -> String {
      text.replacing("schema \(name)", with: "schema \(other)").replacing("\(name) - ", with: "\(other) - ")
        .replacing("\(name)     money", with: "\(other) money").replacing("{\(name)}", with: "{\(other)}")
        .replacing("/ \(name)", with: "/ \(other)").replacing("< \(name)", with: "< \(other)")
    }
    try folder.write(renamed(ScanTests.schema), to: "packs/sales.schema")
    try folder.write(renamed(ScanTests.rules), to: "packs/sales.rules")
    try folder.write("id,at,rep,list,charged\n" + ScanTests.rows.joined(separator: "\n") + "\n", to: "sales.csv")
    let outcome = try NotebookExportTests.export(["sales.csv", "--out", "out"], in: folder, rules: "packs")
    #expect(outcome.code == 65 && outcome.talk.contains(message), "\(outcome.talk)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
  }

  @Test func aRegisteredModelScoresAllRecordsAndIsNotSaidToBeUntaught() throws {
    let folder = try NotebookExportTests.sample()
    let rules = ["SHERIFF_RULES": "\(Program.root)/rules/orders"]
    let words = ["learn", "sample-data/orders.csv", "--name", "kept", "--candidates", "3", "--rounds", "30"]
    #expect(try Program.run(words, in: folder, environment: rules).code == 0)
    let outcome = try NotebookExportTests.export(["--model", "kept@1", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let scores = try table("out/data/scores.csv", in: folder).filter { $0["scheme"] == "rep-padding" }
    #expect(scores.count == 608 && scores.allSatisfy { $0["part"] == "scored" && !($0["model"] ?? "").isEmpty })
    let chapter = try folder.read("out/05-model.ipynb")
    #expect(chapter.contains("The registered model `kept@1`") && !chapter.contains("were not learned from"))
    // The findings stay the rules' own: the same as without it.
    #expect(try NotebookExportTests.export(["--model", "none", "--out", "without"], in: folder).code == 0)
    #expect(try folder.read("out/data/findings.csv") == folder.read("without/data/findings.csv"))
  }

  @Test func whatAnEarlierExportLeftIsNotMistakenForThisOne() throws {
    let folder = try NotebookExportTests.sample()
    #expect(try NotebookExportTests.export(["--model", "none", "--out", "out"], in: folder).code == 0)
    try folder.write("mine", to: "out/notes.txt")
    let words = ["sample-data/orders.csv", "--model", "none", "--out", "out"]
    #expect(try NotebookExportTests.export(words, in: folder).code == 0)
    let names = try NotebookExportTests.files(under: "\(folder.path)/out")
    #expect(!names.contains("data/truth.csv") && names.contains("notes.txt"))
  }

  @Test func whatCannotBeDoneIsSaidBeforeAnythingIsWritten() throws {
    let folder = try NotebookExportTests.sample()
    func refused(_ words: [String], _ code: Int32, _ message: String) throws {
      let outcome = try NotebookExportTests.export(words, in: folder)
      #expect(outcome.code == code && outcome.talk.contains(message), "\(outcome.talk)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
    }
    try refused([], 64, "`--out` is needed")
    try refused(["nowhere.csv", "--out", "out"], 66, "there is no such file")
    try folder.write("row,scheme,loss\n99999,rep-padding,1.00\n", to: "other.csv")
    try refused(["--truth", "other.csv", "--out", "out"], 65, "no row of it is in sample-data/orders.csv")
    try refused(["--model", "nobody", "--out", "out"], 66, "there are no models yet")
    try refused(["--execute", "--python", "./no-python", "--out", "out"], 69, "there is no such Python")
    try folder.write("#!/bin/sh\nexit 1\n", to: "bare-python")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/bare-python")
    try refused(
      ["--execute", "--python", "./bare-python", "--out", "out"], 69,
      "-m pip install nbclient nbformat ipykernel pandas matplotlib")
    let empty = try Program.Folder()
    let outcome = try NotebookExportTests.export(["--out", "out"], in: empty)
    #expect(outcome.code == 64 && outcome.talk.contains("there is no sample-data/orders.csv here"), "\(outcome.talk)")
  }
}
