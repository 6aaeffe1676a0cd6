import CXlsx
import Foundation
import Records

/// A workbook under construction. One owner, one thread; the library keeps all of it until it is closed.
final class Workbook {
  typealias Sheet = UnsafeMutablePointer<lxw_worksheet>
  typealias Format = UnsafeMutablePointer<lxw_format>

  let book: UnsafeMutablePointer<lxw_workbook>
  private let path: String
  private var isClosed = false
  private var names: Set<String> = []
  private var formats: [CellFormat: Format] = [:]
  /// What the library refused first.
  private var failure: lxw_error?

  init(path: String) throws(XlsxFailure) {
    self.path = path
    guard let book = workbook_new(path) else { throw XlsxFailure(description: "\(path): there is no memory for a workbook") }
    self.book = book
  }

  deinit { if !isClosed { lxw_workbook_free(book) } }

  func finish() throws(XlsxFailure) {
    isClosed = true
    let code = workbook_close(book)
    guard code == LXW_NO_ERROR else { throw XlsxFailure(description: "\(path): \(Workbook.words(code))") }
    if let failure { throw XlsxFailure(description: "\(path): \(Workbook.words(failure))") }
  }

  private static func words(_ code: lxw_error) -> String {
    lxw_strerror(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
  }

  func check(_ code: lxw_error) { if code != LXW_NO_ERROR, failure == nil { failure = code } }

  func setProperties(title: String, made: CivilDate) {
    // The library copies what it is given, and says so nowhere in its types.
    let (title, author) = (strdup(Workbook.safe(title)), strdup("Sheriff"))
    defer { for text in [title, author] { free(text) } }
    var properties = lxw_doc_properties()
    (properties.title, properties.author) = (title, author)
    properties.created = time_t(made.daysSince1970 * 86_400)
    check(workbook_set_properties(book, &properties))
  }

  func addSheet(_ name: String) -> Sheet? {
    guard let sheet = workbook_add_worksheet(book, name) else {
      failure = failure ?? LXW_ERROR_MEMORY_MALLOC_FAILED
      return nil
    }
    worksheet_gridlines(sheet, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
    worksheet_set_paper(sheet, 9)
    worksheet_fit_to_pages(sheet, 1, 0)
    return sheet
  }

  /// A name that a workbook may have, and has not yet.
  func freeName(_ wanted: String) -> String {
    let plain = String(Workbook.safe(wanted).filter { !"[]:*?/\\'".contains($0) }.prefix(28))
    let start = plain.trimmingCharacters(in: .whitespaces).isEmpty ? "Table" : plain
    var name = start
    var number = 2
    while !names.insert(name.lowercased()).inserted {
      name = "\(start.prefix(25)) \(number)"
      number += 1
    }
    return name
  }

  /// Text as a cell can hold it: no control characters, which XML cannot say, and no more than the format allows.
  static func safe(_ text: String) -> String {
    let plain = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || scalar.value == 0xFFFE || scalar.value == 0xFFFF
            ? "\u{FFFD}" : scalar
        }))
    guard plain.utf16.count > textMax else { return plain }
    return String(plain.prefix(textMax / 4)) + "…"
  }

  private static let textMax = 32_000

  func format(_ wanted: CellFormat) -> Format? {
    if let known = formats[wanted] { return known }
    guard let format = workbook_add_format(book) else { return nil }
    wanted.apply(to: format)
    formats[wanted] = format
    return format
  }
}

/// How a cell looks; each is made once.
struct CellFormat: Hashable {
  var number = ""
  var isStrong = false
  var size = 11.0
  var wraps = false
  var isHead = false
  var isSoft = false
  var isTotal = false
  var isRight = false

  func apply(to format: Workbook.Format) {
    if !number.isEmpty { format_set_num_format(format, number) }
    if isStrong || isHead || isTotal { format_set_bold(format) }
    format_set_font_size(format, size)
    if wraps { format_set_text_wrap(format) }
    format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    if isRight { format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue)) }
    if isHead {
      format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_bg_color(format, 0xF0F2F5)
    }
    if isSoft { format_set_font_color(format, 0x59626F) }
    if isTotal { format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue)) }
  }
}
