/// Which unknowns equations with whole coefficients determine, exactly: elimination modulo a prime, where no rounding can
/// make a dependent equation look independent. (A true rank falls modulo 2^61 − 1 only if the prime divides a minor.)
struct Determination {
  private static let prime: UInt64 = (1 << 61) - 1
  /// Equations with an open unknown that told nothing new, before further ones are taken to tell nothing either.
  private static let patience = 400

  private let unknownCount: Int
  /// Reduced rows by their pivot.
  private var pivots: [Int: [UInt64]] = [:]
  /// Per unknown how many equations with it told nothing new; and whether it is determined by now.
  private var fruitless: [Int]
  private(set) var determined: [Bool]

  init(unknownCount: Int) {
    self.unknownCount = unknownCount
    fruitless = Array(repeating: 0, count: unknownCount)
    determined = Array(repeating: false, count: unknownCount)
  }

  /// Equations of determined unknowns are passed over, so that a product sold late is not lost behind the early ones.
  ///
  /// What is determined is known, and leaves the equations: rows are of open unknowns only, of which few are left once the
  /// shortest orders have been seen.
  mutating func append(_ terms: [(unknown: Int32, quantity: Int64)]) {
    let open = terms.filter { !determined[Int($0.unknown)] }
    guard open.contains(where: { fruitless[Int($0.unknown)] < Determination.patience }) else { return }
    var row = [UInt64](repeating: 0, count: unknownCount)
    for term in open {
      row[Int(term.unknown)] = Determination.add(row[Int(term.unknown)], UInt64(term.quantity) % Determination.prime)
    }
    for (pivot, known) in pivots where row[pivot] != 0 { Determination.subtract(&row, known, times: row[pivot]) }
    guard let pivot = row.firstIndex(where: { $0 != 0 }) else {
      for term in open { fruitless[Int(term.unknown)] += 1 }
      return
    }
    let inverse = Determination.power(row[pivot], Determination.prime - 2)
    for index in row.indices where row[index] != 0 { row[index] = Determination.multiply(row[index], inverse) }
    for key in Array(pivots.keys) {
      guard let factor = pivots[key]?[pivot], factor != 0 else { continue }
      Determination.subtract(&pivots[key, default: []], row, times: factor)
    }
    pivots[pivot] = row
    settle()
  }

  /// An unknown is determined once it stands alone in its reduced row. No other row has a pivot, so none has to be told.
  private mutating func settle() {
    let alone = pivots.filter { pivot, row in !row.indices.contains { $0 != pivot && row[$0] != 0 } }.keys
    for pivot in alone {
      determined[pivot] = true
      pivots[pivot] = nil
    }
  }

  private static func subtract(_ row: inout [UInt64], _ other: [UInt64], times factor: UInt64) {
    for index in row.indices where other[index] != 0 {
      row[index] = add(row[index], prime - multiply(other[index], factor))
    }
  }

  private static func add(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let sum = left + right
    return sum >= prime ? sum - prime : sum
  }

  private static func multiply(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return add(product.low & prime, (product.high << 3 | product.low >> 61) % prime)
  }

  private static func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
    var (result, factor, rest) = (UInt64(1), base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = multiply(result, factor) }
      factor = multiply(factor, factor)
      rest >>= 1
    }
    return result
  }
}
