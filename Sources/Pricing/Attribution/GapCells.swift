/// Chances of a half's sums by cells of the range: of all of them, and beside them, in the same word, of those that are kept exactly.
final class GapCells {
  /// Behind the cells lie some that are always empty, and one before them, so that whoever reads around a cell need not look where it is.
  private static let count = SpreadChances.cells + 1
  private static let margin = 4

  private let plainMemory = WorkBuffer<SIMD2<Double>>(GapCells.count + 2 * GapCells.margin)
  private let hidingMemory = WorkBuffer<SIMD2<Double>>(GapCells.count + 2 * GapCells.margin)
  private let exact = WorkBuffer<Double>(GapCells.count + GapCells.margin)

  var plain: UnsafeMutablePointer<SIMD2<Double>> { plainMemory.start + GapCells.margin }
  var hiding: UnsafeMutablePointer<SIMD2<Double>> { hidingMemory.start + GapCells.margin }

  func fill(_ half: GapSums) {
    fill(plainMemory, half, isPlain: true)
    fill(hidingMemory, half, isPlain: false)
  }

  private func fill(_ memory: WorkBuffer<SIMD2<Double>>, _ half: GapSums, isPlain: Bool) {
    let exact = exact.start
    exact.update(repeating: 0, count: GapCells.count + GapCells.margin)
    let perCell = 1 / half.spread.cell
    for place in 0..<half.count where half.sums[place].isPlain == isPlain {
      SpreadChances.add(half.sums[place].chance, Double(half.sums[place].amount) * perCell, exact)
    }
    memory.start.update(repeating: .zero, count: GapCells.count + 2 * GapCells.margin)
    let cells = memory.start + GapCells.margin
    let spread = half.spread
    for index in 0..<GapCells.count {
      cells[index] = SIMD2(exact[index] + (isPlain ? spread.plain(index) : spread.hiding(index)), exact[index])
    }
  }

  /// The chances that a place in one half and one in the other add up to a place: of all sums, and of those that are kept exactly.
  struct Masses {
    var plain = SIMD2<Double>.zero
    /// The first half hides something, or the second.
    var firstHiding = SIMD2<Double>.zero
    var secondHiding = SIMD2<Double>.zero
  }

  static func masses(_ left: GapCells, _ right: GapCells, at place: Double) -> Masses {
    let low = Int(place)
    let part = SIMD2(repeating: place - Double(low))
    let rest = SIMD2(repeating: 1 - (place - Double(low)))
    var masses = Masses()
    guard low < count else { return masses }
    let (plain, hiding) = (right.plain + low, right.hiding + low)
    for index in 0...min(low + 1, count - 1) {
      let (own, ownHiding) = (left.plain[index], left.hiding[index])
      masses.plain += own * plain[-index] * rest
      masses.plain += own * plain[1 - index] * part
      masses.secondHiding += own * hiding[-index] * rest
      masses.secondHiding += own * hiding[1 - index] * part
      masses.firstHiding += ownHiding * plain[-index] * rest
      masses.firstHiding += ownHiding * plain[1 - index] * part
    }
    return masses
  }

  /// The same of ordinary discounts alone, of two places at once: one addition waits for the one before, so two rows of them take the time of one.
  static func plainMasses(_ left: GapCells, _ right: GapCells, at places: (Double, Double)) -> (SIMD2<Double>, SIMD2<Double>) {
    let lows = (Int(places.0), Int(places.1))
    let parts = (places.0 - Double(lows.0), places.1 - Double(lows.1))
    let (firstPart, firstRest) = (SIMD2(repeating: parts.0), SIMD2(repeating: 1 - parts.0))
    let (secondPart, secondRest) = (SIMD2(repeating: parts.1), SIMD2(repeating: 1 - parts.1))
    var (first, second) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
    let ends = (min(lows.0 + 1, count - 1), min(lows.1 + 1, count - 1))
    guard max(lows.0, lows.1) < count else { return (first, second) }
    let (firstRow, secondRow) = (right.plain + lows.0, right.plain + lows.1)
    let common = min(ends.0, ends.1)
    for index in 0...common {
      let own = left.plain[index]
      first += own * firstRow[-index] * firstRest
      second += own * secondRow[-index] * secondRest
      first += own * firstRow[1 - index] * firstPart
      second += own * secondRow[1 - index] * secondPart
    }
    for index in (common + 1)..<(max(ends.0, ends.1) + 1) {
      let own = left.plain[index]
      if index <= ends.0 {
        first += own * firstRow[-index] * firstRest
        first += own * firstRow[1 - index] * firstPart
      }
      if index <= ends.1 {
        second += own * secondRow[-index] * secondRest
        second += own * secondRow[1 - index] * secondPart
      }
    }
    return (first, second)
  }
}
