/// What a row's values are made into before trees are walked.
struct ScoringSlots {
  struct Number {
    var feature: Int
    /// The key of a missing value.
    var missing: UInt32
  }

  struct Category {
    var feature: Int
    /// Words of a set of this feature, a power of two. The last two bits stand for a missing value and for one that is no category here.
    var words: Int

    var missing: UInt32 { UInt32(words * 32 - 2) }
    var unknown: UInt32 { UInt32(words * 32 - 1) }

    @inline(__always)
    func key(_ value: Float) -> UInt32 {
      if value.isNaN { return missing }
      return value >= 0 && value < Float(missing) ? UInt32(value) : unknown
    }
  }

  /// What a slot's questions are about, as masks.
  struct Kind {
    /// All bits for a number, none for a category.
    var number: UInt32
    /// Which bits of a key tell the word of a set; none for a number.
    var words: UInt32
  }

  private(set) var numbers: [Number] = []
  private(set) var categories: [Category] = []
  /// All sets, one behind the other; the first word is empty.
  private(set) var words: [UInt32] = [0]

  var count: Int { numbers.count + categories.count }

  /// For each slot.
  var kinds: [Kind] {
    numbers.map { _ in Kind(number: .max, words: 0) } + categories.map { Kind(number: 0, words: UInt32($0.words - 1)) }
  }

  private var numberSlots: [Int: UInt32] = [:]
  private var categorySlots: [Int: Int] = [:]
  private var places: [SetUse: UInt32] = [:]

  private struct SetUse: Hashable {
    var set: Int32
    var slot: Int
    var goesLeftByDefault: Bool
  }

  init(_ forest: Forest) {
    var widths: [Int32: Int] = [:]
    for node in forest.nodes where node.feature >= 0 {
      if node.categorySet >= 0 {
        widths[node.feature, default: 0] = max(
          widths[node.feature, default: 0], forest.categorySets[Int(node.categorySet)].words.count)
      } else {
        let key = Int(node.feature) * 2 + (node.goesLeftByDefault ? 0 : 1)
        guard numberSlots[key] == nil else { continue }
        numberSlots[key] = UInt32(numbers.count)
        numbers.append(
          Number(feature: Int(node.feature), missing: node.goesLeftByDefault ? ScoringKey.missingLeft : ScoringKey.missingRight))
      }
    }
    for (feature, width) in widths.sorted(by: { $0.key < $1.key }) {
      // One word more than the categories need leaves room for the two bits that are none.
      var words = 1
      while words < width + 1 { words *= 2 }
      categorySlots[Int(feature)] = categories.count
      categories.append(Category(feature: Int(feature), words: words))
    }
  }

  /// The slot that a question about a number asks for.
  func number(_ node: ForestNode) -> UInt32 { numberSlots[Int(node.feature) * 2 + (node.goesLeftByDefault ? 0 : 1)] ?? 0 }

  /// The slot that a question about a category asks for, and where the bits of those that go left begin.
  mutating func category(_ node: ForestNode, _ forest: Forest) -> (slot: UInt32, words: UInt32, mask: UInt32) {
    let index = categorySlots[Int(node.feature)] ?? 0
    let category = categories[index]
    let slot = UInt32(numbers.count + index)
    let use = SetUse(set: node.categorySet, slot: index, goesLeftByDefault: node.goesLeftByDefault)
    if let known = places[use] { return (slot, known, UInt32(category.words - 1)) }
    let place = UInt32(words.count)
    places[use] = place
    let set = forest.categorySets[Int(node.categorySet)].words
    words += (0..<category.words).map { $0 < set.count ? ~set[$0] : .max }
    if !node.goesLeftByDefault { words[words.count - 1] &= ~(1 << 30) }
    return (slot, place, UInt32(category.words - 1))
  }

  /// Writes a row's keys into a lane.
  @inline(__always)
  func fill(_ row: UnsafePointer<Float>, lane: Int, _ keys: UnsafeMutablePointer<UInt32>) {
    var place = keys + lane
    for number in numbers {
      let value = row[number.feature]
      place.pointee = value.isNaN ? number.missing : ScoringKey.ordered(value)
      place += ScoringTables.lanes
    }
    for category in categories {
      place.pointee = category.key(row[category.feature])
      place += ScoringTables.lanes
    }
  }
}
