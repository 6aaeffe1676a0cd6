public import Records

/// Records of JSON lines under a schema: one object a line, plain or inside a change feed's envelope
/// `{"schema", "table", "op", "body"}`.
public final class JSONSource: ResumableRecords {
  public let schema: Schema
  public let symbols: SymbolTable

  /// The longest line, in bytes.
  static let lineBytesMax = 4 << 20

  private let tree: PathTree
  private let inputs: [SourceInput]
  private let batchRows: Int
  private let record: JSONRecord
  private var nextInput = 0
  private var file: (name: String, lines: LineReader)?
  private var row: Int64 = 0
  private var firstLine = 1
  private let builder: BatchBuilder

  public init(inputs: [SourceInput], schema: Schema, mapping: SourceMapping, symbols: SymbolTable, batchRows: Int = 4096) {
    (self.inputs, self.schema, self.symbols, self.batchRows) = (inputs, schema, symbols, batchRows)
    tree = PathTree(mapping)
    record = JSONRecord(tree)
    builder = BatchBuilder(schema: schema)
  }

  public func next() throws(SourceError) -> RecordBatch? {
    while builder.count + builder.rejects.count < batchRows {
      if file == nil {
        guard nextInput < inputs.count else { break }
        let input = inputs[nextInput]
        nextInput += 1
        file = (input.name, LineReader(try input.open(), line: firstLine))
        firstLine = 1
      }
      try read()
      if let file, file.lines.mayGrow, builder.count + builder.rejects.count < batchRows { break }
    }
    guard builder.count + builder.rejects.count > 0 else { return nil }
    return builder.take(end: position)
  }

  /// Lines of JSON have no header.
  public var leadBytes: Int64? { file == nil ? nil : 0 }
  public var consumedBytes: Int64 { file?.lines.consumedBytes ?? 0 }

  /// Numbers rows, and the next file's lines where a line is given, as if those before had been read.
  public func begin(atRow row: Int64, line: Int?) {
    self.row = row
    if let line { firstLine = line }
  }

  public var position: SourcePosition {
    SourcePosition(
      source: file?.name ?? inputs.last?.name ?? "", byte: file?.lines.consumedBytes ?? 0, line: (file?.lines.line ?? 0) + 1,
      row: row)
  }

  private func read() throws(SourceError) {
    guard let (name, lines) = file else { return }
    let isAtEnd = try symbols.withIndex { index throws(SourceError) in
      while builder.count + builder.rejects.count < batchRows {
        guard let line = try lines.next() else { return true }
        if line.isBlank { continue }
        row += 1
        if let reject = appendRow(line, source: name, index: &index) { builder.rejects.append(reject) }
      }
      return false
    }
    if isAtEnd, !lines.mayGrow { file = nil }
  }

  private func appendRow(_ line: LineReader.Line, source: String, index: inout SymbolIndex) -> RejectedRecord? {
    func rejected(_ reason: RejectedRecord.Reason, _ message: String, path: String? = nil, value: String? = nil) -> RejectedRecord
    {
      builder.abandonRow()
      return RejectedRecord(
        source: source, line: line.number, row: row, column: path, value: value, reason: reason, message: message, text: line.text
      )
    }
    if line.isTooLong { return rejected(.tooLong, "the line is longer than \(JSONSource.lineBytesMax) bytes") }
    if let fault = DocumentParser.parse(line.bytes, into: record) { return rejected(fault.reason, fault.message) }
    guard record.isObject else { return rejected(.badSyntax, "the line is no JSON object") }
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
