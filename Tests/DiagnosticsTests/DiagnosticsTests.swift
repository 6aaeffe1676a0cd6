import Diagnostics
import Testing

@Suite struct DiagnosticsTests {
  private let code = DiagnosticCode("E9999", "a test")

  @Test func placesCountCharactersAndLines() {
    let source = SourceText(path: "a", text: "é1\r\n\t二x\n")
    #expect(source.position(of: 0) == (1, 1))
    #expect(source.position(of: 2) == (1, 2))
    #expect(source.position(of: 6) == (2, 2))
    #expect(source.position(of: 9) == (2, 3))
    #expect(source.position(of: 10_000) == (3, 1))
    #expect(source.line(1) == "é1")
  }

  @Test func caretsStandUnderWhatIsMeant() {
    let source = SourceText(path: "rules/a.schema", text: "schema a {\n\tfield 二 text\n}\n")
    let diagnostic = Diagnostic(
      code, "`二` is odd", at: Span(18, 21), label: "here", related: [.init(Span(0, 6), "in this schema")], notes: ["a note"],
      fixes: [.init("write two", replace: Span(18, 21), with: "2")])
    #expect(
      TextRenderer().render(diagnostic, in: source) == """
        rules/a.schema:2:8: error[E9999]: `二` is odd
          |
        1 | schema a {
          | ------ in this schema
        2 |  field 二 text
          |        ^^ here
          = note: a note
          = help: write two

        """)
  }

  @Test func manyAreCounted() {
    let source = SourceText(path: "a", text: "x")
    let all = Array(repeating: Diagnostic(code, "m", at: Span(0, 1)), count: TextRenderer.shownMax + 7)
    #expect(TextRenderer().render(all, in: source).contains("a: and 7 more"))
  }

  @Test func jsonIsEscaped() {
    let source = SourceText(path: "a\"b", text: "x")
    let text = JSONRenderer().render([Diagnostic(code, "tab\t and \u{1}", at: Span(0, 1))], in: source)
    #expect(text.hasPrefix("{\"path\":\"a\\\"b\",\"code\":\"E9999\",\"severity\":\"error\",\"message\":\"tab\\t and \\u0001\""))
    #expect(text.contains("\"start\":{\"byte\":0,\"line\":1,\"column\":1}"))
  }

  @Test(arguments: [("kitten", "sitting", 3), ("", "abc", 3), ("ab", "ba", 1), ("same", "same", 0)])
  func distances(left: String, right: String, distance: Int) { #expect(editDistance(left, right) == distance) }

  @Test func suggestionsAreNearOrNone() {
    #expect(closestMatch(to: "mony", among: ["key", "money", "text"]) == "money")
    #expect(closestMatch(to: "Text", among: ["key", "money", "text"]) == "text")
    #expect(closestMatch(to: "zebra", among: ["key", "money"]) == nil)
  }
}
