import Drift
import TestSupport
import Testing

@Suite struct DistributionsTests {
  @Test func whatIsWrittenIsReadAgainToTheLastDigit() throws {
    var random = SeededGenerator(seed: 1)
    let written = SampledColumns(5_000, &random).distributions
    #expect(try Distributions(text: written.text()) == written)
    #expect(written.distribution(of: SampledColumns.subjects[2])?.records == 5_000)
    #expect(written.distribution(of: DriftSubject(.feature, "flag", hash: "another")) == nil)
  }

  @Test func whatIsNotOneIsRefusedInWords() throws {
    for text in ["", "sheriff distributions 1", "sheriff distributions 2\n\n[]\n", "sheriff distributions 1\n00\n[]\n"] {
      #expect(throws: DriftError.self) { _ = try Distributions(text: text) }
    }
    let twice = Distributions([
      .init(SampledColumns.subjects[5], Distribution(occurred: 1, of: 2)),
      .init(SampledColumns.subjects[5], Distribution(occurred: 1, of: 2)),
    ])
    #expect(throws: DriftError.self) { _ = try Distributions(text: twice.text()) }
  }

  @Test func aDamagedArtefactIsNeverTaken() throws {
    var random = SeededGenerator(seed: 2)
    let text = Array(try SampledColumns(2_000, &random).distributions.text().utf8)
    fuzz("distributions", seed: 3, rounds: 300) { random, _ in
      var bytes = text
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      #expect(throws: DriftError.self) { _ = try Distributions(text: String(decoding: bytes, as: UTF8.self)) }
      return bytes.count
    }
  }

  /// The hash keeps accidents away; what is made with a right hash must still be sound.
  @Test func bodiesThatCannotBeAreRefusedWithARightHash() throws {
    let sound = try Distributions([
      .init(SampledColumns.subjects[0], Distribution(numbers: [1, 2, 3])),
      .init(SampledColumns.subjects[4], Distribution(codes: [0, 1], texts: ["a", "b"])),
    ]).text()
    let body = sound.split(separator: "\n")[2]
    #expect(throws: Never.self) { try Distributions(text: RightHash.text(String(body))) }
    for (old, new) in [
      ("\"counts\":[0,1,1,1,0,0]", "\"counts\":[0,1,1,1,0]"), ("\"counts\":[0,1,1,1,0,0]", "\"counts\":[0,-1,1,1,0,0]"),
      ("\"edges\":[1,2,3]", "\"edges\":[1,3,2]"), ("\"least\":1", "\"least\":9"), ("\"a\",\"b\"", "\"a\",\"a\""),
    ] {
      let altered = body.replacing(old, with: new)
      #expect(altered != body)
      #expect(throws: DriftError.self) { try Distributions(text: RightHash.text(altered)) }
    }
  }
}
