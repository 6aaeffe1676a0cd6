/// The chances of sums that are not kept one by one, by cells of the range that is of interest: ordinary ones, and those that hide something.
final class SpreadChances {
  static let cells = 256
  /// Cells that are read, and behind them some that are only written.
  private static let length = cells + 1
  private static let capacity = length + 8

  /// A cell's ordinary chance and its hiding one lie side by side: two neighbouring cells of one kind then lie apart, and adding to them is
  /// not made one wide addition, which would wait for the one before where their cells overlap.
  private let both = WorkBuffer<Double>(2 * SpreadChances.capacity)
  private var current = (plain: SpreadChances.made(), hiding: SpreadChances.made())
  private var next = (plain: SpreadChances.made(), hiding: SpreadChances.made())
  private(set) var isEmpty = true
  private(set) var cell = 1.0
  private var perCell = 1.0

  /// Before the first cell lies one that is always empty.
  private static func made() -> UnsafeMutablePointer<Double> {
    let start = UnsafeMutablePointer<Double>.allocate(capacity: capacity + 1)
    start.initialize(repeating: 0, count: capacity + 1)
    return start + 1
  }

  deinit { for cells in [current.plain, current.hiding, next.plain, next.hiding] { (cells - 1).deallocate() } }

  func begin(limit: Int64) {
    cell = Double(limit) / Double(SpreadChances.cells)
    perCell = 1 / cell
    isEmpty = true
  }

  func plain(_ cell: Int) -> Double { isEmpty ? 0 : both.start[2 * cell] }
  func hiding(_ cell: Int) -> Double { isEmpty ? 0 : both.start[2 * cell + 1] }

  func open() {
    if isEmpty { both.start.update(repeating: 0, count: 2 * SpreadChances.capacity) }
    isEmpty = false
  }

  /// Adds all that weigh less than what is kept, in their order; how many are kept.
  @inline(__always)
  func separate(
    _ candidates: UnsafeMutablePointer<GapSums.Sum>, _ count: Int, isPlain: Bool, least: Double,
    into kept: UnsafeMutablePointer<GapSums.Sum>
  ) -> Int {
    let (cells, perCell) = (both.start + (isPlain ? 0 : 1), perCell)
    let weight = isPlain ? 1 : GapSums.hidingWeight
    var keptCount = 0
    for place in 0..<count {
      let sum = candidates[place]
      if weight * sum.chance >= least {
        kept[keptCount] = sum
        keptCount &+= 1
      } else {
        SpreadChances.add(sum, perCell, cells)
      }
    }
    return keptCount
  }

  @inline(__always)
  private static func add(_ sum: GapSums.Sum, _ perCell: Double, _ cells: UnsafeMutablePointer<Double>) {
    let place = Double(sum.amount) * perCell
    let low = Int(place)
    guard UInt(bitPattern: low) < UInt(length) else { return }
    let part = place - Double(low)
    let cell = cells + (2 &* low)
    cell[0] += sum.chance * (1 - part)
    cell[2] += sum.chance * part
  }

  /// To the two cells around a place, by nearness; behind the last cell there is room for one that nobody reads.
  @inline(__always)
  static func add(_ chance: Double, _ place: Double, _ cells: UnsafeMutablePointer<Double>) {
    let low = Int(place)
    guard UInt(bitPattern: low) < UInt(length) else { return }
    let part = place - Double(low)
    cells[low] += chance * (1 - part)
    cells[low + 1] += chance * part
  }

  // MARK: One more line

  func shift(_ line: LineOptions, share: Double) {
    for index in 0..<SpreadChances.length {
      (current.plain[index], current.hiding[index]) = (both.start[2 * index], both.start[2 * index + 1])
    }
    next.plain.update(repeating: 0, count: SpreadChances.capacity)
    next.hiding.update(repeating: 0, count: SpreadChances.capacity)
    let (fromPlain, fromHiding) = (SpreadChances.first(current.plain), SpreadChances.first(current.hiding))
    for index in line.ordinary.amounts.indices {
      let (chance, shift) = (line.ordinary.chances[index], Double(line.ordinary.amounts[index]) / cell)
      SpreadChances.add(current.plain, fromPlain, chance, shift, next.plain)
      SpreadChances.add(current.hiding, fromHiding, chance, shift, next.hiding)
    }
    for index in line.hiding.amounts.indices {
      let (chance, shift) = (line.hiding.chances[index] * share, Double(line.hiding.amounts[index]) / cell)
      SpreadChances.add(current.plain, fromPlain, chance, shift, next.hiding)
    }
    for index in 0..<SpreadChances.length {
      (both.start[2 * index], both.start[2 * index + 1]) = (next.plain[index], next.hiding[index])
    }
  }

  /// Before this cell there is nothing.
  private static func first(_ cells: UnsafeMutablePointer<Double>) -> Int {
    var place = 0
    while place < length, cells[place] == 0 { place += 1 }
    return place
  }

  /// Adds all cells, moved by so many and a part of one; each cell is added to in the order of the calls.
  private static func add(
    _ source: UnsafeMutablePointer<Double>, _ first: Int, _ chance: Double, _ shift: Double,
    _ target: UnsafeMutablePointer<Double>
  ) {
    guard shift >= 0, shift < Double(length) else { return }
    let whole = Int(shift)
    let (near, far) = (chance * (1 - shift + Double(whole)), chance * (shift - Double(whole)))
    let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target + whole))
    let stride = MemoryLayout<Double>.stride
    var index = first
    let end = length - whole
    while index < end {
      let here = from.loadUnaligned(fromByteOffset: index * stride, as: SIMD4<Double>.self)
      let before = from.loadUnaligned(fromByteOffset: (index - 1) * stride, as: SIMD4<Double>.self)
      let sum = to.loadUnaligned(fromByteOffset: index * stride, as: SIMD4<Double>.self)
      to.storeBytes(of: sum + here * near + before * far, toByteOffset: index * stride, as: SIMD4<Double>.self)
      index += 4
    }
  }
}
