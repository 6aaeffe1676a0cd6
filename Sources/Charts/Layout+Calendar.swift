extension Chart {
  /// Squares whose area is what is counted: they read without colours, and beside each stands its number.
  func calendar(_ rows: [String], _ columns: [String], _ values: [[Double]], _ width: Double) -> Drawing {
    let most = values.flatMap { $0 }.filter(\.isFinite).max() ?? 0
    guard most > 0, !rows.isEmpty, !columns.isEmpty else { return empty(width) }
    let left = min(width * 0.3, 20 + (rows.map { textWidth($0) }.max() ?? 0))
    let cell = (width - left) / Double(columns.count)
    let height = min(34, max(20, cell))
    var drawing = Drawing(title: title, width: width, height: height * Double(rows.count) + 26)
    for (index, column) in columns.enumerated() {
      drawing.marks.append(
        .text(shortened(column, to: cell), x: left + cell * (Double(index) + 0.5), y: 14, .middle, isStrong: false))
    }
    for (row, name) in rows.enumerated() {
      let y = 24 + height * (Double(row) + 0.5)
      drawing.marks.append(.line([(left, y + height / 2), (width, y + height / 2)], .grid))
      drawing.marks.append(.text(shortened(name, to: left - 10), x: left - 8, y: y + 4, .end, isStrong: false))
      guard row < values.count else { continue }
      for (column, value) in values[row].prefix(columns.count).enumerated() where value.isFinite && value > 0 {
        let side = max(3, min(height - 8, cell * 0.45) * (value / most).squareRoot())
        let x = left + cell * (Double(column) + 0.36)
        drawing.marks.append(.rectangle(x: x - side / 2, y: y - side / 2, width: side, height: side, .series(0)))
        let text = shortened(unit.text(value), to: cell * 0.5)
        drawing.marks.append(
          .text(text, x: min(x + side / 2 + 3, width - textWidth(text)), y: y + 4, .start, isStrong: false))
      }
    }
    return drawing
  }
}
