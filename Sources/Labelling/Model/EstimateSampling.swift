import Evaluation

/// How far estimates move when the records are drawn anew: each pattern comes up a Poisson number of times.
///
/// Which rules depend on each other is held as it was found.
struct EstimateSampling {
  struct Sample {
    var share: Double
    var rates: [RuleRates]
  }

  let patterns: VotePatterns
  let voters: Voters
  let fitted: FittedMixture
  let options: LabelOptions

  /// From where the estimates are the way to a sample's own is short.
  private static let iterationsMax = 40

  func samples() -> [Sample] {
    (0..<options.samples).map { index in
      var random = SeededRandom(options.seed, of: index)
      let counts = patterns.counts.map { Double(PoissonDraw(mean: Int($0)).draw(&random)) }
      let fitting = MixtureFitting(
        voters: voters, patterns: patterns.recounted(counts), bounds: options.balance.bounds)
      let sample = fitting.fit(from: fitted.probabilities, iterations: EstimateSampling.iterationsMax, tolerance: 0.01)
      return Sample(share: sample.mixture.share, rates: patterns.rules.indices.map { sample.rates(of: $0, in: voters) })
    }
  }

  /// What lies between the 2.5th and the 97.5th of a hundred.
  static func interval(_ values: [Double]) -> ClosedRange<Double>? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let last = Double(sorted.count - 1)
    return sorted[Int((0.025 * last).rounded(.down))]...sorted[Int((0.975 * last).rounded(.up))]
  }
}
