/// How likely fraud is in each category, as far as rows say.
struct TargetStatistics {
  /// Only categories that rows have.
  let chances: [String: Double]

  init(_ codes: [Int32], _ texts: [String], labels: [Double], smoothingRows: Double) {
    var sums = CategorySums(categories: texts.count)
    for row in codes.indices { sums.add(codes[row], label: labels[row]) }
    var chances: [String: Double] = [:]
    for (code, text) in texts.enumerated() where sums.counts[code] > 0 {
      chances[text] = sums.chance(Int32(code), smoothingRows)
    }
    self.chances = chances
  }

  /// For each row the chance that its category had when the row came: from rows whose labels were known before it. Missing where the
  /// category had not been seen by then.
  ///
  /// - order: the rows by time.
  static func fromEarlierRows(
    _ codes: [Int32], categories: Int, labels: [Double], times: [Int64], order: [Int], _ options: FeatureEncoding.Options
  ) -> [Double] {
    var sums = CategorySums(categories: categories)
    var chances = [Double](repeating: .nan, count: codes.count)
    var known = 0
    for row in order {
      // Rows of the same time do not see each other, whatever the delay.
      let (before, underflow) = times[row].subtractingReportingOverflow(options.labelDelay)
      while !underflow, known < order.count, isKnown(times[order[known]], before, at: times[row]) {
        sums.add(codes[order[known]], label: labels[order[known]])
        known += 1
      }
      if codes[row] >= 0, sums.counts[Int(codes[row])] > 0 { chances[row] = sums.chance(codes[row], options.smoothingRows) }
    }
    return chances
  }

  private static func isKnown(_ time: Int64, _ before: Int64, at now: Int64) -> Bool { time <= before && time < now }
}

/// Rows and their labels by category.
private struct CategorySums {
  var counts: [Double]
  private var frauds: [Double]
  private var rows = 0.0
  private var allFrauds = 0.0

  init(categories: Int) {
    counts = [Double](repeating: 0, count: categories)
    frauds = counts
  }

  mutating func add(_ code: Int32, label: Double) {
    rows += 1
    allFrauds += label
    guard code >= 0 else { return }
    counts[Int(code)] += 1
    frauds[Int(code)] += label
  }

  /// A category with few rows is drawn to the chance among all.
  func chance(_ code: Int32, _ smoothingRows: Double) -> Double {
    (frauds[Int(code)] + smoothingRows * allFrauds / rows) / (counts[Int(code)] + smoothingRows)
  }
}
