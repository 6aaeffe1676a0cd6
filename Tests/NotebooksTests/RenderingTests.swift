import Foundation
import Notebooks
import Testing

/// What two tools read: to the last byte, and whatever the words hold.
@Suite struct RenderingTests {
  private let small = Notebook("small", [.text("intro", "# One\n\nand `two`"), .code("add", "one = 1\nprint(\"\\n\", one)")])

  @Test func aNotebookIsWrittenAsNbformatWritesIt() {
    #expect(
      JupyterText.render(small) == #"""
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "intro",
           "metadata": {},
           "source": [
            "# One\n",
            "\n",
            "and `two`"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "add",
           "metadata": {},
           "outputs": [],
           "source": [
            "one = 1\n",
            "print(\"\\n\", one)"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": "Python 3",
           "language": "python",
           "name": "python3"
          },
          "language_info": {
           "name": "python"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """#)
  }

  @Test func databricksGetsItsMarks() {
    #expect(
      DatabricksText.render(small) == #"""
        # Databricks notebook source
        # MAGIC %md
        # MAGIC # One
        # MAGIC
        # MAGIC and `two`

        # COMMAND ----------

        one = 1
        print("\n", one)

        """#)
  }

  /// No line of a text may end up outside of its comment, whatever ends lines.
  @Test(arguments: ["\n", "\r", "\r\n", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}", "\n\r\n"])
  func wordsNeverBecomeCode(end: String) {
    let text = "before\(end)import os\(end)# COMMAND ----------\(end)%sh rm"
    let lines = DatabricksText.render(Notebook("hostile", [.text("a", text)])).split { $0.isNewline }
    #expect(lines.first == "# Databricks notebook source")
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("# MAGIC") })
    #expect(lines.filter { $0.contains("COMMAND") } == ["# MAGIC # COMMAND ----------"])
  }

  @Test func codeThatLooksLikeAMarkStaysInItsCell() {
    let code = "a = '''\n# COMMAND ----------\n# MAGIC %sh ls\n# Databricks notebook source\n'''"
    let lines = DatabricksText.render(Notebook("marks", [.code("a", code)])).split(separator: "\n")
    #expect(
      lines.dropFirst() == ["a = '''", "# # COMMAND ----------", "# # MAGIC %sh ls", "# # Databricks notebook source", "'''"])
  }

  @Test func wordsOfAnyKindComeBackFromTheJSON() throws {
    let text = "\"\\ \u{0} \u{1F} \u{7F} \u{2028} </script> \u{1F46E} \r\n 'é'"
    let json = JupyterText.render(Notebook("words", [.text("a", text), .code("b", text)]))
    let whole = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let cells = try #require(whole["cells"] as? [[String: Any]])
    for cell in cells { #expect((cell["source"] as? [String])?.joined() == text) }
  }

  @Test func wordsFromOutsideAreNoMarkdown() {
    #expect(
      MarkdownText.plain("# a <b> [c](d) *e* `f` $g$\nh & i")
        == "\\# a &lt;b&gt; \\[c\\]\\(d\\) \\*e\\* \\`f\\` \\$g\\$ h &amp; i")
    #expect(MarkdownText.code("orders.csv") == "`orders.csv`")
    #expect(MarkdownText.code("a`b``c\nd") == "``` a`b``c d ```")
  }

  @Test func aTableQuotesWhatItMust() {
    let cells = ["plain", "a,b", "say \"no\"", "two\r\nlines", ""]
    let table = DataTable(
      "words", "what is said", count: cells.count, key: ["row"],
      columns: [.init("row", .integer, "its number") { "\($0)" }, .init("word", .text, "it") { cells[$0] }])
    #expect(table.header == "row,word\n")
    #expect((0..<5).map(table.line) == ["0,plain\n", "1,\"a,b\"\n", "2,\"say \"\"no\"\"\"\n", "3,\"two\r\nlines\"\n", "4,\n"])
  }

  @Test func thePackageIsJSONAndSaysWhatEachColumnIs() throws {
    let table = DataTable(
      "a\"b", "with \\ and\nnew line", count: 2, key: ["row", "at"],
      columns: [.init("row", .integer, "r") { "\($0)" }, .init("paid", .money, unit: "USD", "p") { _ in "1.0000" }])
    let json = DataPackage(title: "t", tables: [table, table], about: [("who", "null"), ("records", "\"a\"")]).json
    let whole = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let resource = try #require((whole["resources"] as? [[String: Any]])?.first)
    #expect(resource["path"] as? String == "a\"b.csv" && resource["rows"] as? Int == 2)
    let fields = try #require((resource["schema"] as? [String: Any])?["fields"] as? [[String: Any]])
    #expect(fields.map { $0["type"] as? String } == ["integer", "number"])
    #expect(fields[1]["unit"] as? String == "USD" && fields[1]["kind"] as? String == "money" && fields[0]["unit"] == nil)
  }

  private func facts(_ change: (inout HistoryFacts) -> Void = { _ in }) -> HistoryFacts {
    var facts = HistoryFacts()
    (facts.source, facts.records, facts.count, facts.who, facts.amount) = ("orders.csv", "orders", 3, "rep", "charged")
    (facts.isOfOrders, facts.hasPrices, facts.days) = (true, true, ("2026-01-01", "2026-02-01"))
    facts.schemes = [
      .init(name: "rep-padding", flagged: 2, loss: "3.00 USD", labels: "why", model: nil, withoutModel: "too few", frauds: nil)
    ]
    change(&facts)
    return facts
  }

  @Test(arguments: [NotebookTarget.jupyter, .databricks])
  func everyCellIsKnownByANameThatNbformatTakes(target: NotebookTarget) {
    for isOfOrders in [true, false] {
      for notebook in NotebookSet(facts { $0.isOfOrders = isOfOrders }).notebooks(for: target) {
        let ids = notebook.cells.map(\.id)
        #expect(Set(ids).count == ids.count, "\(notebook.name)")
        #expect(ids.allSatisfy { $0.wholeMatch(of: /[a-zA-Z0-9_-]{1,64}/) != nil }, "\(notebook.name)")
      }
    }
  }

  @Test func aNameFromOutsideIsNowhereCode() {
    let evil = "x\n\"\"\"\nimport os`$(rm)`<script>"
    let set = NotebookSet(
      facts {
        $0.source = evil
        $0.schemes[0].name = evil
        $0.who = evil
      })
    for target in [NotebookTarget.jupyter, .databricks] {
      for notebook in set.notebooks(for: target) {
        for cell in notebook.cells { if case .code(let code) = cell.content { #expect(!code.contains("import os`")) } }
      }
    }
    for notebook in set.notebooks(for: .databricks) {
      #expect(!DatabricksText.render(notebook).split { $0.isNewline }.contains { $0.hasPrefix("import os`") })
    }
  }
}
