public import Records

/// Why a history could not be made into batches.
public struct CellProblem: Error, CustomStringConvertible {
  public var row: Int64
  public var field: String
  public var cell: String?

  public var description: String { "row \(row): `\(field)` cannot be \(cell ?? "missing")" }
}

/// A pair's records in columns, as engines take them.
public struct BuiltHistory: Sendable {
  public let batches: [RecordBatch]
  /// What the baseline was made from.
  public let learned: [RecordBatch]
  /// Of both.
  public let symbols = SymbolTable()

  public init(_ pair: GeneratedPair, batchSize: Int) throws(CellProblem) {
    learned = try BuiltHistory.batches(pair.learned, of: pair.schema, symbols, batchSize)
    batches = try BuiltHistory.batches(pair.records, of: pair.schema, symbols, batchSize)
  }

  private static func batches(
    _ records: [GeneratedRecord], of schema: Schema, _ symbols: SymbolTable, _ batchSize: Int
  ) throws(CellProblem) -> [RecordBatch] {
    let builder = BatchBuilder(schema: schema)
    var batches: [RecordBatch] = []
    for record in records {
      let problem = symbols.withIndex { index in BuiltHistory.append(record, to: builder, &index) }
      if let problem { throw problem }
      if builder.count >= max(1, batchSize) { batches.append(builder.take(end: .init(source: "generated", row: record.row))) }
    }
    if builder.count > 0 { batches.append(builder.take(end: .init(source: "generated", row: records.last?.row ?? 0))) }
    return batches
  }

  private static func append(
    _ record: GeneratedRecord, to builder: BatchBuilder, _ index: inout SymbolIndex
  ) -> CellProblem? {
    for (place, field) in builder.schema.fields.enumerated() {
      guard var cell = record.cells[place] else {
        // A delete need carry nothing but its id.
        if record.operation == .delete {
          builder.appendNothing(to: place)
        } else if builder.appendMissing(to: place, index: &index) != nil {
          return CellProblem(row: record.row, field: field.name, cell: nil)
        }
        continue
      }
      if cell.withUTF8({ builder.append($0, to: place, index: &index) }) != nil {
        return CellProblem(row: record.row, field: field.name, cell: cell)
      }
    }
    for (place, list) in builder.schema.lists.enumerated() {
      let target = builder.list(place)
      for element in record.lists[place] {
        for (part, field) in list.fields.enumerated() {
          var cell = element[part] ?? ""
          if cell.withUTF8({ target.append($0, to: part, index: &index) }) != nil {
            return CellProblem(row: record.row, field: "\(list.name).\(field.name)", cell: cell)
          }
        }
      }
    }
    builder.finishRow(record.row, operation: record.operation)
    return nil
  }
}
