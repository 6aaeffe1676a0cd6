import Records
import TestSupport
import Testing

@Suite struct SymbolTableTests {
  @Test func everyTextHasOneSymbol() {
    let table = SymbolTable()
    var random = SeededGenerator(seed: 4)
    var seen: [String: Symbol] = [:]
    for _ in 0..<50_000 {
      let text =
        String(repeating: "k", count: Int.random(in: 0...20, using: &random)) + String(Int.random(in: 0..<9_000, using: &random))
      let symbol = table.intern(text)
      if let known = seen[text] { #expect(known == symbol) } else { #expect(symbol.index == seen.count) }
      seen[text] = symbol
    }
    #expect(table.count == seen.count)
    for (text, symbol) in seen {
      #expect(table.text(of: symbol) == text)
      #expect(table.symbol(of: text) == symbol)
    }
    #expect(table.symbol(of: "never seen") == nil)
  }
}
