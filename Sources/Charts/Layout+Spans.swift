extension Chart {
  private static let spanRow = 22.0

  /// Rows of a value with how far it may lie off, and one line that all are compared with.
  func spans(_ axis: String, _ rows: [Span], _ reference: Double, _ width: Double) -> Drawing {
    let known = rows.filter { $0.low.isFinite && $0.value.isFinite && $0.high.isFinite && $0.low <= $0.high }
    guard !known.isEmpty else { return empty(width) }
    let scale = Scale(known.map(\.high) + known.map(\.low) + [reference])
    let left = min(width * 0.4, 24 + (known.map { textWidth($0.name) }.max() ?? 0))
    let frame = Frame(
      width: width, height: Chart.spanRow * Double(known.count) + 58, left: left, top: 8, right: 24, bottom: 50)
    var drawing = Drawing(title: title, width: width, height: frame.height)
    func x(_ value: Double) -> Double { frame.left + frame.innerWidth * scale.position(value) }
    for tick in scale.ticks {
      drawing.marks.append(.line([(x(tick), frame.top), (x(tick), frame.y(0))], .grid))
      let text = unit.text(tick)
      let half = textWidth(text) / 2
      drawing.marks.append(.text(text, x: max(half, min(x(tick), width - half)), y: frame.y(0) + 18, .middle, isStrong: false))
    }
    if reference.isFinite { drawing.marks.append(.line([(x(reference), frame.top), (x(reference), frame.y(0))], .axis)) }
    for (index, row) in known.enumerated() {
      let y = frame.top + Chart.spanRow * (Double(index) + 0.5)
      // A grey copy must tell them apart: what is marked is a filled square, the rest a smaller one.
      let (role, half) = (Drawing.Role.series(row.isMarked ? 1 : 0), row.isMarked ? 5.0 : 3.0)
      drawing.marks.append(.text(shortened(row.name, to: left - 12), x: left - 8, y: y + 4, .end, isStrong: row.isMarked))
      drawing.marks.append(.rectangle(x: x(row.low), y: y - 1, width: max(1, x(row.high) - x(row.low)), height: 2, role))
      let place = max(half, min(x(row.value), width - half))
      drawing.marks.append(.rectangle(x: place - half, y: y - half, width: half * 2, height: half * 2, role))
    }
    drawing.marks.append(
      .text(
        shortened(axis, to: frame.innerWidth), x: frame.left + frame.innerWidth / 2, y: frame.y(0) + 38, .middle, isStrong: false)
    )
    return drawing
  }
}
