public import Records

/// Records of CSV files under a schema: chunk by chunk, typed on the way, never a whole file in memory.
public final class CSVSource: RecordSource {
  public let schema: Schema
  public let symbols: SymbolTable
  /// What a person should know about the headers; grows as files are opened.
  public private(set) var notices: [String] = []

  private let mapping: SourceMapping
  private let inputs: [SourceInput]
  private let batchRows: Int
  private let usesRegularScanner: Bool
  private var nextInput = 0
  private var file: CSVFile?
  private var row: Int64 = 0
  private var builder: BatchBuilder

  public init(
    inputs: [SourceInput], schema: Schema, mapping: SourceMapping, symbols: SymbolTable, batchRows: Int = 4096,
    usesRegularScanner: Bool = true
  ) {
    (self.inputs, self.schema, self.mapping, self.symbols) = (inputs, schema, mapping, symbols)
    (self.batchRows, self.usesRegularScanner) = (batchRows, usesRegularScanner)
    builder = BatchBuilder(schema: schema)
  }

  public func next() throws(SourceError) -> RecordBatch? {
    while builder.count + builder.rejects.count < batchRows {
      guard try openNextFile() else { break }
      try read()
    }
    guard builder.count + builder.rejects.count > 0 else { return nil }
    return builder.take(end: position)
  }

  public var position: SourcePosition {
    SourcePosition(
      source: file?.name ?? inputs.last?.name ?? "", byte: file?.reader.consumedBytes ?? 0, line: file?.reader.nextRowLine ?? 1,
      row: row)
  }

  /// Whether there is an open file to read on.
  private func openNextFile() throws(SourceError) -> Bool {
    if file != nil { return true }
    while nextInput < inputs.count {
      let input = inputs[nextInput]
      nextInput += 1
      let opened = try CSVFile(input: input, usesRegularScanner: usesRegularScanner)
      guard let header = opened.header else {
        notices.append("\(input.name): the file is empty")
        continue
      }
      let plan = try ColumnPlan(header: header, schema: schema, mapping: mapping, symbols: symbols, source: input.name)
      for notice in plan.notices where !notices.contains(notice) { notices.append(notice) }
      opened.plan = plan
      file = opened
      return true
    }
    return false
  }

  /// Fills the batch from the open file; closes it at its end.
  private func read() throws(SourceError) {
    guard let file, let plan = file.plan else { return }
    let isAtEnd = try symbols.withIndex { index throws(SourceError) in
      while builder.count + builder.rejects.count < batchRows {
        switch try file.reader.next() {
        case .end: return true
        case .malformed(let fault, let text):
          row += 1
          builder.rejects.append(rejected(fault, text: text, in: file))
        case .row:
          row += 1
          if let reject = appendRow(of: file, plan, index: &index) { builder.rejects.append(reject) }
        }
      }
      return false
    }
    if isAtEnd { self.file = nil }
  }

  /// Appends the current row, or says why it is none.
  @inline(__always)
  private func appendRow(of file: CSVFile, _ plan: ColumnPlan, index: inout SymbolIndex) -> RejectedRecord? {
    let count = file.reader.fields.count
    guard count == plan.columnCount else {
      return rejected(
        .wrongFieldCount, "the row has \(count) fields, the header \(plan.columnCount)", in: file)
    }
    for field in plan.fields.indices {
      let columns = plan.fields[field]
      let fault: CellFault?
      if let column = columns.first(where: { file.reader.fields[$0].count > 0 }) {
        fault = builder.append(file.reader.fields[column], to: field, index: &index)
      } else {
        fault = builder.appendMissing(to: field, index: &index)
      }
      if let fault {
        builder.abandonRow()
        return rejected(fault, field: field, column: columns.first, in: file)
      }
    }
    if let list = plan.list, let column = appendElements(of: file, list, index: &index) {
      builder.abandonRow()
      let message = "a count in column `\(file.header?[column] ?? "")` wants a whole number from 0 up"
      return rejected(.badCell, message, column: column, in: file)
    }
    builder.finishRow(row)
    return nil
  }

  /// The list that is made of columns; the column at fault where a cell is no count.
  @inline(__always)
  private func appendElements(of file: CSVFile, _ plan: ColumnPlan.ListPlan, index: inout SymbolIndex) -> Int? {
    let list = builder.list(plan.list)
    for position in plan.columns.indices {
      let column = plan.columns[position]
      if file.reader.fields.isZero(column) { continue }
      let cell = file.reader.fields[column]
      if cell.isEmpty { continue }
      guard let value = CellParser.count(cell) else { return column }
      if value == 0 { continue }
      list.append(name: plan.names[position], in: plan.nameField, value: value, in: plan.valueField, index: &index)
    }
    return nil
  }
}

extension CSVSource {
  private func rejected(_ fault: RowFault, text: String, in file: CSVFile) -> RejectedRecord {
    let (reason, message): (RejectedRecord.Reason, String) =
      switch fault {
      case .quoteInsideField:
        (.badQuoting, "a quote stands inside a field or text follows a closing one; quote the whole field and double quotes in it")
      case .quoteNeverClosed: (.badQuoting, "a quote that opens on this line is never closed")
      case .tooManyFields: (.tooLong, "the row has more than \(FieldList.fieldsMax) fields")
      case .tooLong: (.tooLong, "the row is longer than \(RowReader.rowBytesMax) bytes, or a quote is never closed")
      }
    return RejectedRecord(source: file.name, line: file.reader.line, row: row, reason: reason, message: message, text: text)
  }

  private func rejected(_ fault: CellFault, field: Int, column: Int?, in file: CSVFile) -> RejectedRecord {
    var reason = fault.reason
    if let column, reason == .badCell, String(validating: file.reader.fields[column], as: UTF8.self) == nil {
      reason = .badEncoding
    }
    return rejected(reason, fault.message(field: schema.fields[field].name), column: column, in: file)
  }

  private func rejected(
    _ reason: RejectedRecord.Reason, _ message: String, column: Int? = nil, in file: CSVFile
  ) -> RejectedRecord {
    RejectedRecord(
      source: file.name, line: file.reader.line, row: row, column: column.flatMap { file.header?[$0] },
      value: column.map { RejectedRecord.shown(file.reader.fields[$0]) }, reason: reason, message: message,
      text: file.reader.text)
  }
}
