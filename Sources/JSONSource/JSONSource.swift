public import Records

/// Records of JSON lines under a schema: one object a line, plain or inside a change feed's envelope
/// `{"schema", "table", "op", "body"}`.
public final class JSONSource: ResumableRecords {
  public let schema: Schema
  public let symbols: SymbolTable

  /// The longest line, in bytes.
  static let lineBytesMax = 4 << 20

  private let inputs: [SourceInput]
  private let batchRows: Int
  private let rows: JSONRows
  private var nextInput = 0
  private var file: (name: String, lines: LineReader)?
  private var row: Int64 = 0
  private var firstLine = 1

  public init(inputs: [SourceInput], schema: Schema, mapping: SourceMapping, symbols: SymbolTable, batchRows: Int = 4096) {
    (self.inputs, self.schema, self.symbols, self.batchRows) = (inputs, schema, symbols, batchRows)
    rows = JSONRows(schema, mapping)
  }

  public func next() throws(SourceError) -> RecordBatch? {
    while rows.count < batchRows {
      if file == nil {
        guard nextInput < inputs.count else { break }
        let input = inputs[nextInput]
        nextInput += 1
        file = (input.name, LineReader(try input.open(), line: firstLine))
        firstLine = 1
      }
      try read()
      if let file, file.lines.mayGrow, rows.count < batchRows { break }
    }
    guard rows.count > 0 else { return nil }
    return rows.take(end: position)
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
      while rows.count < batchRows {
        guard let line = try lines.next() else { return true }
        if line.isBlank { continue }
        row += 1
        rows.add(line.bytes, isTooLong: line.isTooLong, source: name, line: line.number, row: row, index: &index)
      }
      return false
    }
    if isAtEnd, !lines.mayGrow { file = nil }
  }
}
