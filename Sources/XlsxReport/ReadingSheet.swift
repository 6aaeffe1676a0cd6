import CXlsx
import Records
import Reports

/// The first sheet: the report as it is read, line by line, with where each table is.
final class ReadingSheet {
  private let book: Workbook
  private let wording: Wording
  private let sheet: Workbook.Sheet?
  private var row = 0

  init(_ book: Workbook, _ wording: Wording) {
    (self.book, self.wording) = (book, wording)
    sheet = book.addSheet(book.freeName("Report"))
    guard let sheet else { return }
    worksheet_set_column(sheet, 0, 0, 70, nil)
    worksheet_set_column(sheet, 1, 1, 18, nil)
    worksheet_set_column(sheet, 2, 2, 70, nil)
  }

  func begin(_ document: Document) {
    text(document.eyebrow, CellFormat(isSoft: true))
    text(document.title, CellFormat(isStrong: true, size: 20))
    text(wording.text(of: document.subtitle), CellFormat(wraps: true, isSoft: true))
    row += 1
  }

  func add(_ block: Document.Block) {
    switch block {
    case .pageBreak: row += 1
    case .heading(let title, let level, _):
      row += 1
      text(title, CellFormat(isStrong: true, size: level == 1 ? 16 : 13))
    case .paragraph(let runs, let style):
      text(wording.text(of: runs), CellFormat(size: style == .lead ? 12 : 11, wraps: true, isSoft: style == .source))
    case .tiles(let tiles): for tile in tiles { line(tile.name, tile.value.map(\.figure), note: tile.note) }
    case .list(let items, let isOrdered):
      for (index, item) in items.enumerated() {
        text((isOrdered ? "\(index + 1). " : "– ") + wording.text(of: item), CellFormat(wraps: true))
      }
    case .example(let example):
      text(wording.text(of: example.title), CellFormat(isStrong: true, wraps: true))
      for step in example.steps {
        line(wording.text(of: step.text), [step.amount], note: [], CellFormat(isTotal: step.isResult))
      }
      text(wording.text(of: example.conclusion), CellFormat(wraps: true, isSoft: true))
    case .table, .illustration: break
    }
  }

  func pointer(to name: String, caption: String) {
    guard let sheet else { return }
    book.check(
      worksheet_write_url(sheet, lxw_row_t(row), 0, "internal:'\(name)'!A1", nil))
    book.check(
      worksheet_write_string(
        sheet, lxw_row_t(row), 0, Workbook.safe("\(caption) → \(name)"), book.format(CellFormat(isSoft: true))))
    row += 1
  }

  private static let textWidth = 70
  private static let lineHeight = 15.0

  /// A spreadsheet that only prints does not measure its rows; where text wraps, its height is said.
  private func setHeight(_ text: String, _ size: Double) {
    let lines = (Int(Double(text.count) * size / 10.5) + ReadingSheet.textWidth - 1) / ReadingSheet.textWidth
    if let sheet, lines > 1 || size > 11 {
      worksheet_set_row(sheet, lxw_row_t(row), Double(min(max(1, lines), 25)) * ReadingSheet.lineHeight * max(1, size / 11), nil)
    }
  }

  private func text(_ text: String, _ look: CellFormat) {
    guard let sheet else { return }
    setHeight(text, look.size)
    book.put(.text(text), sheet, row, 0, wording, look)
    row += 1
  }

  private func line(_ name: String, _ values: [Figure], note: [Run], _ look: CellFormat = CellFormat()) {
    guard let sheet else { return }
    var named = look
    named.wraps = true
    setHeight(wording.text(of: note).count > name.count ? wording.text(of: note) : name, look.size)
    book.put(.text(name), sheet, row, 0, wording, named)
    if let value = values.first { book.put(value, sheet, row, 1, wording, look) }
    if !note.isEmpty { book.put(.text(wording.text(of: note)), sheet, row, 2, wording, CellFormat(wraps: true, isSoft: true)) }
    row += 1
  }
}
