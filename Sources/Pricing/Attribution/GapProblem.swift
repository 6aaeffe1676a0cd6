/// One order's gap between what it lists for and what was charged, and the lines that could explain it.
struct GapProblem {
  struct Line {
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

  /// Whether more or less was charged than is listed.
  var hasGap: Bool { Double(gap.magnitude) > tolerance }

  /// Units beyond this many of one line are taken to share their discount.
  static let unitsMax: Int64 = 8
}
