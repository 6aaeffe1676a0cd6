import Records

/// One open file: its header, how that fills the schema, and the rows to come.
final class CSVFile {
  let name: String
  /// Nil where the file has not even a header.
  let header: [String]?
  var plan: ColumnPlan?
  var reader: RowReader
  /// What was passed over before the reader began.
  let markBytes: Int64
  /// Bytes before the first row: the mark and the header.
  let leadBytes: Int64

  init(input: SourceInput, usesRegularScanner: Bool) throws(SourceError) {
    name = input.name
    let bytes = PeekedBytes(try input.open())
    let start = try bytes.peek(count: CSVDialect.sampleBytes)
    try CSVDialect.checkEncoding(of: start, source: input.name)
    let mark = CSVDialect.byteOrderMarkCount(in: start)
    try bytes.skip(mark)
    markBytes = Int64(mark)
    reader = RowReader(bytes, delimiter: CSVDialect.delimiter(in: start), usesRegularScanner: usesRegularScanner)
    header = try CSVFile.header(from: &reader, source: input.name)
    leadBytes = markBytes + reader.consumedBytes
  }

  var consumedBytes: Int64 { markBytes + reader.consumedBytes }

  private static func header(from reader: inout RowReader, source: String) throws(SourceError) -> [String]? {
    switch try reader.next() {
    case .end: return nil
    case .malformed:
      throw SourceError(.badHeader, source: source, "line \(reader.line): the header's quotes do not match; is this a CSV file?")
    case .row:
      var names: [String] = []
      for index in 0..<reader.fields.count {
        guard let name = CellParser.name(reader.fields[index]) else {
          throw SourceError(
            .badHeader, source: source,
            "line \(reader.line): the name of column \(index + 1) is not UTF-8; convert the file first")
        }
        names.append(name)
      }
      return names
    }
  }
}
