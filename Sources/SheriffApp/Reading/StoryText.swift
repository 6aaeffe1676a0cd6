import CommandLineKit
import Exploration

/// A story on the terminal; its charts are on the page only.
enum StoryText {
  /// The page shows more.
  private static let rowsMax = 25

  static func print(_ story: Story, _ terminal: Terminal) throws {
    try terminal.write("\(terminal.styled(story.title, .bold))\n\n\(story.headline)\n")
    for section in story.sections {
      guard let table = section.table else { continue }
      try terminal.write("\n\(terminal.styled(section.title, .cyan))\n\(section.text)\n\n")
      let rows = table.rows.prefix(rowsMax).map { row in
        row.map { cell -> TextTable.Cell in
          switch cell {
          case .text(let text): .text(text)
          case .number(let text): .number(text)
          case .estimate(let text, let range): .number(range.isEmpty ? text : "\(text) (\(range))")
          case .bar(let share): .bar(share)
          }
        }
      }
      try terminal.write(TextTable(header: table.header, rows: Array(rows)).render(terminal))
      if table.rowsInAll > rows.count { try terminal.write("  … and \(table.rowsInAll - rows.count) more\n") }
    }
  }
}
