// Foundation normalises; the standard library has no public call for it. Nothing else here is used of it.
import Foundation

extension CellParser {
  enum TextForm { case plain, needsNormalizing, invalid }

  /// Printable ASCII is its own normal form and by far the most frequent; the rest is checked scalar by scalar.
  @inline(__always)
  static func textForm(of cell: Cell) -> TextForm {
    for byte in cell where byte >= 0x80 || byte < 0x20 || byte == 0x7F { return slowTextForm(of: cell) }
    return .plain
  }

  /// Line breaks and tabs may stand in a text, other control characters may not.
  private static func slowTextForm(of cell: Cell) -> TextForm {
    guard let text = String(validating: cell, as: UTF8.self) else { return .invalid }
    var isASCII = true
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: continue
      case 0..<0x20, 0x7F..<0xA0: return .invalid
      case 0xA0...: isASCII = false
      default: continue
      }
    }
    return isASCII ? .plain : .needsNormalizing
  }

  /// The cell's text in NFC, in which texts and keys are compared.
  static func normalized(_ cell: Cell) -> String { normalized(String(decoding: cell, as: UTF8.self)) }

  /// A text in NFC.
  public static func normalized(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }

  /// Spaces and tabs around a number or a time carry no meaning; around a text they do.
  @inline(__always)
  static func trimmed(_ cell: Cell) -> Cell {
    guard let first = cell.first, let last = cell.last, isSpace(first) || isSpace(last) else { return cell }
    var range = cell.startIndex..<cell.endIndex
    while let byte = cell[range].first, isSpace(byte) { range = range.lowerBound + 1..<range.upperBound }
    while let byte = cell[range].last, isSpace(byte) { range = range.lowerBound..<range.upperBound - 1 }
    return Cell(rebasing: cell[range])
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
