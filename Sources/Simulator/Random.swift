/// A stream of numbers that depends on nothing but a seed, a concern and an index: switching one concern on or off
/// changes no number of another.
struct Random {
  enum Concern: UInt64 {
    case catalogue = 1, reps, customers, order, discounts, padding, injection, noise, drift, layout
    case cardCustomers, cardTerminals, cardPayments, tamperedTerminals, stolenCards
    case anonymousTimes, anonymousPayments, anonymousFrauds, fraudClusters
  }

  private var state: UInt64

  init(_ seed: UInt64, _ concern: Concern, _ index: Int = 0) {
    state =
      Random.mix(seed &+ concern.rawValue &* 0xA24B_AED4_963E_E407)
      ^ Random.mix(UInt64(bitPattern: Int64(index)) &+ 0x9FB2_1C65_1E98_DF25)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Random.mix(state)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// From 0 up to, not including, 1.
  mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(share() * Double(range.count)) }

  mutating func happens(_ chance: Double) -> Bool { share() < chance }

  /// An index, each as likely as its weight; the weights are given as running sums.
  mutating func weighted(_ sums: [Double]) -> Int {
    let target = share() * (sums.last ?? 0)
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] <= target { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

func runningSums(_ weights: some Sequence<Double>) -> [Double] {
  var sum = 0.0
  return weights.map { weight in
    sum += weight
    return sum
  }
}
