/// How much a sum with one more line must weigh for all that weigh as much to have room, by powers of two.
///
/// Of most sums nothing need be known but that they weigh too little: each line's options are asked likeliest first, and no further than what
/// may still be kept.
struct SumRoom {
  /// Weights below are spread; 0 where there is room for all.
  private(set) var least = 0.0
  private(set) var isCrowded = false
  /// For how many there must be room.
  private(set) var kept: Int

  /// The likeliest sums have power 0.
  private static let powers = 64

  /// There is room for all that there are at most.
  init(forAll most: Int) { kept = most }

  init(_ half: GapSums, _ line: LineOptions) {
    var counts = InlineArray<64, Int32>(repeating: 0)
    // All that was counted has this power or a lower one; once there are too many it falls.
    var (highest, counted) = (SumRoom.powers - 1, 0)
    var floor = 0.0
    func add(_ sum: GapSums.Sum, _ options: LineOptions.Likeliest, share: Double, weight: Double) {
      let rest = half.limit - sum.amount
      options.amounts.withUnsafeBufferPointer { amounts in
        options.chances.withUnsafeBufferPointer { chances in
          for index in 0..<amounts.count {
            let chance = sum.chance * chances[index] * share
            let weighed = weight * chance
            guard chance > GapSums.chanceMin, weighed >= floor else { return }
            guard amounts[index] <= rest else { continue }
            let power = 1_023 &- Int(truncatingIfNeeded: weighed.bitPattern &>> 52)
            counts[max(0, min(SumRoom.powers - 1, power))] &+= 1
            counted &+= 1
          }
        }
      }
      guard counted > GapSums.kept else { return }
      while highest > 0, counted - Int(counts[highest]) > GapSums.kept {
        counted -= Int(counts[highest])
        counts[highest] = 0
        highest -= 1
      }
      floor = Double(sign: .plus, exponent: -highest, significand: 1)
    }
    for place in 0..<half.count {
      let sum = half.sums[place]
      add(sum, line.likeliest, share: 1, weight: sum.isPlain ? 1 : GapSums.hidingWeight)
      if sum.isPlain { add(sum, line.likeliestHiding, share: half.share, weight: GapSums.hidingWeight) }
    }
    kept = counted
    guard counted > GapSums.kept else { return }
    isCrowded = true
    let power = max(0, highest - 1)
    kept = highest > 0 ? counted - Int(counts[highest]) : counted
    least = Double(sign: .plus, exponent: -power, significand: 1)
  }
}
