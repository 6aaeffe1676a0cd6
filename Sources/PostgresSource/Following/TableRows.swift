import Records

/// Rows of one table as records under construction. A record's row is its key.
final class TableRows {
  let notices: [String]
  /// Which columns of the header are read, in the header's order.
  let wanted: [Int]
  var isEmpty: Bool { builder.count + builder.rejects.count == 0 }

  private let header: [String]
  private let schema: Schema
  private let source: String
  private let plan: ColumnPlan
  /// Per field, where its columns stand among those that are read.
  private let selected: [[Int]]
  /// Where the columns of a list that is made of columns stand.
  private let listed: [Int]
  /// Fields whose keys are of a page alone: they are different for each record, and a run's symbols are never given back.
  private let joins: Range<Int>
  private let builder: BatchBuilder

  init(
    header: [String], schema: Schema, mapping: SourceMapping, joins: Range<Int>, symbols: SymbolTable, source: String
  ) throws(SourceError) {
    (self.header, self.schema, self.joins, self.source) = (header, schema, joins, source)
    plan = try ColumnPlan(header: header, schema: schema, mapping: mapping, symbols: symbols, source: source)
    notices = plan.notices
    let wanted = Set(plan.fields.joined()).union(plan.list?.columns ?? []).sorted()
    var places: [Int: Int] = [:]
    for (place, column) in wanted.enumerated() { places[column] = place }
    self.wanted = wanted
    selected = plan.fields.map { $0.compactMap { places[$0] } }
    listed = (plan.list?.columns ?? []).compactMap { places[$0] }
    builder = BatchBuilder(schema: schema)
  }

  /// Whether nobody but the key says which record it is.
  private func isIdentifiedByKey(_ field: Int) -> Bool { field == schema.identityField && plan.fields[field].isEmpty }

  func append(
    _ cells: some RowCells, key: Int64, operation: RecordOperation = .insert, index: inout SymbolIndex,
    pageKeys: inout SymbolIndex
  ) {
    if let reject = fault(in: cells, key, operation, &index, &pageKeys) {
      builder.abandonRow()
      builder.rejects.append(reject)
    } else {
      builder.finishRow(key, operation: operation)
    }
  }

  private func fault(
    in cells: some RowCells, _ key: Int64, _ operation: RecordOperation, _ index: inout SymbolIndex,
    _ pageKeys: inout SymbolIndex
  ) -> RejectedRecord? {
    for field in selected.indices {
      let column = selected[field].first { place in !cells.isNull(place) && cells.withCell(place) { !$0.isEmpty } }
      let fault: CellFault?
      if let column {
        fault =
          joins.contains(field)
          ? cells.withCell(column) { builder.append($0, to: field, index: &pageKeys) }
          : cells.withCell(column) { builder.append($0, to: field, index: &index) }
      } else if isIdentifiedByKey(field) {
        var text = "row:\(key)"
        fault = text.withUTF8 { builder.append($0, to: field, index: &index) }
      } else if operation == .delete {
        // A delete carries its key and little else, so that nothing more is required of it.
        builder.appendNothing(to: field)
        fault = nil
      } else {
        fault = builder.appendMissing(to: field, index: &index)
      }
      if let fault {
        let place = column ?? selected[field].first
        return rejected(
          cells, key, fault.reason, fault.message(field: schema.fields[field].name), at: place, hasValue: column != nil)
      }
    }
    guard operation != .delete, let list = plan.list else { return nil }
    for (position, place) in listed.enumerated() where !cells.isNull(place) {
      let (isEmpty, count) = cells.withCell(place) { ($0.isEmpty, CellParser.count($0)) }
      if isEmpty { continue }
      guard let count else {
        return rejected(
          cells, key, .badCell, "`\(header[wanted[place]])` is no count: expected a whole number from 0 up", at: place,
          hasValue: true)
      }
      if count == 0 { continue }
      builder.list(list.list).append(
        name: list.names[position], in: list.nameField, value: count, in: list.valueField, index: &index)
    }
    return nil
  }

  private func rejected(
    _ cells: some RowCells, _ key: Int64, _ reason: RejectedRecord.Reason, _ message: String, at place: Int?, hasValue: Bool
  ) -> RejectedRecord {
    RejectedRecord(
      source: source, line: 0, row: key, column: place.map { header[wanted[$0]] },
      value: hasValue ? place.map { cells.withCell($0, RejectedRecord.shown) } : nil, reason: reason, message: message,
      text: cells.text)
  }

  func take() -> RecordBatch { builder.take(end: SourcePosition(source: source)) }
}

/// A batch that is at hand, as a source.
final class BatchAtHand: RecordSource {
  let schema: Schema
  let symbols: SymbolTable
  private var batch: RecordBatch?

  init(_ batch: RecordBatch, _ symbols: SymbolTable) { (schema, self.symbols, self.batch) = (batch.schema, symbols, batch) }

  func next() throws(SourceError) -> RecordBatch? {
    defer { batch = nil }
    return batch
  }
}
