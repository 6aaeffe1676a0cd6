import Records
import RuleLanguage

/// What one thread works in: the lanes of a block, in every scope.
final class Frame {
  /// Rows of a block where nothing else bounds it: a lane of it is two hundred cache lines.
  static let rowsMax = 1024

  let plan: Plan
  /// May change between blocks: a stream learns as it goes.
  var surroundings: RunSurroundings
  let baselineWindows: BaselineWindows
  let texts: Texts
  var zones: [String: Zone] = [:]
  /// The members of lists that steps ask for, as their values' bits.
  var members: [Int: Set<Int64>] = [:]
  /// Of the records' scope the lanes that last; it may be one store for a whole history.
  var kept: LaneStore
  /// Where the block begins in it.
  var row = 0
  var count = 0
  /// The records' numbers in their source, for what asks by record.
  var rows: [Int64] = []
  private var keptElements: [LaneStore]
  private var temporary: [LaneStore]
  var elements: [ElementIndex]
  /// The block's list columns, of which element lanes are made.
  var lists: [ListColumn] = []
  /// The first record of the block within those.
  var listRow = 0

  init(
    _ plan: Plan, _ surroundings: RunSurroundings, _ baselineWindows: BaselineWindows, symbols: SymbolTable,
    kept: LaneStore? = nil, rows capacity: Int = Frame.rowsMax
  ) {
    (self.plan, self.surroundings, self.baselineWindows) = (plan, surroundings, baselineWindows)
    texts = Texts(symbols)
    self.kept = kept ?? LaneStore(plan.keptLanes[0], capacity: capacity)
    keptElements = plan.keptLanes.map { LaneStore($0, capacity: 0) }
    temporary = plan.scopes.indices.map { scope in
      LaneStore(Frame.temporaries(plan, scope), capacity: scope == 0 ? capacity : 0)
    }
    elements = plan.scopes.map { _ in ElementIndex() }
  }

  private static func temporaries(_ plan: Plan, _ scope: Int) -> Plan.LaneCount {
    var count = Plan.LaneCount()
    for section in plan.sections where scope < section.lanes.count {
      count.values = max(count.values, section.lanes[scope].values)
      count.flags = max(count.flags, section.lanes[scope].flags)
    }
    return count
  }

  /// How many items a scope has in this block.
  @inline(__always)
  func count(of scope: Int32) -> Int { scope == 0 ? count : elements[Int(scope)].count }

  @inline(__always)
  func lane(_ register: Register) -> Lane {
    let scope = Int(register.scope)
    if register.isKept {
      return scope == 0 ? kept.lane(register, from: row) : keptElements[scope].lane(register, from: 0)
    }
    return temporary[scope].lane(register, from: 0)
  }

  /// Makes room for so many items of a list's scope.
  func reserve(_ count: Int, in scope: Int) {
    guard count > keptElements[scope].capacity else { return }
    let capacity = max(count, keptElements[scope].capacity * 2)
    keptElements[scope] = LaneStore(plan.keptLanes[scope], capacity: capacity)
    temporary[scope] = LaneStore(Frame.temporaries(plan, scope), capacity: capacity)
  }
}

/// Which elements a scope walks in this block: for each item of the scope around it a run of items.
struct ElementIndex {
  /// Where each outer item's run begins, and the end of the last.
  var starts: [Int32] = [0]
  /// Each item's outer one.
  var parents: [Int32] = []
  /// Each item's place in the list column.
  var places: [Int32] = []

  var count: Int { parents.count }
}
