import Foundation

/// Places between 0 and 1 and their weights, with which a sum over so many places is the integral of every polynomial up to the degree
/// `2 * count - 1`: the rule of Gauss and Legendre.
struct Quadrature {
  let places: [Double]
  let weights: [Double]

  init(count: Int) {
    var (places, weights): ([Double], [Double]) = ([], [])
    for index in 0..<count {
      // The usual first guess; Newton's steps double the good digits each time.
      var x = cos(Double.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
      var slope = 0.0
      for _ in 0..<8 {
        let (value, before) = Self.legendre(count, x)
        slope = Double(count) * (x * value - before) / (x * x - 1)
        x -= value / slope
      }
      slope = { Double(count) * (x * $0.0 - $0.1) / (x * x - 1) }(Self.legendre(count, x))
      places.append((1 - x) / 2)
      weights.append(1 / ((1 - x * x) * slope * slope))
    }
    (self.places, self.weights) = (places, weights)
  }

  /// The Legendre polynomial of that degree, and the one before it.
  private static func legendre(_ degree: Int, _ x: Double) -> (Double, Double) {
    var (value, before) = (1.0, 0.0)
    for next in 1...max(degree, 1) {
      (value, before) = ((Double(2 * next - 1) * x * value - Double(next - 1) * before) / Double(next), value)
    }
    return (value, before)
  }
}
