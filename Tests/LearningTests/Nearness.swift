/// Whether a value is there and close to what it should be.
func isNear(_ value: Double?, _ expected: Double?, within distance: Double = 1e-12) -> Bool {
  guard let value, let expected else { return value == nil && expected == nil }
  return (value - expected).magnitude <= distance
}

extension [Double] {
  /// Whether every one is from 0 to 1.
  var areShares: Bool { allSatisfy { $0 >= 0 && $0 <= 1 } }
}
