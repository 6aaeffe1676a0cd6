import Alerts
import CXlsx
import Records
import Reports

extension Workbook {
  /// A figure as a typed cell: a sheet adds amounts up, sorts days, and filters shares.
  func put(_ figure: Figure, _ sheet: Sheet, _ row: Int, _ column: Int, _ wording: Wording, _ look: CellFormat = CellFormat()) {
    let (row, column) = (lxw_row_t(row), lxw_col_t(column))
    var look = look
    switch figure {
    case .text(let text):
      // Written as text whatever it begins with: `=1+1` out of a record's name is no formula here.
      check(worksheet_write_string(sheet, row, column, Workbook.safe(text), format(look)))
    case .count(let count):
      look.number = "#,##0"
      check(worksheet_write_number(sheet, row, column, Double(count), format(look)))
    case .money(let amount, let currency):
      look.number = Workbook.format(of: currency)
      check(worksheet_write_number(sheet, row, column, Double(amount.tenThousandths) / 10_000, format(look)))
    case .share(let share), .rate(let share):
      look.number = "0.0%"
      if share.isFinite { check(worksheet_write_number(sheet, row, column, share, format(look))) }
    case .number(let number, let places):
      look.number = places > 0 ? "#,##0." + String(repeating: "0", count: min(places, 9)) : "#,##0"
      if number.isFinite { check(worksheet_write_number(sheet, row, column, number, format(look))) }
    case .date(let date): put(date, "yyyy-mm-dd", sheet, row, column, wording, look)
    case .month(let period):
      guard let date = CivilDate(year: period.year, month: period.month, day: 1) else { return }
      put(date, "mmm yyyy", sheet, row, column, wording, look)
    case .none: check(worksheet_write_blank(sheet, row, column, format(look)))
    }
  }

  /// Sheets know no day before 1900; an older one is told in words.
  private func put(
    _ date: CivilDate, _ number: String, _ sheet: Sheet, _ row: lxw_row_t, _ column: lxw_col_t, _ wording: Wording,
    _ look: CellFormat
  ) {
    var look = look
    guard date.year >= 1900 else {
      check(worksheet_write_string(sheet, row, column, date.description, format(look)))
      return
    }
    look.number = number
    look.isRight = true
    var moment = lxw_datetime()
    (moment.year, moment.month, moment.day) = (Int32(date.year), Int32(date.month), Int32(date.day))
    check(worksheet_write_datetime(sheet, row, column, &moment, format(look)))
  }

  private static func format(of currency: Currency) -> String {
    let digits = "#,##0" + (currency.places > 0 ? "." + String(repeating: "0", count: currency.places) : "")
    let sign = Money.zero.text(in: currency, places: 0)
    return sign.hasSuffix("0") ? "\"\(sign.dropLast())\"\(digits)" : "\(digits) \"\(currency.code)\""
  }
}
