/// A forest laid out to be walked: what each row's values are made into, and every tree in one of two layouts. Immutable once it is
/// made, so any number of scorers on any threads may read it.
///
/// A *slot* is a number that questions are asked about: a feature's key, once for each way that its missing values take, or a feature's
/// category. Slots of eight rows lie side by side, one row in each *lane*.
final class ScoringTables: @unchecked Sendable {
  static let lanes = 8

  let forest: Forest
  let slots: ScoringSlots
  let groups: [TreeGroup]
  let complete: UnsafeMutablePointer<CompleteNode>
  let leaves: UnsafeMutablePointer<Float>
  let general: UnsafeMutablePointer<GeneralNode>
  let categoryWords: UnsafeMutablePointer<UInt32>
  let kinds: UnsafeMutablePointer<ScoringSlots.Kind>

  init(_ forest: Forest) {
    var builder = ScoringTablesBuilder(forest)
    builder.build()
    self.forest = forest
    slots = builder.slots
    groups = builder.groups
    complete = .allocated(builder.complete)
    leaves = .allocated(builder.leaves)
    general = .allocated(builder.general)
    categoryWords = .allocated(builder.slots.words)
    kinds = .allocated(builder.slots.kinds)
  }

  deinit {
    complete.deallocate()
    leaves.deallocate()
    general.deallocate()
    categoryWords.deallocate()
    kinds.deallocate()
  }
}

/// A question of a tree that is filled up to all questions its depth has room for: those below the node n are 2n and 2n + 1, of which
/// the latter is the left one. A question that is not there leads to the same leaf either way.
struct CompleteNode {
  var slot: UInt32 = 0
  /// Keys below it go left.
  var threshold: UInt32 = 0
}

/// A question of a tree of any shape. A leaf leads to itself.
struct GeneralNode {
  var slot: UInt32 = 0
  /// Keys below it go left; or where the bits begin that say which categories go left. Which of them tells the slot.
  var threshold: UInt32 = 0
  /// The right branch; the left one is behind it.
  var right: UInt32 = 0
  var value: Float = 0
}

/// Four trees in a row, which are walked at once.
struct TreeGroup {
  static let size = 4

  enum Layout { case complete, numeric, categorical }

  var layout: Layout
  /// Questions on the longest way.
  var depth: Int
  /// The first tree's nodes; in a complete group each tree has `1 << depth` of them, and as many leaves.
  var nodes: Int
  var leaves: Int
  /// Where the trees of other groups begin.
  var roots: SIMD4<UInt32> = .zero
}

extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  /// A copy that lives until it is deallocated, at the beginning of a cache line.
  static func allocated(_ values: [Pointee]) -> Self {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(values.count, 1) * MemoryLayout<Pointee>.stride, alignment: 64)
    let typed = bytes.bindMemory(to: Pointee.self, capacity: max(values.count, 1))
    values.withUnsafeBufferPointer { if let base = $0.baseAddress { typed.initialize(from: base, count: values.count) } }
    return typed
  }
}
