import Records
import RuleLanguage

/// What one thread works in: the lanes of a block, in every scope.
final class Frame {
  /// Rows of a block where nothing else bounds it: a lane of it is two hundred cache lines.
  static let rowsMax = 1024

  let plan: Plan
  /// The rules that are asked, by their places in the program, and their conditions.
  let rules: [Int]
  let conditions: [Operand]
  /// Where the conditions lie, where that is the same for all blocks.
  private(set) var fixedConditions: FixedConditions?
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
  /// A history's own columns, where lanes can be read out of them as they are.
  var columns: ColumnLanes?
  private var readsColumns = false
  var count = 0
  /// The numbers in their source of a batch's records, and where the block begins among them.
  private var rows: [Int64] = []
  private var firstRow = 0
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
    (rules, conditions) = (plan.rules.map(\.rule), plan.rules.map(\.when))
    texts = Texts(symbols)
    self.kept = kept ?? LaneStore(plan.keptLanes[0], capacity: capacity)
    keptElements = plan.keptLanes.map { LaneStore($0, capacity: 0) }
    temporary = plan.scopes.indices.map { scope in
      LaneStore(Frame.temporaries(plan, scope), capacity: scope == 0 ? capacity : 0)
    }
    elements = plan.scopes.map { _ in ElementIndex() }
  }

  /// From now on every block begins at the first row of the lanes that are there.
  func fixConditions() { fixedConditions = FixedConditions(conditions, words: kept.capacity / 64) { lane($0) } }

  private static func temporaries(_ plan: Plan, _ scope: Int) -> Plan.LaneCount {
    var count = Plan.LaneCount()
    for section in plan.sections where scope < section.lanes.count {
      count.values = max(count.values, section.lanes[scope].values)
      count.flags = max(count.flags, section.lanes[scope].flags)
    }
    return count
  }

  /// A record's number in its source.
  func rowNumber(_ record: Int) -> Int64 { rows[firstRow + record] }

  func setNumbers(_ rows: [Int64], from first: Int = 0) { (self.rows, firstRow) = (rows, first) }

  /// Whether the block's lane of a register is a column's own memory.
  func isColumn(_ register: Register) -> Bool { readsColumns && columns?.holds(register) == true }

  /// The block's place among the records of a batch.
  func place(_ batch: RecordBatch, _ range: Range<Int>) {
    count = range.count
    setNumbers(batch.rows, from: range.lowerBound)
    readsColumns = columns.map { range.upperBound <= $0.end } ?? false
  }

  /// How many items a scope has in this block.
  @inline(__always)
  func count(of scope: Int32) -> Int { scope == 0 ? count : elements[Int(scope)].count }

  @inline(__always)
  func lane(_ register: Register) -> Lane {
    let scope = Int(register.scope)
    if register.isKept {
      guard scope == 0 else { return keptElements[scope].lane(register, from: 0) }
      if readsColumns, let lane = columns?.lane(register, from: firstRow) { return lane }
      return kept.lane(register, from: row)
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
