public import Records

/// Records of messages that are JSON documents, as a queue has them. What a document may be is the same as in JSON lines, but for
/// line feeds, which mean nothing here.
public final class JSONMessages: MessageRecords {
  public let schema: Schema
  public let symbols: SymbolTable
  private let rows: JSONRows

  public init(schema: Schema, mapping: SourceMapping, symbols: SymbolTable) {
    (self.schema, self.symbols) = (schema, symbols)
    rows = JSONRows(schema, mapping)
  }

  public func batch(of messages: [RecordMessage], in bytes: [UInt8], end: SourcePosition) -> RecordBatch {
    bytes.withUnsafeBufferPointer { buffer in
      symbols.withIndex { index in
        for message in messages {
          let text = Cell(rebasing: buffer[message.bytes])
          rows.add(
            text, isTooLong: text.count > JSONSource.lineBytesMax, source: end.source, line: 0, row: message.row, index: &index)
        }
      }
    }
    return rows.take(end: end)
  }
}
