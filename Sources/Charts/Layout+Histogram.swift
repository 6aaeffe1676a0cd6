extension Chart {
  /// Bins side by side, and where they are expected to be high.
  func histogram(
    _ labels: [String], _ bins: [Double], _ marks: [(place: Double, label: String)], _ width: Double
  ) -> Drawing {
    guard bins.contains(where: { $0.isFinite && $0 > 0 }) else { return empty(width) }
    let frame = Frame(width: width, height: 268, left: 64, top: 34)
    var drawing = Drawing(title: title, width: width, height: frame.height)
    let scale = Scale(bins.map { max(0, $0) })
    drawing.marks += verticalAxis(scale, frame)
    let slot = frame.innerWidth / Double(bins.count)
    func x(_ place: Double) -> Double { frame.left + slot * (place + 0.5) }
    // Behind the columns: a peak shall be seen before what is expected of it.
    var free = 0.0
    for mark in marks.sorted(by: { $0.place < $1.place }) where mark.place >= 0 && mark.place <= Double(bins.count - 1) {
      let place = x(mark.place)
      drawing.marks.append(.line([(place, frame.top), (place, frame.y(0))], .series(1)))
      let half = textWidth(mark.label) / 2
      guard place - half >= free, place + half <= width else { continue }
      drawing.marks.append(.text(mark.label, x: place, y: frame.top - 8, .middle, isStrong: false))
      free = place + half + 6
    }
    for (index, value) in bins.enumerated() where value.isFinite && value > 0 {
      let top = frame.y(scale.position(value))
      drawing.marks.append(
        .rectangle(
          x: x(Double(index)) - slot * 0.42, y: top, width: slot * 0.84, height: frame.y(0) - top, .series(0)))
    }
    drawing.marks += horizontalLabels(Array(labels.prefix(bins.count)), frame) { x(Double($0)) }
    return drawing
  }
}
