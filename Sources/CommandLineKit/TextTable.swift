/// Rows in columns for a terminal, with small bars.
public struct TextTable {
  public enum Cell: Sendable {
    case text(String)
    case number(String)
    /// A share from 0 to 1.
    case bar(Double)
  }

  public var header: [String]
  public var rows: [[Cell]]

  public init(header: [String], rows: [[Cell]]) { (self.header, self.rows) = (header, rows) }

  public static let barWidth = 20
  private static let textMax = 48

  public func render(_ terminal: Terminal) -> String {
    let columns = header.count
    let texts = rows.map { $0.map(TextTable.text) }
    let widths = (0..<columns).map { column in
      max(width(header[column]), texts.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0)
    }
    func line(_ cells: [String], _ isNumber: [Bool]) -> String {
      var text = ""
      for (column, cell) in cells.enumerated() where column < columns {
        let space = String(repeating: " ", count: widths[column] - width(cell))
        text += "  " + (isNumber[column] ? space + cell : cell + space)
      }
      while text.last == " " { text.removeLast() }
      return text
    }
    let isNumber = (0..<columns).map { column in
      rows.contains { row in if column < row.count, case .number = row[column] { true } else { false } }
    }
    var lines = header.allSatisfy(\.isEmpty) ? [] : [terminal.styled(line(header, isNumber), .bold)]
    lines += texts.map { line($0, isNumber) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ cell: Cell) -> String {
    switch cell {
    case .number(let text): return text
    case .text(let text):
      let clean = String(
        String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
      return clean.count > textMax ? clean.prefix(textMax - 1) + "…" : clean
    case .bar(let share):
      guard share.isFinite, share > 0 else { return "" }
      let eighths = max(1, Int((min(share, 1) * Double(barWidth * 8)).rounded()))
      let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
      return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
  }
}

/// How many columns of a terminal a text takes; wide are the characters of East Asia.
private func width(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { sum, scalar in
    switch scalar.value {
    case 0x300..<0x370, 0x200B..<0x200E: sum
    case 0x1100..<0x1160, 0x2E80..<0xA4D0, 0xAC00..<0xD7A4, 0xF900..<0xFB00, 0xFF00..<0xFF61, 0x1F300..<0x1FA00: sum + 2
    default: sum + 1
    }
  }
}
