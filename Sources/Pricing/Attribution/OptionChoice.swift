/// Of a line's options those that any sum of some may go on with at all: the others come to more than is of interest, or are less likely than
/// what is told from nothing.
///
/// Unlikely sums have fewer of them, so there are a few lists, each a part of the one before.
final class OptionChoice {
  /// A way to go on from a sum.
  struct Option: BitwiseCopyable {
    var amount: Int64
    var chance: Double
    var hider: Int32
  }

  struct List {
    var start: UnsafeMutablePointer<Option>
    var count: Int
  }

  /// How much less likely the sums of a list are than those of the list before, at least.
  private static let step = 0.01
  private static let lists = 4

  private let ordinaryMemory = WorkBuffer<Option>(1_024)
  private let hidingMemory = WorkBuffer<Option>(4_096)
  private var ordinaryLists = InlineArray<4, List>(repeating: List(start: .init(bitPattern: 8)!, count: 0))
  private var hidingLists = InlineArray<4, List>(repeating: List(start: .init(bitPattern: 8)!, count: 0))
  /// The likeliest sum that a list is for.
  private var bounds = InlineArray<4, Double>(repeating: 0)

  var ordinaryCount: Int { ordinaryLists[0].count }
  var hidingCount: Int { hidingLists[0].count }

  @inline(__always)
  private func place(_ chance: Double) -> Int {
    (chance <= bounds[1] ? 1 : 0) &+ (chance <= bounds[2] ? 1 : 0) &+ (chance <= bounds[3] ? 1 : 0)
  }

  @inline(__always)
  func ordinary(for chance: Double) -> List { ordinaryLists[place(chance)] }

  @inline(__always)
  func hiding(for chance: Double) -> List { hidingLists[place(chance)] }

  func fill(_ line: LineOptions, _ number: Int, limit: Int64, share: Double, sums: UnsafeBufferPointer<GapSums.Sum>) {
    var likeliest = 0.0
    for sum in sums { likeliest = max(likeliest, sum.chance) }
    for list in 0..<OptionChoice.lists {
      bounds[list] = likeliest
      likeliest *= OptionChoice.step
    }
    fillOrdinary(line, limit)
    fillHiding(line, number, limit, share)
  }

  private func fillOrdinary(_ line: LineOptions, _ limit: Int64) {
    let room = line.ordinary.amounts.count + 1
    ordinaryMemory.reserve(OptionChoice.lists * room)
    let options = ordinaryMemory.start
    var count = 0
    line.ordinary.amounts.withUnsafeBufferPointer { amounts in
      line.ordinary.chances.withUnsafeBufferPointer { chances in
        for index in 0..<amounts.count {
          options[count] = Option(amount: amounts[index], chance: chances[index], hider: -1)
          count &+= amounts[index] <= limit && bounds[0] * chances[index] > GapSums.chanceMin ? 1 : 0
        }
      }
    }
    ordinaryLists[0] = List(start: options, count: count)
    for list in 1..<OptionChoice.lists {
      ordinaryLists[list] = narrowed(ordinaryLists[list - 1], options + list * room, bounds[list], 1)
    }
  }

  private func fillHiding(_ line: LineOptions, _ number: Int, _ limit: Int64, _ share: Double) {
    let room = line.hiding.amounts.count + 1
    hidingMemory.reserve(OptionChoice.lists * room)
    let options = hidingMemory.start
    var count = 0
    line.hiding.amounts.withUnsafeBufferPointer { amounts in
      line.hiding.chances.withUnsafeBufferPointer { chances in
        line.hiddenSteps.withUnsafeBufferPointer { steps in
          for index in 0..<amounts.count {
            let hider = Int32(truncatingIfNeeded: number &* 64) &+ min(steps[index], 63)
            options[count] = Option(amount: amounts[index], chance: chances[index], hider: hider)
            count &+= amounts[index] <= limit && bounds[0] * chances[index] * share > GapSums.chanceMin ? 1 : 0
          }
        }
      }
    }
    hidingLists[0] = List(start: options, count: count)
    for list in 1..<OptionChoice.lists {
      hidingLists[list] = narrowed(hidingLists[list - 1], options + list * room, bounds[list], share)
    }
  }

  private func narrowed(_ list: List, _ start: UnsafeMutablePointer<Option>, _ bound: Double, _ share: Double) -> List {
    var count = 0
    for index in 0..<list.count {
      start[count] = list.start[index]
      count &+= bound * list.start[index].chance * share > GapSums.chanceMin ? 1 : 0
    }
    return List(start: start, count: count)
  }
}
