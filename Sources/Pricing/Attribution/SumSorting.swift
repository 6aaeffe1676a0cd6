/// Sums by amount; those that are equal stay in the order in which they were found, so that what is added up of them never comes out otherwise.
enum SumSorting {
  static let binCount = 1_024
  /// Bins with more are put in order by comparing all.
  private static let crowd = 24

  /// - spare: room for as many, to work in.
  /// - ends: room for a number a bin, and one more.
  static func sort(
    _ sums: UnsafeMutablePointer<GapSums.Sum>, _ count: Int, _ spare: UnsafeMutablePointer<GapSums.Sum>,
    _ ends: UnsafeMutablePointer<Int32>
  ) {
    guard count > 1 else { return }
    var (least, most) = (sums[0].amount, sums[0].amount)
    for place in 1..<count {
      least = min(least, sums[place].amount)
      most = max(most, sums[place].amount)
    }
    guard most > least else { return }
    // Amounts ascend with their bins, so what is left to do is to put each bin in order.
    let from = Double(least)
    let perBin = Double(binCount - 1) / max(1, Double(most) - from)
    func bin(_ sum: GapSums.Sum) -> Int { Int((Double(sum.amount) - from) * perBin) }
    ends.update(repeating: 0, count: binCount + 1)
    for place in 0..<count { ends[bin(sums[place]) + 1] &+= 1 }
    var fullest: Int32 = 0
    for place in 1...binCount {
      fullest = max(fullest, ends[place])
      ends[place] &+= ends[place - 1]
    }
    spare.update(from: sums, count: count)
    for place in 0..<count {
      let bin = bin(spare[place])
      sums[Int(ends[bin])] = spare[place]
      ends[bin] &+= 1
    }
    guard fullest <= crowd else {
      // The standard library's sort keeps equals in order.
      var all = UnsafeMutableBufferPointer(start: sums, count: count)
      all.sort { $0.amount < $1.amount }
      return
    }
    for place in 1..<count {
      let sum = sums[place]
      var hole = place
      while hole > 0, sums[hole - 1].amount > sum.amount {
        sums[hole] = sums[hole - 1]
        hole -= 1
      }
      sums[hole] = sum
    }
  }
}
