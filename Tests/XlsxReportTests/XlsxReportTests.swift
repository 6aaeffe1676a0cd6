import Charts
import Foundation
import Records
import Reports
import TestSupport
import Testing
import XlsxReport

/// The workbook, read back by another program than the one that wrote it.
@Suite struct XlsxReportTests {
  private static let reader = """
    import json, sys, openpyxl
    book = openpyxl.load_workbook(sys.argv[1])
    cells = [[s.title, c.coordinate, c.data_type, str(c.value), c.number_format] for s in book for r in s.iter_rows() for c in r if c.value is not None]
    print(json.dumps({"cells": cells, "frozen": {s.title: s.freeze_panes for s in book}, "filters": {s.title: s.auto_filter.ref for s in book}, "charts": {s.title: len(s._charts) for s in book}}))
    """

  private func written(_ document: Document) throws -> (bytes: Data, read: [String: Any]) {
    let path = FileManager.default.temporaryDirectory.appending(path: "sheriff-\(UUID().uuidString).xlsx").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try XlsxReport.write(document, .english, made: CivilDate(daysSince1970: 19_000), to: path)
    let outcome = try ChildProcess.run("/usr/bin/python3", ["-c", Self.reader, path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let read = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    return (try Data(contentsOf: URL(filePath: path)), read ?? [:])
  }

  private var document: Document {
    var document = Document(title: "A report", subtitle: [], eyebrow: "Sheriff")
    document.blocks = [
      .table(
        .init(
          name: "Names [and] more: than a sheet's name may have", caption: "A table",
          columns: [.init("who"), .init("loss", isFigure: true), .init("since", isFigure: true), .init("share", isFigure: true)],
          rows: [
            [
              Run("=HYPERLINK(\"http://example.org\")"), Run(.money(Money(unchecked: 12_345_600), .usDollar)),
              Run(.date(CivilDate(daysSince1970: 18_000))), Run(.share(0.25)),
            ],
            [Run("+1\u{0}\u{1}"), Run(.none), Run(.date(CivilDate(daysSince1970: -40_000))), Run(.share(.nan))],
            [Run("in all"), Run(.money(.zero, .usDollar)), Run(.none), Run(.none)],
          ], rowsInAll: 10, hasTotal: true)),
      .illustration(.init(Chart(title: "Chart", unit: .count, .columns([("a", 1), ("b", .nan)])))),
      .table(.init(name: "names [and] more: than a sheet's name may have", caption: "", columns: [], rows: [])),
    ]
    return document
  }

  @Test func cellsHaveTypesAndTextStaysText() throws {
    let read = try written(document).read
    let cells = (read["cells"] as? [[String]]) ?? []
    func cell(_ value: String) -> [String]? { cells.first { $0[3] == value } }
    #expect(cell("=HYPERLINK(\"http://example.org\")")?[2] == "s")
    #expect(cell("1234.56")?[2] == "n" && cell("1234.56")?[4].contains("$") == true)
    #expect(cell("2019-04-14 00:00:00")?[2] == "d" && cell("1860-06-26")?[2] == "s")
    #expect(cell("0.25")?[4] == "0.0%")
    let frozen = (read["frozen"] as? [String: Any]) ?? [:]
    #expect(frozen.values.contains { $0 as? String == "B4" })
    #expect(((read["charts"] as? [String: Int]) ?? [:])["Charts"] == 1)
    #expect(cells.contains { $0[3] == "and 7 more in the files" })
  }

  @Test func theSameDocumentMakesTheSameBytes() throws {
    #expect(try written(document).bytes == written(document).bytes)
  }

  @Test func whereItCannotBeWrittenItSaysSo() {
    #expect(throws: XlsxFailure.self) {
      try XlsxReport.write(document, .english, made: CivilDate(daysSince1970: 0), to: "/nowhere/at/all.xlsx")
    }
  }
}
