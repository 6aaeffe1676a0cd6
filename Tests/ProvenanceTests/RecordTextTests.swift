import Provenance
import Records
import TestSupport
import Testing

@Suite struct RecordTextTests {
  @Test func aRecordIsWrittenAsTheDatabaseDoes() {
    #expect(
      RecordText.compose(["1", nil, "", "two words", "a,b", "(x)", "q\"q", "b\\s", "plain"])
        == #"(1,,"","two words","a,b","(x)","q""q","b\\s",plain)"#)
    #expect(RecordText.compose([nil]) == "()")
  }

  @Test func whatIsWrittenIsReadBack() {
    fuzz("record text", seed: 11, rounds: 2000) { random, _ in
      let alphabet: [Character] = ["a", ",", "\"", "\\", "(", ")", " ", "\n", "é", "0", "\t"]
      let values: [String?] = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        if Int.random(in: 0..<4, using: &random) == 0 { return nil }
        return String((0..<Int.random(in: 0...6, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
      }
      let text = RecordText.compose(values)
      #expect(RecordText.parse(text) == values, "\(text)")
      return text.utf8.count
    }
  }

  @Test func whatIsNoRecordIsRefused() {
    for text in ["", "(", ")", "1,2", "(\"a)", "(a\\)"] { #expect(RecordText.parse(text) == nil, "\(text)") }
  }
}

@Suite struct SnapshotTests {
  @Test func aSnapshotSeesWhatWasCommittedBeforeIt() throws {
    let snapshot = try #require(Snapshot("100:120:100,115"))
    #expect(snapshot.sees(99) && snapshot.sees(101) && snapshot.sees(119))
    #expect(!snapshot.sees(100) && !snapshot.sees(115) && !snapshot.sees(120) && !snapshot.sees(4000))
    #expect(Snapshot("x") == nil && Snapshot("1:2") == nil && Snapshot("1:2:a") == nil)
  }

  /// The log has the low half of a transaction's number only.
  @Test func numbersThatWrapAroundAreToldApart() throws {
    let snapshot = try #require(Snapshot("4294967300:4294967310:4294967305"))
    #expect(snapshot.sees(3) && snapshot.sees(13) && !snapshot.sees(9) && !snapshot.sees(14) && snapshot.sees(4_294_967_295))
    let early = try #require(Snapshot("4294967290:4294967294:"))
    #expect(early.sees(4_294_967_293) && !early.sees(4_294_967_294) && !early.sees(2))
  }

  @Test func aPositionReadsBack() {
    #expect(LogPosition("16/B374D848")?.description == "16/B374D848")
    #expect(LogPosition("0/0") == .zero)
    for text in ["", "1", "x/1", "1/2/3", "1/123456789"] { #expect(LogPosition(text) == nil) }
  }
}
