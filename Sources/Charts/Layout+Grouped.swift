extension Chart {
  /// Columns of several series side by side in each bin.
  func grouped(_ labels: [String], _ series: [Series], _ width: Double) -> Drawing {
    let values = series.flatMap { $0.values.prefix(labels.count) }
    guard values.contains(where: { $0.isFinite && $0 > 0 }) else { return empty(width) }
    let above = legendHeight(series.map(\.name), width: width, left: 64)
    let frame = Frame(width: width, height: 246 + above, left: 64, top: 12 + above)
    var drawing = Drawing(title: title, width: width, height: frame.height)
    let scale = Scale(values.map { max(0, $0) })
    drawing.marks += verticalAxis(scale, frame)
    let slot = frame.innerWidth / Double(labels.count)
    let column = slot * 0.8 / Double(series.count)
    for (index, series) in series.enumerated() {
      for (bin, value) in series.values.prefix(labels.count).enumerated() where value.isFinite && value > 0 {
        let top = frame.y(scale.position(value))
        drawing.marks.append(
          .rectangle(
            x: frame.left + slot * (Double(bin) + 0.1) + column * Double(index), y: top, width: column * 0.94,
            height: frame.y(0) - top, .series(index)))
      }
    }
    drawing.marks += horizontalLabels(labels, frame) { frame.left + slot * (Double($0) + 0.5) }
    drawing.marks += legend(series.enumerated().map { ($1.name, .block, .series($0)) }, frame)
    return drawing
  }
}
