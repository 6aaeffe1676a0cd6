import Diagnostics
import Foundation
import Records
import RuleLanguage
import TestSupport
import Testing

@Suite struct LexerTests {
  @Test func tokens() {
    let source = SourceText(path: "a", text: "rate >= 20% and x ~= \"a\\\"b\" // end\n7d..1_000.5 ??")
    let (tokens, diagnostics) = Lexer.tokens(of: source)
    #expect(diagnostics == [])
    #expect(
      tokens.map(\.kind) == [
        .word, .mark(.atLeast), .percent, .word, .word, .mark(.like), .string, .duration, .mark(.through), .number,
        .mark(.otherwise),
        .endOfFile,
      ])
  }

  /// Tokens and their trivia give back every byte, whatever the bytes are; nothing crashes; every span lies inside.
  @Test func everyByteBelongsSomewhere() throws {
    let root = SchemaCaseTests.root.appending(path: "rules/orders/orders.schema")
    let seed = [UInt8](try Data(contentsOf: root))
    fuzz("schema files", seed: 9, rounds: 3_000) { random, _ in
      var bytes = seed
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let position = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: position)
        case 2: bytes.removeLast(min(bytes.count - 2, Int.random(in: 0...40, using: &random)))
        case 3: bytes.insert(contentsOf: Array("{}[]\"“0x7q".utf8).shuffled(using: &random).prefix(3), at: position)
        default: bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + 30)], at: position)
        }
      }
      let source = SourceText(path: "a", bytes: bytes)
      let (tokens, _) = Lexer.tokens(of: source)
      var end = 0
      for token in tokens {
        #expect(token.triviaStart == end && token.span.start >= end && token.span.end <= bytes.count)
        end = token.span.end
      }
      #expect(end == bytes.count)
      let file = SchemaFile(source)
      #expect(file.diagnostics.allSatisfy { $0.span.end <= bytes.count })
      #expect(file.schemas.isEmpty || !file.diagnostics.contains { $0.severity == .error })
      _ = TextRenderer().render(file.diagnostics, in: source)
      return bytes.count
    }
  }
}

@Suite struct InferenceTests {
  private func infer(_ names: [String], _ rows: [[String]]) -> Schema {
    var inference = SchemaInference(columns: names, isJSON: false)
    let builder = BatchBuilder(schema: SchemaInference.readingSchema(names, isJSON: false))
    let symbols = SymbolTable()
    for row in rows {
      symbols.withIndex { index in
        for (column, text) in row.enumerated() {
          #expect(Array(text.utf8).withUnsafeBufferPointer { builder.append($0, to: column, index: &index) } == nil)
        }
      }
      builder.finishRow(1)
    }
    inference.look(builder.take(end: SourcePosition(source: "")))
    return inference.schema(named: "My Table")
  }

  @Test func guessesTypesAndRoles() {
    let rows = (0..<40).map {
      ["\($0)", "2020-01-\($0 % 20 + 10)", "K\($0 % 3)", "\($0).25", $0 % 2 == 0 ? "NA" : "\($0)", "0.\($0)"]
    }
    let schema = infer(["order id", "from", "clerk", "Total", "age", "rate"], rows)
    #expect(schema.name == "my_table")
    #expect(schema.fields.map(\.name) == ["order_id", "from_value", "clerk", "total", "age", "rate"])
    #expect(schema.fields.map(\.type) == [.identity, .time, .key, .money(.usDollar), .integer, .number])
    #expect(schema.fields[4].missingSpellings == ["NA"])
    #expect(SchemaFile(SourceText(path: "a", text: SchemaWriter.text(of: schema))).schemas == [schema])
  }

  @Test func manySparseCountsAreAList() {
    let names = ["day", "paid"] + (0..<20).map { "Item\($0)" }
    let rows = (0..<30).map { row in ["2020-01-01", "5"] + (0..<20).map { $0 == row % 20 ? "2" : "0" } }
    let schema = infer(names, rows)
    #expect(schema.fields.map(\.name) == ["day", "paid"])
    #expect(schema.lists.map(\.recordName) == ["line"])
    #expect(SchemaFile(SourceText(path: "a", text: SchemaWriter.text(of: schema))).diagnostics == [])
  }
}
