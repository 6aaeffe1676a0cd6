extension GapStories {
  /// What is most likely hidden, for a sentence: `Touring-1000 Blue, four fifths of its price`.
  ///
  /// - products: the lines' names.
  func words(_ products: [String]) -> String {
    guard let likeliest = hidden.first else { return "no line" }
    let product = products[likeliest.line]
    guard let step = likeliest.step else { return "a part of \(product)" }
    if step == 1_000_000 { return product }
    return "\(GapStories.part(step)) of \(product)"
  }

  private static func part(_ millionths: Int64) -> String {
    let fractions: [(Int64, String)] = [
      (500_000, "half"), (333_333, "a third"), (666_667, "two thirds"), (250_000, "a quarter"), (750_000, "three quarters"),
      (200_000, "a fifth"), (400_000, "two fifths"), (600_000, "three fifths"), (800_000, "four fifths"),
    ]
    return fractions.first { $0.0 == millionths }?.1 ?? Ladder.Step(millionths: millionths, support: 0).description
  }

  /// The value that is hidden, given that something is: expected, and so that it is below `low` or above `high` with one
  /// chance in twenty each. In ten-thousandths.
  var loss: (expected: Double, low: Double, high: Double)? {
    guard !hidden.isEmpty else { return nil }
    let ascending = hidden.sorted { $0.amount < $1.amount }
    var sum = 0.0
    var (low, high) = (ascending[0].amount, ascending[ascending.count - 1].amount)
    var isBelow = true
    var isAbove = true
    for one in ascending {
      sum += one.chance
      if isBelow, sum >= 0.05 { (low, isBelow) = (one.amount, false) }
      if isAbove, sum >= 0.95 { (high, isAbove) = (one.amount, false) }
    }
    return (hidden.reduce(0) { $0 + $1.chance * $1.amount }, low, high)
  }
}
