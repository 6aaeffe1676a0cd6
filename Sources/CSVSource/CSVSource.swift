public import Records

/// Records of CSV files under a schema: chunk by chunk, typed on the way, never a whole file in memory.
public final class CSVSource: ResumableRecords {
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
  private var firstLine: Int?
  private let builder: BatchBuilder

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
      // There is no more of it yet.
      if let file, file.reader.mayGrow, builder.count + builder.rejects.count < batchRows { break }
    }
    guard builder.count + builder.rejects.count > 0 else { return nil }
    return builder.take(end: position)
  }

  public var leadBytes: Int64? { file?.leadBytes }
  public var consumedBytes: Int64 { file?.consumedBytes ?? 0 }

  /// Numbers rows, and the next file's lines behind its header where a line is given, as if those before had been read.
  public func begin(atRow row: Int64, line: Int?) {
    self.row = row
    if let line { firstLine = line }
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
        if opened.reader.mayGrow {
          // Its header is still being written, and is looked at again from its beginning.
          nextInput -= 1
          return false
        }
        notices.append("\(input.name): the file is empty")
        continue
      }
      let plan = try ColumnPlan(header: header, schema: schema, mapping: mapping, symbols: symbols, source: input.name)
      for notice in plan.notices where !notices.contains(notice) { notices.append(notice) }
      opened.plan = plan
      if let firstLine { opened.reader.number(nextLine: firstLine) }
      firstLine = nil
      file = opened
      return true
    }
    return false
  }

  /// Fills the batch from the open file; closes it at its end.
  private func read() throws(SourceError) {
    guard let file, let plan = file.plan else { return }
    let isAtEnd = try symbols.withIndex { index throws(SourceError) in
      try read(&file.reader, of: file, plan, builder, index: &index)
    }
    if isAtEnd, !file.reader.mayGrow { self.file = nil }
  }

  private func read(
    _ reader: inout RowReader, of file: CSVFile, _ plan: ColumnPlan, _ builder: BatchBuilder, index: inout SymbolIndex
  ) throws(SourceError) -> Bool {
    for _ in builder.count + builder.rejects.count..<batchRows {
      switch try reader.next() {
      case .end: return true
      case .malformed(let fault, let text):
        row += 1
        builder.rejects.append(rejected(fault, text: text, line: reader.line, in: file))
      case .row:
        row += 1
        if let fault = appendRow(reader.fields, plan, to: builder, index: &index) {
          builder.abandonRow()
          builder.rejects.append(rejected(fault, reader, in: file))
        } else {
          builder.finishRow(row)
        }
      }
    }
    return false
  }

  /// Why a row of sound fields is no record.
  private enum Fault {
    case fieldCount
    case cell(CellFault, field: Int, column: Int?)
    case count(column: Int)
  }

  /// Appends the row's values, or says why it is no record.
  @inline(__always)
  private func appendRow(_ fields: borrowing FieldList, _ plan: ColumnPlan, to builder: BatchBuilder, index: inout SymbolIndex)
    -> Fault?
  {
    guard fields.count == plan.columnCount else { return .fieldCount }
    for field in plan.singleColumns.indices {
      let single = plan.singleColumns[field]
      let column = single >= 0 ? single : plan.fields[field].first { fields[$0].count > 0 }
      let fault =
        if let column { builder.append(fields[column], to: field, index: &index) } else {
          builder.appendMissing(to: field, index: &index)
        }
      if let fault { return .cell(fault, field: field, column: column ?? plan.fields[field].first) }
    }
    if let list = plan.list, let column = appendElements(fields, list, to: builder.list(list.list), index: &index) {
      return .count(column: column)
    }
    return nil
  }

  /// The list that is made of columns; the column at fault where a cell is no count.
  @inline(__always)
  private func appendElements(
    _ fields: borrowing FieldList, _ plan: ColumnPlan.ListPlan, to list: ListBuilder, index: inout SymbolIndex
  ) -> Int? {
    for position in plan.columns.indices {
      let column = plan.columns[position]
      if fields.isZero(column) { continue }
      let cell = fields[column]
      if cell.isEmpty { continue }
      guard let value = CellParser.count(cell) else { return column }
      if value == 0 { continue }
      list.append(name: plan.names[position], in: plan.nameField, value: value, in: plan.valueField, index: &index)
    }
    return nil
  }
}

extension CSVSource {
  private func rejected(_ fault: RowFault, text: String, line: Int, in file: CSVFile) -> RejectedRecord {
    let (reason, message): (RejectedRecord.Reason, String) =
      switch fault {
      case .quoteInsideField:
        (
          .badQuoting,
          "a quote stands inside a field or text follows a closing one; quote the whole field and double quotes in it"
        )
      case .quoteNeverClosed: (.badQuoting, "a quote that opens on this line is never closed")
      case .tooManyFields: (.tooLong, "the row has more than \(FieldList.fieldsMax) fields")
      case .tooLong: (.tooLong, "the row is longer than \(RowReader.rowBytesMax) bytes, or a quote is never closed")
      }
    return RejectedRecord(source: file.name, line: line, row: row, reason: reason, message: message, text: text)
  }

  private func rejected(_ fault: Fault, _ reader: borrowing RowReader, in file: CSVFile) -> RejectedRecord {
    var reason: RejectedRecord.Reason
    let message: String
    var faultyColumn: Int?
    switch fault {
    case .fieldCount:
      reason = .wrongFieldCount
      message = "the row has \(reader.fields.count) fields, the header \(file.header?.count ?? 0)"
    case .cell(let cellFault, let field, let column):
      reason = cellFault.reason
      message = cellFault.message(field: schema.fields[field].name)
      faultyColumn = column
    case .count(let column):
      reason = .badCell
      message = "a count in column `\(file.header?[column] ?? "")` wants a whole number from 0 up"
      faultyColumn = column
    }
    if let faultyColumn, reason == .badCell, String(validating: reader.fields[faultyColumn], as: UTF8.self) == nil {
      reason = .badEncoding
    }
    return RejectedRecord(
      source: file.name, line: reader.line, row: row, column: faultyColumn.flatMap { file.header?[$0] },
      value: faultyColumn.map { RejectedRecord.shown(reader.fields[$0]) }, reason: reason, message: message, text: reader.text)
  }
}

extension CSVSource {
  /// The names in a text's header.
  public static func header(of start: [UInt8], source: String) throws(SourceError) -> [String] {
    let bytes = start
    let input = SourceInput(name: source) { () throws(SourceError) in HeldBytes(bytes) }
    return try CSVFile(input: input, usesRegularScanner: true).header ?? []
  }
}

/// Bytes that are at hand already.
private final class HeldBytes: ByteSource {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    let count = min(buffer.count, bytes.count)
    buffer.copyBytes(from: bytes.prefix(count))
    bytes = bytes.dropFirst(count)
    return count
  }
}
