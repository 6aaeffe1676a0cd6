import TestSupport
import Testing

@testable import Pricing

/// Which prices orders determine, held against plain elimination over fractions.
@Suite struct DeterminationTests {
  /// Whole rows, reduced by cross-multiplication: small systems keep small numbers.
  private static func determined(_ rows: [[Int]], _ unknowns: Int) -> [Bool] {
    var rows = rows
    var pivots: [Int] = []
    for column in 0..<unknowns {
      guard let place = rows.indices.dropFirst(pivots.count).first(where: { rows[$0][column] != 0 }) else { continue }
      rows.swapAt(pivots.count, place)
      let pivot = rows[pivots.count]
      for index in rows.indices where index != pivots.count && rows[index][column] != 0 {
        let (own, other) = (pivot[column], rows[index][column])
        rows[index] = zip(rows[index], pivot).map { $0 * own - $1 * other }
        let divisor = rows[index].reduce(0, DeterminationTests.common)
        if divisor > 1 { rows[index] = rows[index].map { $0 / divisor } }
      }
      pivots.append(column)
    }
    return (0..<unknowns).map { unknown in
      pivots.firstIndex(of: unknown).map { place in !rows[place].indices.contains { $0 != unknown && rows[place][$0] != 0 } }
        ?? false
    }
  }

  private static func common(_ one: Int, _ other: Int) -> Int {
    var (one, other) = (abs(one), abs(other))
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func saysWhatPlainEliminationSays(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let unknowns = Int.random(in: 2...7, using: &random)
    var determination = Determination(unknownCount: unknowns)
    var rows: [[Int]] = []
    for _ in 0..<Int.random(in: 1...9, using: &random) {
      var row = [Int](repeating: 0, count: unknowns)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        row[Int.random(in: 0..<unknowns, using: &random)] += Int.random(in: 1...3, using: &random)
      }
      rows.append(row)
      determination.append(row.indices.filter { row[$0] > 0 }.map { (Int32($0), Int64(row[$0])) })
      #expect(determination.determined == DeterminationTests.determined(rows, unknowns), "\(rows)")
    }
  }
}
