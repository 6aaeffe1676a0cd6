import CXlsx
import Records
import Reports

/// A table on a sheet of its own: head frozen, filters on, cells typed.
struct TableSheet {
  private let book: Workbook
  private let wording: Wording

  init(_ book: Workbook, _ wording: Wording) { (self.book, self.wording) = (book, wording) }

  func write(_ table: Document.Table, named name: String) {
    guard let sheet = book.addSheet(name) else { return }
    let head = 2
    book.put(.text(table.caption), sheet, 0, 0, wording, CellFormat(isStrong: true, size: 14))
    for (index, column) in table.columns.enumerated() {
      book.put(.text(column.title), sheet, head, index, wording, CellFormat(wraps: true, isHead: true, isRight: column.isFigure))
      worksheet_set_column(sheet, lxw_col_t(index), lxw_col_t(index), width(table, index), nil)
    }
    for (place, row) in table.rows.enumerated() {
      let isTotal = table.hasTotal && place == table.rows.count - 1
      for (index, run) in row.prefix(table.columns.count).enumerated() {
        book.put(
          run.figure, sheet, head + 1 + place, index, wording, CellFormat(wraps: !table.columns[index].isFigure, isTotal: isTotal)
        )
      }
    }
    let last = head + table.rows.count - (table.hasTotal ? 1 : 0)
    if !table.columns.isEmpty, last > head {
      book.check(worksheet_autofilter(sheet, lxw_row_t(head), 0, lxw_row_t(last), lxw_col_t(table.columns.count - 1)))
    }
    worksheet_freeze_panes(sheet, lxw_row_t(head + 1), 1)
    worksheet_repeat_rows(sheet, lxw_row_t(head), lxw_row_t(head))
    worksheet_set_landscape(sheet)
    let more = table.rowsInAll - table.rows.count
    if more > 0 {
      book.put(
        .text(wording.text(of: wording.more(more))), sheet, head + 2 + table.rows.count, 0, wording, CellFormat(isSoft: true))
    }
  }

  private static let widthMax = 60

  private func width(_ table: Document.Table, _ index: Int) -> Double {
    let longest =
      table.rows.prefix(200).compactMap { $0.indices.contains(index) ? wording.text(of: $0[index].figure).count : nil }.max() ?? 0
    return Double(min(TableSheet.widthMax, max(longest, min(table.columns[index].title.count, 16)) + 3))
  }
}
