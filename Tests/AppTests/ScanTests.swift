import Foundation
import TestSupport
import Testing

/// Deciding over a history, as an operator and an analyst do it.
@Suite struct ScanTests {
  static let schema = """
    schema sales {
      id       id    from "id"
      at       time  from "at" required
      rep      key   from "rep"
      list     money from "list"
      charged  money from "charged"
    }

    """

  static let rules = """
    package sales_rules
    use schema sales

    let gap = list - charged

    rule deep "Deep" {
      scheme    rep-padding
      severity  high
      owner     "desk"
      when      gap / list > 20%
      score     gap / list
      votes     fraud
      loss      gap
      because   "{rep} charged {charged} for {list}"
    }

    rule often "Often" {
      scheme    small-often
      severity  low
      owner     "desk"
      when      count() by rep where charged < list over 2d > 1
      votes     fraud
      because   "{rep} again"
    }

    rule watched "Only watched" {
      scheme    rep-padding
      owner     "desk"
      status    shadow
      when      charged > 0.00
      votes     fraud
    }

    """

  static let rows = [
    "1,2024-01-01,Ann,100.00,95.00", "2,2024-01-01,Ann,100.00,70.00", "3,2024-01-02,Bob,100.00,100.00",
    "4,2024-01-02,Ann,100.00,99.00", "4,2024-01-02,Ann,100.00,99.00", "5,2024-01-09,Ann,,50.00",
  ]

  private func folder(_ rows: [String] = ScanTests.rows) throws -> Program.Folder {
    let folder = try Program.Folder()
    try folder.write(ScanTests.schema, to: "pack/sales.schema")
    try folder.write(ScanTests.rules, to: "pack/sales.rules")
    try folder.write("id,at,rep,list,charged\n" + rows.joined(separator: "\n") + "\n", to: "sales.csv")
    return folder
  }

  private func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
  }

  @Test func findingsSayWhatIsHeldAgainstEachRecord() throws {
    let folder = try folder()
    let outcome = try Program.run(["scan", "sales.csv", "--rules", "pack", "--format", "jsonl"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(outcome.talk.contains("5 records decided, 1 duplicates passed over"))
    let findings = try lines(outcome.output)
    #expect(findings.map { "\($0["id"] ?? "") \($0["scheme"] ?? "")" } == ["2 rep-padding", "4 small-often"])
    let first = findings[0]
    #expect(first["row"] as? Int == 2)
    #expect(first["at"] as? String == "2024-01-01T00:00:00Z")
    #expect(first["entity"] as? String == "Ann")
    #expect(first["flagged"] as? Bool == true)
    #expect(first["score"] as? Double == 0.3)
    #expect(first["calibrated"] as? Bool == false)
    #expect(first["severity"] as? String == "high")
    #expect(first["rules"] as? [String] == ["sales_rules.deep"])
    #expect(first["model"] is NSNull)
    #expect(first["loss"] as? String == "30.0000")
    #expect(first["currency"] as? String == "USD")
    #expect(first["reason"] as? String == "Ann charged $70.00 for $100.00")
    #expect((first["evidence"] as? [String: Any])?["gap"] as? String == "30.0000")
    #expect((first["rules_hash"] as? String)?.count == 64)
  }

  @Test func streamAndHistorySayTheSame() throws {
    let folder = try folder()
    let history = try Program.run(["scan", "sales.csv", "--rules", "pack", "--format", "csv", "--all"], in: folder)
    let stream = try Program.run(["scan", "sales.csv", "--rules", "pack", "--format", "csv", "--all", "--as-stream"], in: folder)
    #expect(history.code == 0 && history.output == stream.output)
    // A header, and five records in two schemes.
    #expect(history.output.split(separator: "\n").count == 1 + 5 * 2)
    let input = try folder.read("sales.csv")
    let piped = try Program.run(["scan", "-", "--rules", "pack", "--format", "csv", "--all"], in: folder, input: input)
    #expect(piped.output == history.output)
  }

  @Test func theFutureChangesNoDecision() throws {
    let whole = try folder()
    let part = try folder(Array(ScanTests.rows.prefix(4)))
    let command = ["scan", "sales.csv", "--rules", "pack", "--format", "jsonl", "--all", "--as-stream"]
    let (all, some) = (try Program.run(command, in: whole).output, try Program.run(command, in: part).output)
    #expect(!some.isEmpty && all.hasPrefix(some))
  }

  @Test func itFailsOnlyWhereItIsAskedTo() throws {
    let folder = try folder()
    let command = ["scan", "sales.csv", "--rules", "pack", "--out", "findings.csv", "--format", "csv"]
    #expect(try Program.run(command + ["--fail-on", "high"], in: folder).code == 1)
    #expect(try Program.run(command + ["--fail-on", "critical"], in: folder).code == 0)
    #expect(try folder.read("findings.csv").hasPrefix("row,id,at,entity,scheme,flagged,"))
    #expect(try Program.run(command + ["--fail-on", "grave"], in: folder).code == 64)
  }

  @Test func whatCannotBeDecidedIsSaid() throws {
    let folder = try folder()
    let unknown = try Program.run(["scan", "sales.csv", "--rules", "pack", "--baseline", "none"], in: folder)
    #expect(unknown.code == 66 && unknown.talk.contains("there is no baseline `none`"))
    let model = try Program.run(["scan", "sales.csv", "--rules", "pack", "--model", "m"], in: folder)
    #expect(model.code == 66 && model.talk.contains("there are no models yet"))
    try folder.write(ScanTests.rules.replacing("gap / list > 20%", with: "gap / list > 0.2"), to: "pack/sales.rules")
    let broken = try Program.run(["scan", "sales.csv", "--rules", "pack"], in: folder)
    #expect(broken.code == 65 && broken.talk.contains("nothing was decided") && broken.talk.contains("E0318"))
  }

  @Test func aRuleThatARenamedColumnSilencesIsNamed() throws {
    let folder = try folder(["1,2024-01-01,Ann,,95.00", "2,2024-01-01,Ann,,70.00", "3,2024-01-02,Bob,10.00,9.00"])
    let outcome = try Program.run(["scan", "sales.csv", "--rules", "pack"], in: folder)
    #expect(outcome.talk.contains("sales_rules.deep could not tell in 2 of 3 records"))
  }

  @Test func aSimulatedHistoryIsDecidedWithItsBaseline() throws {
    let folder = try Program.Folder()
    #expect(try Program.run(["simulate", "orders", "--orders", "600", "--seed", "5", "--out", "h"], in: folder).code == 0)
    #expect(try Program.run(["baseline", "h/orders.csv", "--name", "b"], in: folder).code == 0)
    let command = ["h/orders.csv", "--baseline", "b", "--format", "jsonl"]
    let history = try Program.run(["scan"] + command, in: folder)
    #expect(history.code == 0, "\(history.talk)")
    #expect(history.output == (try Program.run(["scan", "--as-stream"] + command, in: folder).output))
    let found = try lines(history.output)
    #expect(found.contains { $0["scheme"] as? String == "rep-padding" })
    #expect(found.allSatisfy { ($0["baseline_hash"] as? String)?.count == 64 })
  }
}
