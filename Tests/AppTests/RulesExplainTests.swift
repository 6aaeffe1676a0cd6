import Foundation
import Testing

/// `sheriff rules explain`, as an analyst runs it.
@Suite struct RulesExplainTests {
  private static let schema = """
    schema parcels {
      id       id
      at       time
      rep      key
      list     money
      charged  money
    }
    """
  private static let rules = """
    package desk
    use schema parcels

    let gap = list - charged
    let rate = gap / list
    feature usual = avg(rate) by rep over 30d requires 2

    rule deep "Too deep" {
      scheme   rep-padding
      when     rate > 20% and gap > 5.00
      votes    fraud
      loss     gap - 20% * list
      because  "{rep} gave {rate:1}"
    }

    rule unusual "Unlike before" {
      scheme   rep-padding
      status   shadow
      when     rate > usual
      votes    fraud
    }

    rule later "Not yet" {
      status   draft
      when     list > 5.00
    }

    """
  private static let parcels = """
    id,at,rep,list,charged
    A,2026-01-01,R1,100.00,90.00
    B,2026-01-02,R1,100.00,80.00
    C,2026-01-03,R1,1000.00,600.00
    D,2026-01-04,R1,1000.00,850.00
    D,2026-01-04,R1,1000.00,860.00
    E,2026-01-05,R2,,1.00

    """

  private func folder() throws -> Program.Folder {
    let folder = try Program.Folder()
    try folder.write(RulesExplainTests.schema, to: "rules/parcels/parcels.schema")
    try folder.write(RulesExplainTests.rules, to: "rules/parcels/desk.rules")
    try folder.write(RulesExplainTests.parcels, to: "parcels.csv")
    return folder
  }

  private func explain(_ arguments: [String], in folder: Program.Folder) throws -> Program.Outcome {
    try Program.run(["rules", "explain", "parcels.csv"] + arguments, in: folder, environment: ["SHERIFF_RULES": "rules"])
  }

  @Test func theConditionIsTakenApart() throws {
    let folder = try folder()
    let fired = try explain(["C", "--rule", "deep"], in: folder)
    #expect(fired.code == 0, "\(fired.talk)")
    #expect(
      fired.output == """
        record C (row 3)

        desk.deep  fired  loss $200.00
          Too deep. Fired: the condition holds.
          rate > 20% and gap > $5.00  true
            rate > 20%                true
              rate = gap / list       40.0%
                gap = list - charged  $400.00
                  list                $1,000.00
                  charged             $600.00
                list                  $1,000.00
            gap > $5.00               true
              gap                     $400.00
          loss
            gap - 20% * list          $200.00
              gap                     $400.00
              20% * list              $200.00
                list                  $1,000.00
          because: R1 gave 40.0%

        """)
  }

  @Test func theNewestVersionItsWindowAndTheNearestChange() throws {
    let folder = try folder()
    let outcome = try explain(["D"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    for line in [
      "record D (row 5)", "there are 2 rows of this id, and this is the newest version", "charged             $860.00",
      "gap > $5.00               skipped: decided already", "would fire if charged were $799.99 or less (now $860.00)",
      "desk.unusual  silent  (shadow)", "usual = avg(rate) by rep over 30d requires 2", "holds 3 records: A, B, C",
    ] {
      #expect(outcome.output.contains(line), "\(line) is not in\n\(outcome.output)")
    }
    #expect(!outcome.output.contains("desk.later"))
    let byRow = try explain(["row:4", "--rule", "desk.later"], in: folder)
    #expect(byRow.output.contains("record D (row 4)") && byRow.output.contains("desk.later  fired  (draft)"), "\(byRow.output)")
  }

  @Test func theSameAsJSON() throws {
    let folder = try folder()
    let outcome = try explain(["E", "--json"], in: folder)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["record"] as? String == "E" && object["row"] as? Int == 6)
    let rules = try #require(object["rules"] as? [[String: Any]])
    #expect(rules.map { $0["rule"] as? String } == ["desk.deep", "desk.unusual"])
    #expect(rules[0]["outcome"] as? String == "unknown" && rules[0]["summary"] as? String == "unknown: list is missing")
    let condition = try #require(rules[0]["condition"] as? [String: Any])
    #expect(condition["state"] as? String == "unknown" && condition["reason"] as? String == "list is missing")
    #expect(condition["type"] as? String == "flag" && condition["value"] is NSNull)
    #expect((condition["parts"] as? [[String: Any]])?.count == 2)
  }

  @Test func whatIsNotThereIsSaid() throws {
    let folder = try folder()
    let record = try explain(["F"], in: folder)
    #expect(record.code == 66 && record.talk.contains("no record `F`") && record.talk.contains("row:1"), "\(record.talk)")
    let rule = try explain(["A", "--rule", "desk.dep"], in: folder)
    #expect(rule.code == 64 && rule.talk.contains("did you mean desk.deep?"), "\(rule.talk)")
  }
}
