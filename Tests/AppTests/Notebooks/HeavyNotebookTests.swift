import Foundation
import TestSupport
import Testing

/// The notebooks where they are read: by nbformat, by nbclient, by Python and by Spark. Part of `make test-all`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] == "1"), .serialized) struct HeavyNotebookTests {
  private func run(_ path: String, _ arguments: [String], in folder: String? = nil) throws -> String {
    let outcome = try ChildProcess.run(path, arguments, folder: folder)
    #expect(outcome.status == 0, "\(path) \(arguments): \(outcome.errors.suffix(3000))")
    return outcome.output
  }

  private func python() throws -> String {
    try run("\(Program.root)/Tests/NotebooksTests/environment.sh", []).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What the cells say, without pictures.
  private func said(_ path: String) throws -> [[String: String]] {
    let whole = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
    return try #require(whole["cells"] as? [[String: Any]]).map { cell in
      var texts: [String: String] = ["id": cell["id"] as? String ?? ""]
      for output in cell["outputs"] as? [[String: Any]] ?? [] {
        let kind = output["name"] as? String ?? output["output_type"] as? String ?? ""
        texts[kind, default: ""] += (output["text"] as? [String] ?? []).joined()
        for (name, value) in output["data"] as? [String: Any] ?? [:] where name.hasPrefix("text/") {
          texts[name, default: ""] += (value as? [String] ?? []).joined()
        }
      }
      return texts
    }
  }

  @Test func heavyTheSampleRunsFromTopToBottomAndSaysWhatTheRepositorySays() throws {
    let folder = try NotebookExportTests.sample()
    let outcome = try NotebookExportTests.export(["--out", "fresh", "--execute", "--python", try python()], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let names = try NotebookExportTests.files(under: "\(folder.path)/fresh")
    #expect(names == (try NotebookExportTests.files(under: NotebookExportTests.committed)), "nothing is left lying about")
    for name in names where name.hasSuffix(".ipynb") {
      let (fresh, kept) = ("\(folder.path)/fresh/\(name)", "\(NotebookExportTests.committed)/\(name)")
      #expect(try said(fresh) == said(kept), "\(name) says something else; run ./export_notebooks.sh")
      #expect(!(try said(fresh)).contains { $0["stderr"] != nil }, "\(name) warns")
    }
    // Read and written again by nbformat the file is the same: it is laid out as nbformat itself does.
    let again = """
      import sys, nbformat
      for path in sys.argv[1:]:
          text = open(path, encoding="utf-8").read()
          notebook = nbformat.reads(text, as_version=4)
          nbformat.validate(notebook)
          assert nbformat.writes(notebook) + "\\n" == text or nbformat.writes(notebook) == text, path
      """
    #expect(try NotebookExportTests.export(["--model", "none", "--out", "unrun"], in: folder).code == 0)
    for part in ["fresh", "unrun"] {
      let notebooks = names.filter { $0.hasSuffix(".ipynb") }.map { "\(folder.path)/\(part)/\($0)" }
      _ = try run(python(), ["-c", again] + notebooks)
    }
    for name in names where name.hasSuffix(".py") { _ = try run(python(), ["-m", "py_compile", "\(folder.path)/fresh/\(name)"]) }
  }

  /// The code cells of a Databricks notebook are Python by themselves: run as one file, from their folder, as Databricks does.
  @Test func heavyTheDatabricksSourcesRunToo() throws {
    let folder = try NotebookExportTests.sample()
    #expect(try NotebookExportTests.export(["--model", "none", "--out", "out"], in: folder).code == 0)
    for name in try NotebookExportTests.files(under: "\(folder.path)/out/databricks") where !name.hasPrefix("08") {
      let words = [
        "-c",
        "import sys, matplotlib; matplotlib.use('Agg'); display = print; exec(compile(open(sys.argv[1]).read(), sys.argv[1], 'exec'))",
      ]
      _ = try run(python(), words + [name], in: "\(folder.path)/out/databricks")
    }
  }

  /// Honest orders, few of them, records of another kind: what is not there is said, and no cell fails.
  @Test func heavyOtherHistoriesRunToo() throws {
    let folder = try Program.Folder()
    let honest = ["--orders", "150", "--products", "12", "--padding", "none", "--injections", "none", "--noise-rate", "0%"]
    #expect(try Program.run(["simulate", "orders", "--out", "honest"] + honest, in: folder).code == 0)
    let cards = ["--days", "25", "--customers", "40", "--terminals", "50"]
    #expect(try Program.run(["simulate", "cards", "--out", "cards"] + cards, in: folder).code == 0)
    let anonymous = ["--layout", "anonymous", "--payments", "1500", "--fraud-rate", "1%"]
    #expect(try Program.run(["simulate", "cards", "--out", "anonymous"] + anonymous, in: folder).code == 0)
    let first = try folder.read("honest/orders.csv").split(separator: "\n").prefix(2).joined(separator: "\n")
    try folder.write(first + "\n", to: "one.csv")
    // A name that is formula, quotation, mark-up and table at once.
    let rep = try #require(first.split(separator: "\n").last?.split(separator: ",", omittingEmptySubsequences: false)[8])
    let hostile = try folder.read("honest/orders.csv").replacing(",\(rep),", with: ",\"$x^{ \"\"a\"\" <b>|$\",")
    try folder.write(hostile, to: "hostile.csv")
    for (name, source) in [
      ("honest", "honest/orders.csv"), ("cards", "cards/cards.csv"), ("anonymous", "anonymous/cards.csv"), ("one", "one.csv"),
      ("hostile", "hostile.csv"),
    ] {
      let words = [source, "--out", "out-\(name)", "--execute", "--python", try python(), "--candidates", "3", "--rounds", "30"]
      let outcome = try NotebookExportTests.export(words, in: folder, rules: "\(Program.root)/rules")
      #expect(outcome.code == 0, "\(name): \(outcome.talk)")
      for notebook in try NotebookExportTests.files(under: "\(folder.path)/out-\(name)") where notebook.hasSuffix(".ipynb") {
        let warned = try said("\(folder.path)/out-\(name)/\(notebook)").compactMap { $0["stderr"] }
        #expect(warned.isEmpty, "\(name) \(notebook): \(warned)")
      }
    }
  }

  @Test func heavyANotebookThatFailsLeavesAllAsTheyWere() throws {
    let folder = try NotebookExportTests.sample()
    #expect(try NotebookExportTests.export(["--model", "none", "--out", "out"], in: folder).code == 0)
    let before = try folder.read("out/01-exploration.ipynb")
    try FileManager.default.removeItem(atPath: "\(folder.path)/out/data/votes.csv")
    let outcome = try ChildProcess.run(try python(), ["run.py"], folder: "\(folder.path)/out")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("03-rules.ipynb fails, and all stay as they were"))
    #expect(try folder.read("out/01-exploration.ipynb") == before)
    #expect(!(try NotebookExportTests.files(under: "\(folder.path)/out")).contains { $0.hasSuffix(".part") })
  }

  /// A real Spark runs the exported query over the exported tables, and fires where the exported votes are.
  @Test func heavySparkFiresWhereSheriffDoes() throws {
    let spark = try run("\(Program.root)/Tests/RuleSQLTests/environments.sh", ["spark"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let start = """
      from pyspark.sql import SparkSession
      builder = SparkSession.builder.master("local[1]")
      for name, value in {
          "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "OFF", "spark.sql.shuffle.partitions": "1",
          "spark.sql.adaptive.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
          "spark.driver.memory": "2g", "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}.items():
          builder = builder.config(name, value)
      spark = builder.getOrCreate()
      exec(compile(open("08-spark.py", encoding="utf-8").read(), "08-spark.py", "exec"))
      """
    let said = try run(spark, ["-c", start], in: "\(NotebookExportTests.committed)/databricks")
    #expect(said.contains("608 records decided"))
    #expect(said.contains("12 rules answered, 0 of them otherwise than by Sheriff"), "\(said)")
  }
}
