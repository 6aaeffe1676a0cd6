extension Chart {
  private static let dotSize = 6.0

  /// Both axes run from 0 to 1, so that charts of one kind can be laid beside each other.
  func curves(_ curves: [Curve], _ x: String, _ y: String, _ width: Double) -> Drawing {
    let known = curves.map { curve in
      Curve(curve.name, curve.style, curve.points.filter { (0...1).contains($0.x) && (0...1).contains($0.y) })
    }
    guard known.contains(where: { $0.style != .reference && !$0.points.isEmpty }) else { return empty(width) }
    let frame = Frame(width: width, height: 380, left: 64, top: 52, right: 30, bottom: 44)
    var drawing = Drawing(title: title, width: width, height: frame.height)
    func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
      (frame.left + frame.innerWidth * point.x, frame.y(point.y))
    }
    for fifth in 0...5 {
      let share = Double(fifth) / 5
      let role = fifth == 0 ? Drawing.Role.axis : .grid
      drawing.marks.append(.line([place((0, share)), place((1, share))], role))
      drawing.marks.append(.line([place((share, 0)), place((share, 1))], role))
      let text = unit.text(share)
      drawing.marks.append(.text(text, x: frame.left - 8, y: frame.y(share) + 4, .end, isStrong: false))
      let half = textWidth(text) / 2
      drawing.marks.append(.text(text, x: min(place((share, 0)).x, width - half), y: frame.y(0) + 18, .middle, isStrong: false))
    }
    drawing.marks.append(
      .text(shortened(x, to: frame.innerWidth), x: frame.left + frame.innerWidth / 2, y: frame.y(0) + 36, .middle, isStrong: true)
    )
    drawing.marks.append(.text(shortened(y, to: width / 2), x: frame.left, y: frame.top - 12, .start, isStrong: true))
    var legend = frame.left
    for (index, curve) in known.enumerated() where !curve.points.isEmpty {
      let role = curve.style == .reference ? Drawing.Role.axis : .series(index)
      let points = curve.points.map(place)
      if curve.style == .dots {
        drawing.marks += points.map { dot($0, role, frame) }
      } else {
        drawing.marks.append(.line(points, role))
      }
      guard legend + 18 < width - 20 else { continue }
      if curve.style == .reference {
        drawing.marks.append(.line([(legend, 14), (legend + 12, 14)], role))
      } else {
        drawing.marks.append(.rectangle(x: legend, y: 8, width: 12, height: 12, role))
      }
      let name = shortened(curve.name, to: width - legend - 18)
      drawing.marks.append(.text(name, x: legend + 18, y: 18, .start, isStrong: false))
      legend += 40 + textWidth(name)
    }
    return drawing
  }

  /// A small square, inside of the drawing at its edges too.
  private func dot(_ point: (x: Double, y: Double), _ role: Drawing.Role, _ frame: Frame) -> Drawing.Mark {
    let size = Chart.dotSize
    return .rectangle(
      x: min(max(0, point.x - size / 2), frame.width - size), y: min(max(0, point.y - size / 2), frame.height - size),
      width: size,
      height: size, role)
  }
}
