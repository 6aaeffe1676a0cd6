import Records
import TestSupport
import Testing

@testable import Pricing

@Suite struct BaselineTests {
  private func baseline() throws -> Baseline {
    var random = SeededGenerator(seed: 8)
    let world = PricingTests.world(&random, products: 12, ladder: [20_000, 75_000])
    let symbols = SymbolTable()
    let history = try PricingTests.history(world, orders: 400, discountRate: 0.5, &random, symbols)
    return Baseline(
      name: "winter", schema: "orders", source: "a \\ file\nwith a line", learning: OrderLearning(history, symbols: symbols),
      symbols: symbols)
  }

  @Test func survivesWriting() throws {
    let original = try baseline()
    #expect(try Baseline(text: original.text) == original)
    #expect(try baseline().text == original.text)
    #expect(original.text.hasSuffix("hash \(original.hash)\n"))
    #expect(original.reps.count == 7)
  }

  @Test func whatWasAlteredIsRefused() throws {
    let text = try baseline().text
    var random = SeededGenerator(seed: 12)
    for _ in 0..<300 {
      var bytes = Array(text.utf8)
      let position = Int.random(in: 0..<bytes.count - 1, using: &random)
      if Bool.random(using: &random) { bytes[position] ^= 1 } else { bytes.removeSubrange(position...) }
      #expect(throws: Baseline.ReadingError.self) { try Baseline(text: String(decoding: bytes, as: UTF8.self)) }
    }
    #expect { try Baseline(text: "") } throws: { "\($0)".contains("cut off") }
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func hashesAreTheStandards(text: String, hash: String) { #expect(SHA256.hash(text) == hash) }

  @Test func aLongTextInPiecesHashesAlike() {
    let text = String(repeating: "0123456789", count: 1_001)
    var pieces = SHA256()
    for start in stride(from: 0, to: 10_010, by: 77) { pieces.update(Array(Array(text.utf8)[start..<min(10_010, start + 77)])) }
    #expect(pieces.finish() == SHA256.hash(text))
  }
}
