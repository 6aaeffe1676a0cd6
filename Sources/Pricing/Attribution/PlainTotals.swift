/// What ordinary discounts come to in all, roughly, and how likely; the unlikely left out. By amount.
final class PlainTotals {
  struct Total: BitwiseCopyable {
    /// In ten-thousandths.
    var amount: Double
    var chance: Double
  }

  private static let least = 1e-7
  private static let cells = SpreadChances.cells + 1
  /// Room before and behind, so that a block that reaches beyond the cells reads nothing.
  private static let margin = cells + 8

  private let others = WorkBuffer<Double>(PlainTotals.cells + 2 * PlainTotals.margin)
  private let likely = WorkBuffer<Int32>(PlainTotals.cells)
  private let totals = WorkBuffer<Total>(2 * PlainTotals.cells + 16)
  private(set) var count = 0

  var start: UnsafeMutablePointer<Total> { totals.start }

  /// - range: in cells; what lies outside is of no interest.
  func fill(_ left: GapCells, _ right: GapCells, cell: Double, within range: ClosedRange<Int>) {
    let cells = PlainTotals.cells
    others.start.update(repeating: 0, count: cells + 2 * PlainTotals.margin)
    let other = others.start + PlainTotals.margin
    for index in 0..<cells where right.plain[index].x > PlainTotals.least { other[index] = right.plain[index].x }
    var likelyCount = 0
    for index in 0..<cells {
      likely.start[likelyCount] = Int32(index)
      likelyCount += left.plain[index].x > PlainTotals.least ? 1 : 0
    }
    count = 0
    var block = max(0, range.lowerBound)
    let end = min(range.upperBound + 1, 2 * cells - 1)
    while block < end {
      // Eight cells at a time, each added up in the order of the first half's cells.
      var (low, high) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
      for place in 0..<likelyCount {
        let first = Int(likely.start[place])
        if first > block + 7 { break }
        guard block - first < cells else { continue }
        let chance = left.plain[first].x
        let from = UnsafeRawPointer(other + (block - first))
        low += from.loadUnaligned(as: SIMD4<Double>.self) * chance
        high += from.loadUnaligned(fromByteOffset: 32, as: SIMD4<Double>.self) * chance
      }
      for lane in 0..<8 where block + lane < end {
        let chance = lane < 4 ? low[lane] : high[lane - 4]
        guard chance > PlainTotals.least else { continue }
        totals.start[count] = Total(amount: Double(block + lane) * cell / Double(LineDiscount.scale), chance: chance)
        count += 1
      }
      block += 8
    }
  }
}
