import TestSupport
import Testing

@testable import RuleEngine

@Suite struct KeyTableTests {
  /// Of one symbol, of two words, and of none.
  @Test(arguments: [(1, true), (1, false), (2, false), (0, false)]) func numbersStayDenseAndInOrder(width: Int, isSymbol: Bool) {
    var random = SeededGenerator(seed: UInt64(width))
    var table = KeyTable(width: width, isSymbol: isSymbol)
    var expected: [[Int64]] = []
    for _ in 0..<200 {
      for _ in 0..<Int.random(in: 0..<60, using: &random) {
        let key = (0..<width).map { _ in Int64.random(in: 0..<(width == 2 ? 40 : 900), using: &random) }
        let number = (key + [0]).withUnsafeBufferPointer { words in table.number(of: words.baseAddress!) }
        if let known = expected.firstIndex(of: key) {
          #expect(number == known)
        } else {
          #expect(number == expected.count)
          expected.append(key)
        }
      }
      var numbers: [Int32] = []
      var kept: Int32 = 0
      let most = Int.random(in: 1..<8, using: &random)
      for _ in expected {
        let isKept = Int.random(in: 0..<most, using: &random) > 0
        numbers.append(isKept ? kept : -1)
        if isKept { kept += 1 }
      }
      table.keep(numbers, Int(kept))
      expected = zip(expected, numbers).filter { $1 >= 0 }.map(\.0)
      #expect(table.count == expected.count)
      for (number, key) in expected.enumerated() { #expect(Array(table.key(number)) == key) }
    }
  }
}
