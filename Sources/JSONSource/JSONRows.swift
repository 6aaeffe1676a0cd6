import Records

/// Documents that become records of a schema, one at a time: each an object, plain or inside a change feed's envelope.
final class JSONRows {
  private let tree: PathTree
  private let record: JSONRecord
  private let schema: Schema
  private let builder: BatchBuilder

  init(_ schema: Schema, _ mapping: SourceMapping) {
    self.schema = schema
    tree = PathTree(mapping)
    record = JSONRecord(tree)
    builder = BatchBuilder(schema: schema)
  }

  /// Records and rejects since a batch was taken.
  var count: Int { builder.count + builder.rejects.count }

  func take(end: SourcePosition) -> RecordBatch { builder.take(end: end) }

  /// Takes one up: as a record, or as a reject.
  ///
  /// - line: where it begins; 0 where the source has no lines.
  func add(_ bytes: Cell, isTooLong: Bool = false, source: String, line: Int, row: Int64, index: inout SymbolIndex) {
    let reject = appended(bytes, isTooLong: isTooLong, source: source, line: line, row: row, index: &index)
    if let reject { builder.rejects.append(reject) }
  }

  private func appended(
    _ bytes: Cell, isTooLong: Bool, source: String, line: Int, row: Int64, index: inout SymbolIndex
  ) -> RejectedRecord? {
    func rejected(_ reason: RejectedRecord.Reason, _ message: String, path: String? = nil, value: String? = nil) -> RejectedRecord
    {
      builder.abandonRow()
      return RejectedRecord(
        source: source, line: line, row: row, column: path, value: value, reason: reason, message: message,
        text: String(decoding: bytes, as: UTF8.self))
    }
    let unit = line == 0 ? "message" : "line"
    if isTooLong { return rejected(.tooLong, "the \(unit) is longer than \(JSONSource.lineBytesMax) bytes") }
    if let fault = DocumentParser.parse(bytes, into: record) { return rejected(fault.reason, fault.message) }
    guard record.isObject else { return rejected(.badSyntax, "the \(unit) is no JSON object") }
    var operation = RecordOperation.insert
    if record.hasBody {
      guard let found = envelopeOperation() else {
        return rejected(
          .badCell, "`op` wants insert, update or delete", path: "op", value: shown(record.slots[tree.operationSlot]))
      }
      operation = found
    }
    for field in schema.fields.indices {
      let slot = chosen(tree.fieldSlots[field], in: record.slots)
      if slot.kind == .composite {
        return rejected(
          .badCell, CellFault.notA(schema.fields[field].type).message(field: schema.fields[field].name),
          path: schema.fields[field].name, value: "an object or array")
      }
      if let fault = append(
        slot, { builder.append($0, to: field, index: &index) },
        { missing(field, operation, &index) })
      {
        return rejected(
          fault.reason, fault.message(field: schema.fields[field].name), path: schema.fields[field].name, value: shown(slot))
      }
    }
    for list in schema.lists.indices {
      if let (fault, field, slot) = appendElements(of: list, index: &index) {
        let path = "\(schema.lists[list].name).\(field)"
        return rejected(fault.reason, fault.message(field: path), path: path, value: shown(slot))
      }
    }
    builder.finishRow(row, operation: operation)
    return nil
  }

  /// A delete carries its key and little else, so that nothing more is required of it.
  private func missing(_ field: Int, _ operation: RecordOperation, _ index: inout SymbolIndex) -> CellFault? {
    guard operation == .delete else { return builder.appendMissing(to: field, index: &index) }
    builder.appendNothing(to: field)
    return nil
  }

  private func appendElements(of list: Int, index: inout SymbolIndex) -> (CellFault, String, JSONRecord.Slot)? {
    let target = builder.list(list)
    let width = tree.elementSlotCounts[list]
    guard width > 0 else { return nil }
    for start in stride(from: 0, to: record.elements[list].count, by: width) {
      let slots = record.elements[list][start..<start + width]
      for field in target.field.fields.indices {
        let slot = chosen(tree.elementSlots[list][field], in: slots)
        let fault = append(
          slot, { target.append($0, to: field, index: &index) }, { target.appendMissing(to: field, index: &index) })
        if let fault { return (fault, target.field.fields[field].name, slot) }
      }
    }
    return nil
  }

  private func append(_ slot: JSONRecord.Slot, _ value: (Cell) -> CellFault?, _ missing: () -> CellFault?) -> CellFault? {
    record.withCell(slot) { cell in cell.map(value) ?? (slot.kind == .scalar ? nil : missing()) }
  }

  /// The first of a field's places that has a value; a place that holds an object yields to those inside it.
  private func chosen(_ candidates: [Int], in slots: some RandomAccessCollection<JSONRecord.Slot>) -> JSONRecord.Slot {
    var best = JSONRecord.Slot()
    for candidate in candidates {
      let slot = slots[slots.index(slots.startIndex, offsetBy: candidate)]
      if slot.kind == .scalar { return slot }
      if best.kind == .absent { best = slot }
    }
    // With several places to try, an object is the way to another place and no value of its own.
    return best.kind == .composite && candidates.count > 1 ? JSONRecord.Slot() : best
  }

  private func envelopeOperation() -> RecordOperation? {
    let word = record.withCell(record.slots[tree.operationSlot]) { $0.map { String(decoding: $0, as: UTF8.self).lowercased() } }
    switch word {
    case "insert", "i", "create", "c", "read", "r", "snapshot": return .insert
    case "update", "u": return .update
    case "delete", "d": return .delete
    default: return nil
    }
  }

  private func shown(_ slot: JSONRecord.Slot) -> String? {
    record.withCell(slot) { $0.map(RejectedRecord.shown) }
  }
}
