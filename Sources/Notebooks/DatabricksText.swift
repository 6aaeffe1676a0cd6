/// A notebook as Databricks keeps it in a repository: a Python file whose comments mark the cells.
public enum DatabricksText {
  private static let first = "# Databricks notebook source"
  private static let mark = "# COMMAND ----------"
  private static let magic = "# MAGIC "

  public static func render(_ notebook: Notebook) -> String {
    let cells = notebook.cells.map { cell in
      switch cell.content {
      case .text(let text): (["%md"] + lines(text)).map { trimmed(magic + $0) }
      case .code(let text): lines(text).map { isMark($0) ? "# " + $0 : $0 }
      }
    }
    return first + "\n" + cells.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n\(mark)\n\n")
  }

  /// A line that is read as a mark would end the cell, or begin another.
  private static func isMark(_ line: String) -> Bool {
    [first, mark, trimmed(magic)].contains { line.hasPrefix($0) }
  }

  /// Whatever a reader of the file may take for a line's end, or what is left of the text would be code.
  private static func lines(_ text: String) -> [String] {
    var lines = [""]
    var wasReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where wasReturn: break
      case "\n", "\r", "\u{0B}", "\u{0C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}": lines.append("")
      default: lines[lines.count - 1].unicodeScalars.append(scalar)
      }
      wasReturn = scalar == "\r"
    }
    return lines
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
