public import Records
public import Reports

/// What kept a sheet from being written.
public struct XlsxFailure: Error, CustomStringConvertible {
  public let description: String
}

/// A document as a workbook: a sheet to read, then one a table with typed cells, its head frozen and filtered, and charts that the
/// spreadsheet draws itself.
///
/// The library writes files only, so a workbook is written to a place that is named and moved from there by whoever asked.
public enum XlsxReport {
  /// - Parameters:
  ///   - made: the day that the workbook says it was made on: the same document makes the same bytes.
  ///   - path: nothing is there, or what is there may go.
  public static func write(_ document: Document, _ wording: Wording, made: CivilDate, to path: String) throws(XlsxFailure) {
    let book = try Workbook(path: path)
    book.setProperties(title: document.title, made: made)
    let reading = ReadingSheet(book, wording)
    var tables: [(Document.Table, String)] = []
    var charts: [Document.Illustration] = []
    reading.begin(document)
    for block in document.blocks {
      switch block {
      case .table(let table):
        let name = book.freeName(table.name)
        tables.append((table, name))
        reading.pointer(to: name, caption: table.caption)
      case .illustration(let illustration): charts.append(illustration)
      default: reading.add(block)
      }
    }
    for (table, name) in tables { TableSheet(book, wording).write(table, named: name) }
    if !charts.isEmpty { ChartSheet(book, wording).write(charts) }
    try book.finish()
  }
}
