/// Which way a column moves the chance, in words.
struct FeatureDirection {
  let text: String

  /// - values: of each of the column's numbers, by row; NaN where it is missing.
  /// - contributions: of all of them together, by row.
  init(_ column: ColumnEncoding, values: [[Float]], contributions: [Double]) {
    let first = values.first ?? []
    switch column.method {
    case .oneHot(let categories):
      let means = zip(categories, values).compactMap { category, values -> (name: String, mean: Double)? in
        let own = contributions.indices.filter { values[$0] == 1 }.map { contributions[$0] }
        return own.isEmpty ? nil : (category, own.reduce(0, +) / Double(own.count))
      }
      guard let high = means.max(by: { $0.mean < $1.mean }), let low = means.min(by: { $0.mean < $1.mean }), means.count > 1
      else {
        text = "one category alone was seen"
        return
      }
      text = "\(high.name) raises it most, \(low.name) least"
    case .target:
      text =
        FeatureDirection.isRising(first, contributions) == false
        ? "categories with more fraud before lower it" : "categories with more fraud before raise it"
    case .share:
      text = FeatureDirection.isRising(first, contributions) == false ? "rare categories raise it" : "common categories raise it"
    case .number: text = FeatureDirection.number(first, contributions)
    }
  }

  private static func number(_ values: [Float], _ contributions: [Double]) -> String {
    let known = values.indices.filter { !values[$0].isNaN }
    let missing = values.indices.filter { values[$0].isNaN }
    func mean(_ rows: [Int]) -> Double { rows.reduce(0) { $0 + contributions[$1] } / Double(max(1, rows.count)) }
    guard let least = known.map({ values[$0] }).min(), let most = known.map({ values[$0] }).max() else {
      return "was never known"
    }
    guard least < most else {
      guard !missing.isEmpty else { return "was the same throughout the test" }
      return mean(missing) > mean(known) ? "raises it where it is not known" : "raises it where it is known"
    }
    if least == 0, most == 1, known.allSatisfy({ values[$0] == 0 || values[$0] == 1 }) {
      let (held, other) = (mean(known.filter { values[$0] == 1 }), mean(known.filter { values[$0] == 0 }))
      return held > other ? "raises it where it holds" : "lowers it where it holds"
    }
    switch isRising(values, contributions) {
    case true?: return "more of it raises it"
    case false?: return "more of it lowers it"
    case nil:
      let range = highest(values, contributions, known)
      let (low, high) = (short(range.lowerBound), short(range.upperBound))
      return low == high ? "raises it most at \(low)" : "raises it most between \(low) and \(high)"
    }
  }

  /// How closely ranks of values and of contributions have to agree before a direction is spoken of.
  private static let agreementMin = 0.4

  /// Nil where it goes both ways.
  private static func isRising(_ values: [Float], _ contributions: [Double]) -> Bool? {
    let known = values.indices.filter { !values[$0].isNaN }
    guard known.count > 1 else { return nil }
    let (one, other) = (ranks(known.map { Double(values[$0]) }), ranks(known.map { contributions[$0] }))
    let middle = Double(known.count - 1) / 2
    var (both, ones, others) = (0.0, 0.0, 0.0)
    for place in known.indices {
      both += (one[place] - middle) * (other[place] - middle)
      ones += (one[place] - middle) * (one[place] - middle)
      others += (other[place] - middle) * (other[place] - middle)
    }
    guard ones > 0, others > 0 else { return nil }
    let agreement = both / (ones * others).squareRoot()
    return agreement.magnitude < agreementMin ? nil : agreement > 0
  }

  /// From 0; equal ones have the rank in their middle.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var place = 0
    while place < order.count {
      var end = place
      while end < order.count, values[order[end]] == values[order[place]] { end += 1 }
      for index in order[place..<end] { ranks[index] = Double(place + end - 1) / 2 }
      place = end
    }
    return ranks
  }

  private static let stretches = 5

  /// The fifth of the values where contributions are highest.
  private static func highest(_ values: [Float], _ contributions: [Double], _ known: [Int]) -> ClosedRange<Float> {
    let order = known.sorted { (values[$0], $0) < (values[$1], $1) }
    var best: (mean: Double, range: ClosedRange<Float>) = (-.infinity, values[order[0]]...values[order[order.count - 1]])
    for stretch in 0..<stretches {
      let own = order[order.count * stretch / stretches..<order.count * (stretch + 1) / stretches]
      guard let first = own.first, let last = own.last else { continue }
      let mean = own.reduce(0) { $0 + contributions[$1] } / Double(own.count)
      if mean > best.mean { best = (mean, values[first]...values[last]) }
    }
    return best.range
  }

  /// Three digits that tell something.
  private static func short(_ value: Float) -> String {
    guard value.magnitude < 1e12 else { return "\(value)" }
    guard value.magnitude >= 1e-4 else { return "0" }
    var scale: Double = 1
    while Double(value.magnitude) * scale < 100 { scale *= 10 }
    let rounded = (Double(value) * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
  }
}
