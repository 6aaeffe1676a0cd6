import Evaluation

/// How well each picture of the rules foresees votes that it was not fitted to, in nats a record.
struct HeldOutVotes {
  /// The label model.
  let model: Double
  /// Every rule as good as another: what a majority vote takes for granted.
  let equal: Double
  /// Rules that know nothing of each other or of fraud.
  let ignorant: Double

  init(_ model: LabelModel) {
    var random = SeededRandom(model.options.seed, of: -1)
    let learned = model.patterns.counts.map { HeldOutVotes.half($0, &random) }
    let held = zip(model.patterns.counts, learned).map { $0 - $1 }
    let patterns = (learned: model.patterns.recounted(learned), held: model.patterns.recounted(held))
    let records = max(1, patterns.held.records)
    let singles = model.patterns.rules.indices.map { [$0] }
    func foreseen(_ groups: [[Int]], isTied: Bool, bounds: ClosedRange<Double>) -> Double {
      let voters = Voters(groups, model.patterns)
      let fitting = MixtureFitting(voters: voters, patterns: patterns.learned, bounds: bounds, isTied: isTied)
      let fitted = fitting.bestFit(also: [model.probabilities])
      let judging = MixtureFitting(voters: voters, patterns: patterns.held, bounds: bounds, isTied: isTied)
      return judging.expectation(fitted.mixture).logLikelihood / records
    }
    let bounds = model.options.balance.bounds
    self.model = foreseen(model.groups, isTied: false, bounds: bounds)
    equal = foreseen(singles, isTied: true, bounds: bounds)
    // So rare a class explains nothing, and what is left is each voter by itself.
    ignorant = foreseen(model.groups, isTied: false, bounds: 1e-200...1e-200)
  }

  private static let countedMax = 1 << 20

  /// How many of so many coins show heads; of very many the half, and as much off as is usual.
  private static func half(_ count: Double, _ random: inout SeededRandom) -> Double {
    guard count <= Double(countedMax) else {
      let spread = Double(random.next().nonzeroBitCount - 32) / 4
      return (count / 2 + spread * count.squareRoot() / 2).rounded()
    }
    var (heads, left) = (0, Int(count))
    while left > 0 {
      let coins = min(64, left)
      heads += (random.next() >> UInt64(64 - coins)).nonzeroBitCount
      left -= coins
    }
    return Double(heads)
  }
}
