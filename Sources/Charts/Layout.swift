extension Chart {
  private static let textSize = 12.0

  /// The chart at a width; its height follows from what it shows.
  public func drawing(width: Double = 720) -> Drawing {
    var drawing = laidOut(width)
    drawing.description = description
    return drawing
  }

  private func laidOut(_ width: Double) -> Drawing {
    switch content {
    case .curves(let x, let y, let curves): plane(curves, Axis(x, unit, 0...1), Axis(y, unit, 0...1), width, height: 380)
    case .plane(let x, let y, let curves): plane(curves, x, y, width, height: min(380, max(240, width * 0.66)))
    case .grouped(let labels, let series): grouped(labels, series, width)
    case .lines(let labels, let series): lines(labels, series, width)
    case .bars(let rows): bars(rows, width)
    case .columns(let bins): columns(bins, width)
    case .histogram(let labels, let bins, let marks): histogram(labels, bins, marks, width)
    case .spans(let axis, let rows, let reference): spans(axis, rows, reference, width)
    case .calendar(let rows, let columns, let values): calendar(rows, columns, values, width)
    }
  }

  func empty(_ width: Double) -> Drawing {
    var drawing = Drawing(title: title, width: width, height: 60)
    drawing.marks.append(.text("no data", x: width / 2, y: 34, .middle, isStrong: false))
    return drawing
  }

  private func lines(_ labels: [String], _ series: [Series], _ width: Double) -> Drawing {
    guard labels.count > 1, !series.isEmpty else { return empty(width) }
    let above = legendHeight(series.map(\.name), width: width, left: 64)
    let frame = Frame(width: width, height: 264 + above, left: 64, top: 18 + above)
    var drawing = Drawing(title: title, width: width, height: frame.height)
    let scale = Scale(series.flatMap(\.values))
    drawing.marks += verticalAxis(scale, frame)
    func x(_ index: Int) -> Double { frame.left + frame.innerWidth * Double(index) / Double(labels.count - 1) }
    drawing.marks += horizontalLabels(labels, frame, x)
    drawing.marks += legend(series.enumerated().map { ($1.name, .line, .series($0)) }, frame)
    for (index, series) in series.enumerated() {
      let points = series.values.prefix(labels.count).enumerated().filter { $0.element.isFinite }.map {
        (x($0.offset), frame.y(scale.position($0.element)))
      }
      drawing.marks.append(.line(points, .series(index)))
    }
    return drawing
  }

  private func columns(_ bins: [(label: String, value: Double)], _ width: Double) -> Drawing {
    guard bins.contains(where: { $0.value.isFinite && $0.value > 0 }) else { return empty(width) }
    let frame = Frame(width: width, height: 240, left: 64, top: 12)
    var drawing = Drawing(title: title, width: width, height: frame.height)
    let scale = Scale(bins.map(\.value))
    drawing.marks += verticalAxis(scale, frame)
    let slot = frame.innerWidth / Double(bins.count)
    for (index, bin) in bins.enumerated() {
      let top = frame.y(scale.position(bin.value))
      drawing.marks.append(
        .rectangle(
          x: frame.left + slot * Double(index) + slot * 0.08, y: top, width: slot * 0.84, height: frame.y(0) - top, .series(0)))
    }
    drawing.marks += horizontalLabels(bins.map(\.label), frame) { frame.left + slot * (Double($0) + 0.5) }
    return drawing
  }

  private func bars(_ rows: [(label: String, value: Double)], _ width: Double) -> Drawing {
    guard !rows.isEmpty else { return empty(width) }
    let slot = 22.0
    let left = min(width * 0.4, 24 + (rows.map { textWidth($0.label) }.max() ?? 0))
    let right = 16 + (rows.map { textWidth(unit.text($0.value)) }.max() ?? 0)
    var drawing = Drawing(title: title, width: width, height: slot * Double(rows.count) + 8)
    let scale = Scale(rows.map(\.value))
    let zero = scale.position(0)
    let inner = max(20, width - left - right)
    for (index, row) in rows.enumerated() {
      let y = 4 + slot * Double(index)
      let position = scale.position(row.value)
      let start = left + inner * min(zero, position)
      let length = max(1, inner * (position - zero).magnitude)
      drawing.marks.append(.text(shortened(row.label, to: left - 12), x: left - 8, y: y + 15, .end, isStrong: false))
      drawing.marks.append(.rectangle(x: start, y: y + 3, width: length, height: slot - 7, .series(0)))
      drawing.marks.append(.text(unit.text(row.value), x: min(width - 2, start + length + 6), y: y + 15, .start, isStrong: false))
    }
    return drawing
  }

  func verticalAxis(_ scale: Scale, _ frame: Frame) -> [Drawing.Mark] {
    scale.ticks.flatMap { tick -> [Drawing.Mark] in
      let y = frame.y(scale.position(tick))
      return [
        .line([(frame.left, y), (frame.width - frame.right, y)], tick == 0 ? .axis : .grid),
        .text(unit.text(tick), x: frame.left - 8, y: y + 4, .end, isStrong: false),
      ]
    }
  }

  /// As many labels as fit without touching.
  func horizontalLabels(_ labels: [String], _ frame: Frame, _ x: (Int) -> Double) -> [Drawing.Mark] {
    let widest = (labels.map { textWidth($0) }.max() ?? 0) + 14
    let step = max(1, Int((widest * Double(labels.count) / frame.innerWidth).rounded(.up)))
    return stride(from: 0, to: labels.count, by: step).compactMap { index in
      let half = textWidth(labels[index]) / 2
      guard x(index) + half <= frame.width, x(index) - half >= 0 else { return nil }
      return .text(labels[index], x: x(index), y: frame.y(0) + 18, .middle, isStrong: false)
    }
  }

  /// A sans-serif's usual advance; narrow and wide letters apart.
  func textWidth(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar {
      case "i", "j", "l", "t", "f", "r", "I", ".", ",", ":", " ", "-", "'", "|": sum + Chart.textSize * 0.33
      case "m", "w", "M", "W", "@", "%": sum + Chart.textSize * 0.88
      case "A"..."Z": sum + Chart.textSize * 0.68
      case _ where scalar.value > 0x1100: sum + Chart.textSize
      default: sum + Chart.textSize * 0.57
      }
    }
  }

  func shortened(_ text: String, to width: Double) -> String {
    guard textWidth(text) > width else { return text }
    var text = text
    while !text.isEmpty, textWidth(text + "…") > width { text.removeLast() }
    return text + "…"
  }
}

/// The room inside of the axes.
struct Frame {
  var width: Double
  var height: Double
  var left: Double
  var top: Double
  var right = 14.0
  var bottom = 28.0

  var innerWidth: Double { width - left - right }

  /// From 0 at the bottom to 1 at the top.
  func y(_ position: Double) -> Double { top + (height - top - bottom) * (1 - position) }
}
