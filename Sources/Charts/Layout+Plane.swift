extension Chart {
  private static let dotSize = 7.0
  private static let speckSize = 4.0
  private static let tickWidthMax = 110.0

  /// Points that lie outside of the axes are left out, so that charts of one kind can be laid beside each other.
  func plane(_ curves: [Curve], _ x: Axis, _ y: Axis, _ width: Double, height: Double) -> Drawing {
    let known = curves.map { curve in
      var curve = curve
      curve.points = curve.points.filter { x.range.contains($0.x) && y.range.contains($0.y) }
      curve.band = curve.band.filter { x.range.contains($0.x) && $0.low <= $0.high && y.range.overlaps($0.low...$0.high) }
      return curve
    }
    guard x.isDrawable, y.isDrawable, known.contains(where: { $0.style != .reference && !$0.points.isEmpty }) else {
      return empty(width)
    }
    let shown = known.enumerated().filter { !$1.points.isEmpty }
    // A curve without a name belongs to another one.
    let named = shown.filter { !$0.element.name.isEmpty }
    let above = legendHeight(named.map(\.element.name), width: width - 20, left: 64)
    let frame = Frame(width: width, height: height + above - 16, left: 64, top: 36 + above, right: 30, bottom: 44)
    var drawing = Drawing(title: title, width: width, height: frame.height)
    func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
      (frame.left + frame.innerWidth * x.position(point.x), frame.y(y.position(point.y)))
    }
    drawing.marks += axes(x, y, frame)
    for (index, curve) in shown where curve.band.count > 1 {
      let shape = curve.band.map { place(($0.x, $0.high)) } + curve.band.reversed().map { place(($0.x, $0.low)) }
      drawing.marks.append(.area(shape, .series(curve.tone ?? index)))
    }
    for (index, curve) in shown {
      let role = role(curve, index)
      let points = curve.points.map(place)
      switch curve.style {
      case .line where points.count > 1, .reference: drawing.marks.append(.line(points, role))
      case .line, .dots: drawing.marks += points.map { dot($0, Chart.dotSize, role, frame) }
      case .specks: drawing.marks += points.map { dot($0, Chart.speckSize, role, frame) }
      }
    }
    drawing.marks += legend(
      named.map { index, curve in (curve.name, Sample(curve.style), role(curve, index)) }, frame)
    return drawing
  }

  private func role(_ curve: Curve, _ index: Int) -> Drawing.Role {
    curve.style == .reference ? .axis : .series(curve.tone ?? index)
  }

  private func axes(_ x: Axis, _ y: Axis, _ frame: Frame) -> [Drawing.Mark] {
    var marks: [Drawing.Mark] = []
    let right = frame.left + frame.innerWidth
    for tick in y.ticks {
      let height = frame.y(y.position(tick))
      marks.append(.line([(frame.left, height), (right, height)], tick == y.range.lowerBound ? .axis : .grid))
      marks.append(.text(y.text(tick), x: frame.left - 8, y: height + 4, .end, isStrong: false))
    }
    // As many as fit without touching.
    let texts = x.ticks.map { shortened(x.text($0), to: Chart.tickWidthMax) }
    let widest = (texts.map { textWidth($0) }.max() ?? 0) + 14
    let every = max(1, Int((widest * Double(x.ticks.count) / frame.innerWidth).rounded(.up)))
    for (index, tick) in x.ticks.enumerated() where index.isMultiple(of: every) {
      let across = frame.left + frame.innerWidth * x.position(tick)
      if x.names.isEmpty {
        marks.append(.line([(across, frame.y(0)), (across, frame.y(1))], tick == x.range.lowerBound ? .axis : .grid))
      }
      let text = texts[index]
      let half = textWidth(text) / 2
      marks.append(.text(text, x: max(half, min(across, frame.width - half)), y: frame.y(0) + 18, .middle, isStrong: false))
    }
    marks.append(
      .text(
        shortened(x.label, to: frame.innerWidth), x: frame.left + frame.innerWidth / 2, y: frame.y(0) + 36, .middle,
        isStrong: true)
    )
    marks.append(.text(shortened(y.label, to: frame.width / 2), x: frame.left, y: frame.top - 12, .start, isStrong: true))
    return marks
  }

  /// A small square, inside of the drawing at its edges too.
  private func dot(_ point: (x: Double, y: Double), _ size: Double, _ role: Drawing.Role, _ frame: Frame) -> Drawing.Mark {
    return .rectangle(
      x: min(max(0, point.x - size / 2), frame.width - size), y: min(max(0, point.y - size / 2), frame.height - size),
      width: size, height: size, role)
  }
}

extension Chart.Axis {
  var isDrawable: Bool {
    range.lowerBound.isFinite && range.upperBound.isFinite && range.lowerBound < range.upperBound
      && range.upperBound - range.lowerBound < 1e300 && names.count <= 10_000
  }

  /// From 0 to 1.
  func position(_ value: Double) -> Double {
    min(1, max(0, (value - range.lowerBound) / (range.upperBound - range.lowerBound)))
  }

  var ticks: [Double] {
    if !names.isEmpty { return names.indices.map { Double($0) }.filter { range.contains($0) } }
    if range == 0...1 { return (0...5).map { Double($0) / 5 } }
    let ticks = Scale([range.lowerBound, range.upperBound]).ticks.filter { range.contains($0) }
    return ticks.isEmpty ? [range.lowerBound, range.upperBound] : ticks
  }

  func text(_ tick: Double) -> String {
    guard !names.isEmpty else { return unit.text(tick) }
    return names.indices.contains(Int(tick)) ? names[Int(tick)] : ""
  }
}
