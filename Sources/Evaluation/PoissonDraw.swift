import Foundation

/// How often a thing, or so many alike things together, come up in a sample drawn anew: a Poisson number with a whole mean.
public struct PoissonDraw: Sendable {
  private let mean: Double
  /// Below this the inverse of the distribution is searched from zero; above that takes longer than rejection.
  private static let searchedMeanMax = 12
  private let isSearched: Bool
  private let none: Double
  // What depends on the mean alone, computed once.
  private let a: Double
  private let b: Double
  private let acceptance: Double
  private let inverseAlpha: Double
  private let logMean: Double

  public init(mean: Int) {
    self.mean = Double(mean)
    isSearched = mean <= PoissonDraw.searchedMeanMax
    none = exp(-self.mean)
    b = 0.931 + 2.53 * self.mean.squareRoot()
    a = -0.059 + 0.02483 * b
    inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    acceptance = 0.9277 - 3.6224 / (b - 2)
    logMean = log(max(self.mean, 1))
  }

  public func draw(_ random: inout SeededRandom) -> Int {
    if mean == 0 { return 0 }
    return isSearched ? searched(&random) : rejected(&random)
  }

  private func searched(_ random: inout SeededRandom) -> Int {
    var left = random.share()
    var chance = none
    var count = 0
    // A share so close to 1 that rounding would search on for ever ends far out in the tail.
    while left >= chance, count < 200 {
      left -= chance
      count += 1
      chance *= mean / Double(count)
    }
    return count
  }

  /// Hörmann's transformed rejection with squeeze (PTRS).
  private func rejected(_ random: inout SeededRandom) -> Int {
    while true {
      let u = random.share() - 0.5
      let v = random.share()
      let distance = 0.5 - u.magnitude
      guard distance > 0 else { continue }
      let count = ((2 * a / distance + b) * u + mean + 0.43).rounded(.down)
      if distance >= 0.07, v <= acceptance { return Int(count) }
      if count < 0 || (distance < 0.013 && v > distance) { continue }
      let density = -mean + count * logMean - lgamma(count + 1)
      if log(v * inverseAlpha / (a / (distance * distance) + b)) <= density { return Int(count) }
    }
  }
}
