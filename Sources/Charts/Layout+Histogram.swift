extension Chart {
  /// Bins side by side, and where they are expected to be high. A part stands before its whole, and is narrower.
  func histogram(
    _ labels: [String], _ series: [Series], _ marks: [(place: Double, label: String)], _ width: Double
  ) -> Drawing {
    let bins = series.map(\.values.count).max() ?? 0
    guard series.contains(where: { $0.values.contains { $0.isFinite && $0 > 0 } }) else { return empty(width) }
    let hasLegend = series.count > 1
    let above = hasLegend ? legendHeight(series.map(\.name), width: width, left: 64) : 0
    let frame = Frame(width: width, height: 268 + above, left: 64, top: 34 + above)
    var drawing = Drawing(title: title, width: width, height: frame.height)
    let scale = Scale(series.flatMap(\.values).map { max(0, $0) })
    drawing.marks += verticalAxis(scale, frame)
    let slot = frame.innerWidth / Double(bins)
    for (index, series) in series.enumerated() {
      let room = slot * (index == 0 ? 0.84 : 0.5)
      for (bin, value) in series.values.enumerated() where value.isFinite && value > 0 {
        let top = frame.y(scale.position(value))
        drawing.marks.append(
          .rectangle(
            x: frame.left + slot * (Double(bin) + 0.5) - room / 2, y: top, width: room, height: frame.y(0) - top, .series(index)))
      }
    }
    var free = 0.0
    for mark in marks.sorted(by: { $0.place < $1.place }) where mark.place >= 0 && mark.place <= Double(bins) {
      let x = frame.left + slot * mark.place
      drawing.marks.append(.line([(x, frame.top), (x, frame.y(0))], .axis))
      let half = textWidth(mark.label) / 2
      guard x - half >= free, x + half <= width else { continue }
      drawing.marks.append(.text(mark.label, x: x, y: frame.top - 8, .middle, isStrong: false))
      free = x + half + 6
    }
    drawing.marks += horizontalLabels(Array(labels.prefix(bins)), frame) { frame.left + slot * Double($0) }
    if hasLegend { drawing.marks += legend(series.enumerated().map { ($1.name, .block, .series($0)) }, frame) }
    return drawing
  }
}
