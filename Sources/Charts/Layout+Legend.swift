extension Chart {
  /// What stands beside a name in the legend.
  enum Sample {
    case line, block, dot, speck

    init(_ style: Curve.Style) {
      switch style {
      case .line, .reference: self = .line
      case .dots: self = .dot
      case .specks: self = .speck
      }
    }
  }

  private static let rowHeight = 18.0
  private static let sampleWidth = 22.0
  private static let gap = 18.0

  /// As many rows as the names need.
  func legendHeight(_ names: [String], width: Double, left: Double) -> Double {
    Double((places(names, width: width, left: left).last?.row ?? 0) + 1) * Chart.rowHeight - 2
  }

  /// A line is shown by a piece of itself: without colours its dashes tell it apart.
  func legend(_ entries: [(name: String, sample: Sample, role: Drawing.Role)], _ frame: Frame) -> [Drawing.Mark] {
    let places = places(entries.map(\.name), width: frame.width, left: frame.left)
    return zip(entries, places).flatMap { entry, place -> [Drawing.Mark] in
      let middle = 10 + Double(place.row) * Chart.rowHeight
      let mark: Drawing.Mark =
        switch entry.sample {
        case .line: .line([(place.x, middle), (place.x + Chart.sampleWidth, middle)], entry.role)
        case .block: .rectangle(x: place.x + 5, y: middle - 6, width: 12, height: 12, entry.role)
        case .dot: .rectangle(x: place.x + 8, y: middle - 3.5, width: 7, height: 7, entry.role)
        case .speck: .rectangle(x: place.x + 9, y: middle - 2, width: 4, height: 4, entry.role)
        }
      return [mark, .text(place.name, x: place.x + Chart.sampleWidth + 6, y: middle + 4, .start, isStrong: false)]
    }
  }

  private func places(_ names: [String], width: Double, left: Double) -> [(name: String, x: Double, row: Int)] {
    var places: [(name: String, x: Double, row: Int)] = []
    var (x, row) = (left, 0)
    for name in names {
      let name = shortened(name, to: max(20, width - left - Chart.sampleWidth - 6))
      let needed = Chart.sampleWidth + 6 + textWidth(name)
      if x > left, x + needed > width { (x, row) = (left, row + 1) }
      places.append((name, x, row))
      x += needed + Chart.gap
    }
    return places
  }
}
