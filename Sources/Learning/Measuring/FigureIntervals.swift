import Evaluation

/// How far figures may lie off because the rows are only a sample: they are taken anew over samples in which each row, or each entity
/// with all of its rows, comes up a Poisson number of times. The middle 95 of 100 values are the interval.
public struct FigureIntervals: Sendable {
  public struct Interval: Hashable, Sendable {
    public var value: Double
    /// Nil where most samples leave the figure undefined.
    public var range: ClosedRange<Double>?
  }

  private let samples: Int
  private let seed: UInt64

  public init(samples: Int = 200, seed: UInt64 = 1) { (self.samples, self.seed) = (samples, seed) }

  /// - clusters: for each row whose it is, as its card, since those of one come up together; each row by itself where there are none. Nil where
  ///   there is not one for each row, or the figure is not defined.
  /// - figure: takes how often each row counts.
  public func interval<Failure>(
    rows: Int, clusters: [Int32]?, _ figure: (_ weights: [Double]?) throws(Failure) -> Double?
  ) throws(Failure) -> Interval? {
    try intervals(rows: rows, clusters: clusters) { weights throws(Failure) in [try figure(weights)] }.first ?? nil
  }

  /// Of several figures that are taken together, each as by itself.
  public func intervals<Failure>(
    rows: Int, clusters: [Int32]?, _ figures: (_ weights: [Double]?) throws(Failure) -> [Double?]
  ) throws(Failure) -> [Interval?] {
    guard let drawn = try samples(rows: rows, clusters: clusters, figures) else { return [] }
    return drawn.values.indices.map { interval(drawn, $0) }
  }

  /// Several figures, all of them over the same samples: a sample is drawn once, and differences of figures can be taken in each.
  ///
  /// - figures: as many each time; nil what is not defined.
  func samples<Failure>(
    rows: Int, clusters: [Int32]?, _ figures: (_ weights: [Double]?) throws(Failure) -> [Double?]
  ) throws(Failure) -> FigureSamples? {
    guard clusters.map({ $0.count == rows }) ?? true else { return nil }
    let values = try figures(nil)
    guard values.contains(where: { $0 != nil }) else { return FigureSamples(values: values, drawn: []) }
    var drawn: [[Double?]] = []
    var random = SeededRandom(seed)
    let draw = PoissonDraw(mean: 1)
    let groups = clusters.map { Grouping($0) }
    var weights = [Double](repeating: 0, count: rows)
    for _ in 0..<max(0, samples) {
      if let groups {
        let times = (0..<groups.count).map { _ in Double(draw.draw(&random)) }
        for row in 0..<rows { weights[row] = times[groups.groupOfRow[row]] }
      } else {
        for row in 0..<rows { weights[row] = Double(draw.draw(&random)) }
      }
      drawn.append(try figures(weights))
    }
    return FigureSamples(values: values, drawn: drawn)
  }

  /// Of one of several figures; nil where it is not defined.
  func interval(_ samples: FigureSamples, _ place: Int) -> Interval? {
    guard let value = samples.values[place] else { return nil }
    return Interval(value: value, range: range(samples.drawn.compactMap { $0[place] }))
  }

  /// Of how far a figure lies above another, both over the same samples of the same rows. What both owe to the luck of a sample cancels
  /// out, so this tells more than two intervals side by side.
  func difference(_ samples: FigureSamples, above other: FigureSamples, _ place: Int) -> Interval? {
    guard let value = samples.values[place], let less = other.values[place] else { return nil }
    let drawn = zip(samples.drawn, other.drawn).compactMap { own, other -> Double? in
      guard let value = own[place], let less = other[place] else { return nil }
      return value - less
    }
    return Interval(value: value - less, range: range(drawn))
  }

  /// Of card precision, by cards.
  public func interval(_ precision: CardPrecision) -> Interval? {
    guard let value = precision.mean else { return nil }
    let draw = PoissonDraw(mean: 1)
    let values = (0..<max(0, samples)).compactMap { sample in
      // A card's number comes from the card, so it is the same on each of its days.
      precision.mean { card in
        var random = SeededRandom(seed ^ UInt64(bitPattern: Int64(sample)), of: Int(card))
        return draw.draw(&random)
      }
    }
    return Interval(value: value, range: range(values))
  }

  /// Of figures of several weeks: the mean, and how far it may lie off as the weeks differ.
  public func mean(_ values: [Double]) -> Interval? {
    guard !values.isEmpty else { return nil }
    var random = SeededRandom(seed)
    let means = (0..<max(0, samples)).map { _ in
      values.indices.reduce(0.0) { sum, _ in sum + values[Int.random(in: values.indices, using: &random)] } / Double(values.count)
    }
    // One week does not say how weeks differ.
    return Interval(value: values.reduce(0, +) / Double(values.count), range: values.count > 1 ? range(means) : nil)
  }

  private func range(_ values: [Double]) -> ClosedRange<Double>? {
    guard samples > 0, values.count * 2 > samples else { return nil }
    let sorted = values.sorted()
    let (low, high) = (sorted.quantile(0.025), sorted.quantile(0.975))
    return low...max(low, high)
  }
}

/// Figures of rows, and of each sample of them.
struct FigureSamples: Sendable {
  var values: [Double?]
  var drawn: [[Double?]]
}

extension [Double] {
  /// Of values in order, at least one: what lies at this share of the way, between two of them where need be.
  func quantile(_ share: Double) -> Double {
    let place = share * Double(count - 1)
    let low = Int(place.rounded(.down))
    let high = Swift.min(low + 1, count - 1)
    return self[low] + (self[high] - self[low]) * (place - Double(low))
  }
}

/// Rows that share a number, as groups from 0.
private struct Grouping {
  let groupOfRow: [Int]
  let count: Int

  init(_ clusters: [Int32]) {
    var places: [Int32: Int] = [:]
    groupOfRow = clusters.map { cluster in
      if let place = places[cluster] { return place }
      places[cluster] = places.count
      return places.count - 1
    }
    count = places.count
  }
}
