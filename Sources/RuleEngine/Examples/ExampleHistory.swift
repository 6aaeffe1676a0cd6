import Records
import RuleLanguage

/// A test's timeline as records, as a source would have delivered them.
struct ExampleHistory {
  private let program: Program
  private let schema: Schema
  private let symbols: SymbolTable

  /// Where a timeline begins that names no time: a Monday at noon.
  private static let start: Int64 = 1_767_614_400_000_000

  init(_ program: Program, schema: Int, symbols: SymbolTable) {
    (self.program, self.symbols) = (program, symbols)
    self.schema = program.schemas[schema]
  }

  func batch(_ test: RuleTest) -> RecordBatch {
    let builder = ExampleColumns(schema, symbols, program)
    var time = ExampleHistory.start
    var isFirst = true
    for step in test.steps {
      let own = schema.timeField.flatMap { field in
        step.record.fields.first { $0.field == field }.flatMap { payload($0.value) }
      }
      time = own ?? (isFirst ? time : time + step.after)
      for repetition in 0..<step.times {
        if repetition > 0 { time += step.every }
        builder.append(step.record, time: time)
      }
      isFirst = false
    }
    return builder.batch()
  }

  private func payload(_ value: RuleTest.Value) -> Int64? {
    if case .constant(let id) = value { program.expressions[id].payload } else { nil }
  }
}

/// Columns grown from typed constants.
private final class ExampleColumns {
  private let schema: Schema
  private let symbols: SymbolTable
  private let program: Program
  private var columns: [Column]
  private var lists: [ListColumn]
  private var rows: [Int64] = []

  init(_ schema: Schema, _ symbols: SymbolTable, _ program: Program) {
    (self.schema, self.symbols, self.program) = (schema, symbols, program)
    columns = schema.fields.map { Column(for: $0) }
    lists = schema.lists.map { ListColumn(offsets: [0], columns: $0.fields.map { Column(for: $0) }) }
  }

  func append(_ record: RuleTest.Record, time: Int64) {
    rows.append(Int64(rows.count + 1))
    for (index, field) in schema.fields.enumerated() {
      if index == schema.timeField {
        columns[index].append(payload: time)
        continue
      }
      append(record.fields.first { $0.field == index }?.value ?? .missing, field, to: &columns[index])
    }
    for (index, list) in schema.lists.enumerated() {
      var elements: [RuleTest.Record] = []
      if case .elements(let given)? = record.lists.first(where: { $0.list == index })?.value { elements = given }
      for element in elements {
        for (position, field) in list.fields.enumerated() {
          append(
            element.fields.first { $0.field == position }?.value ?? .missing, field, to: &lists[index].columns[position])
        }
      }
      lists[index].offsets.append((lists[index].offsets.last ?? 0) + Int32(elements.count))
    }
  }

  private func append(_ value: RuleTest.Value, _ field: Field, to column: inout Column) {
    guard case .constant(let id) = value else { return column.appendMissing() }
    let node = program.expressions[id]
    switch column.values {
    case .key, .text: column.append(text: program.expressions.texts[Int(node.payload)], symbols)
    default: column.append(payload: node.payload)
    }
  }

  func batch() -> RecordBatch {
    RecordBatch(schema: schema, rows: rows, columns: columns, lists: lists, rejects: [], end: SourcePosition(source: "example"))
  }
}

extension Column {
  mutating fileprivate func appendMissing() {
    switch values {
    case .key(let keys): values = .key(keys + [Symbol(id: 0)])
    case .text(var texts):
      texts.append(UnsafeBufferPointer(start: nil, count: 0))
      values = .text(texts)
    default: append(bits: 0)
    }
    validity.append(false)
    rawNumbers?.append(0)
  }

  mutating fileprivate func append(payload: Int64) {
    append(bits: payload)
    validity.append(true)
    rawNumbers?.append(Double(payload) / 10_000)
  }

  mutating private func append(bits payload: Int64) {
    switch values {
    case .money(let values): self.values = .money(values + [payload])
    case .number(let values): self.values = .number(values + [number(payload)])
    case .integer(let values): self.values = .integer(values + [payload])
    case .time(let values): self.values = .time(values + [payload])
    case .duration(let values): self.values = .duration(values + [payload])
    case .flag(let values): self.values = .flag(values + [payload == 1])
    case .key, .text: break
    }
  }

  mutating fileprivate func append(text: String, _ symbols: SymbolTable) {
    switch values {
    case .key(let keys): values = .key(keys + [symbols.intern(text)])
    case .text(var texts):
      var text = text
      text.withUTF8 { texts.append($0) }
      values = .text(texts)
    default: break
    }
    validity.append(true)
  }
}
