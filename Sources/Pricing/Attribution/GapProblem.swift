import Records

/// One order's gap between what it lists for and what was charged, and the lines that could explain it.
struct GapProblem: Hashable, Sendable {
  struct Line: Hashable, Sendable {
    /// In ten-thousandths.
    var price: Int64
    var quantity: Int64
    /// What the price would be had nobody altered it; a discount may still have been taken from that.
    var usual: Int64?
  }

  /// In ten-thousandths, and how far it may be off.
  var gap: Int64
  var tolerance: Double
  var list: Int64
  var lines: [Line]
  /// When it was ordered: only the steps of that time explain its gap. Nil where nobody knows; then any step may.
  var time: Int64?

  init(gap: Int64, tolerance: Double, list: Int64, lines: [Line], time: Int64? = nil) {
    (self.gap, self.tolerance, self.list, self.lines, self.time) = (gap, tolerance, list, lines, time)
  }

  /// How far a gap may be off although nothing is wrong: half a ten-thousandth of rounding a line and one for the sum; and a
  /// charge may be a sum of 32-bit floats, whoever passed it on.
  init(gap: Int64, list: Int64, lines: [Line], time: Int64?) {
    let tolerance = 0.5 * Double(lines.count) + 0.5 + FloatSum.errorMax(of: Double(list) / 10_000)
    self.init(gap: gap, tolerance: tolerance, list: list, lines: lines, time: time)
  }

  /// Two hundred million. Beyond it amounts times millionths would pass what a whole number holds.
  private static let amountMax: UInt64 = 2_000_000_000_000

  /// Whether it can be worked out at all.
  var isBounded: Bool {
    gap.magnitude <= GapProblem.amountMax && list.magnitude <= GapProblem.amountMax
      && orderBases.allSatisfy { $0.amount.magnitude <= GapProblem.amountMax }
      && lines.allSatisfy { line in
        let (usual, overflow) = (line.usual ?? 0).multipliedReportingOverflow(by: line.quantity)
        return !overflow && usual.magnitude <= GapProblem.amountMax
      }
  }

  /// Whether more or less was charged than is listed.
  var hasGap: Bool { Double(gap.magnitude) > tolerance }

  /// What a discount on the whole order may have been taken from, each with its chance: the list, or what the goods listed at
  /// before prices were altered.
  var orderBases: [(amount: Int64, chance: Double)] {
    var usual = list
    for line in lines {
      guard let before = line.usual else { continue }
      let (more, overflow) = (before - line.price).multipliedReportingOverflow(by: line.quantity)
      let (sum, isTooMuch) = usual.addingReportingOverflow(more)
      guard !overflow, !isTooMuch, sum.magnitude <= UInt64(Money.magnitudeMax) else { return [(list, 1)] }
      usual = sum
    }
    return usual == list ? [(list, 1)] : [(list, 0.5), (usual, 0.5)]
  }
}
