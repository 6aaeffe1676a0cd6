import Records
import Testing

@Suite struct HMACTests {
  /// The test cases of RFC 4231; of the fifth the first 128 bits.
  @Test func theStandardsOwnCasesComeOut() {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    func repeated(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    let cases: [(secret: [UInt8], message: [UInt8], code: String)] = [
      (repeated(0x0B, 20), bytes("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
      (
        bytes("Jefe"), bytes("what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (repeated(0xAA, 20), repeated(0xDD, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
      ((1...25).map { $0 }, repeated(0xCD, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
      (repeated(0x0C, 20), bytes("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b"),
      (
        repeated(0xAA, 131), bytes("Test Using Larger Than Block-Size Key - Hash Key First"),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        repeated(0xAA, 131),
        bytes(
          "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed "
            + "before being used by the HMAC algorithm."),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      ),
    ]
    for (number, given) in cases.enumerated() {
      let code = HMAC.sha256(given.message, secret: given.secret)
      #expect(code.prefix(given.code.count) == given.code, "case \(number + 1)")
      #expect(code.count == 64)
    }
  }
}
