/// Rows in the order of their keys, and within a key in their own.
struct SortedRows {
  private(set) var keyCount = 0
  private var starts: [Int32] = []
  private var order: [Int32] = []
  private let rowCount: Int

  init(_ view: TrackView, _ rowCount: Int) {
    self.rowCount = rowCount
    var keys = KeyTable(width: view.keys.count, isSymbol: view.keys.first?.operand.kind == .text)
    var numbers = [Int32](repeating: -1, count: rowCount)
    var withoutKey = 0
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(1, view.keys.count)) { words in
      guard let words = words.baseAddress else { return }
      for row in 0..<rowCount {
        if view.read(view.keys, row, into: words) { numbers[row] = Int32(keys.number(of: words)) } else { withoutKey += 1 }
      }
    }
    keyCount = keys.count
    starts = Array(repeating: 0, count: keyCount + 1)
    for number in numbers where number >= 0 { starts[Int(number) + 1] += 1 }
    for key in 0..<keyCount { starts[key + 1] += starts[key] }
    var next = starts
    order = Array(repeating: 0, count: rowCount - withoutKey)
    for row in 0..<rowCount where numbers[row] >= 0 {
      order[Int(next[Int(numbers[row])])] = Int32(row)
      next[Int(numbers[row])] += 1
    }
  }

  var count: Int { order.count }

  func start(of key: Int) -> Int { Int(starts[key]) }

  func rows(of key: Int) -> ArraySlice<Int32> { order[Int(starts[key])..<Int(starts[key + 1])] }

  /// Where each row stands; -1 for one without a key.
  func places() -> [Int32] {
    var places = [Int32](repeating: -1, count: rowCount)
    for (place, row) in order.enumerated() { places[Int(row)] = Int32(place) }
    return places
  }
}

/// The records of one key side by side: all that ask, and those of them that are counted.
final class KeyGroup {
  private let arguments: Int
  private(set) var count = 0
  /// Where the key's records begin among all in the order of keys.
  private(set) var start = 0
  private(set) var capacity = 0
  private(set) var rows: UnsafeMutablePointer<Int32>
  private(set) var times: UnsafeMutablePointer<Int64>
  /// How many entries there are before each record, and with it.
  private(set) var entriesBefore: UnsafeMutablePointer<Int32>
  private(set) var entriesThrough: UnsafeMutablePointer<Int32>
  private(set) var entryTimes: UnsafeMutablePointer<Int64>
  /// Argument by argument: whole numbers to be summed, or a number's bits where one is too large for that.
  private(set) var values: UnsafeMutablePointer<Int64>
  private(set) var hasValue: UnsafeMutablePointer<Bool>
  private(set) var isWhole: [Bool]
  /// Of each argument the greatest magnitude.
  private(set) var greatest: [UInt64]

  init(_ plan: TrackPlan) {
    arguments = plan.arguments.count
    isWhole = Array(repeating: true, count: arguments)
    greatest = Array(repeating: 0, count: arguments)
    (rows, entriesBefore, entriesThrough) = (.allocate(capacity: 1), .allocate(capacity: 1), .allocate(capacity: 1))
    (times, entryTimes, values) = (.allocate(capacity: 1), .allocate(capacity: 1), .allocate(capacity: 1))
    hasValue = .allocate(capacity: 1)
  }

  deinit { free() }

  private func free() {
    for pointer in [rows, entriesBefore, entriesThrough] { pointer.deallocate() }
    for pointer in [times, entryTimes, values] { pointer.deallocate() }
    hasValue.deallocate()
  }

  private func reserve(_ wanted: Int) {
    guard wanted > capacity else { return }
    free()
    capacity = max(wanted, capacity * 2)
    rows = .allocate(capacity: capacity)
    entriesBefore = .allocate(capacity: capacity)
    entriesThrough = .allocate(capacity: capacity)
    times = .allocate(capacity: capacity)
    entryTimes = .allocate(capacity: capacity)
    values = .allocate(capacity: max(1, capacity * arguments))
    hasValue = .allocate(capacity: max(1, capacity * arguments))
  }

  func gather(_ sorted: ArraySlice<Int32>, _ view: TrackView, _ allTimes: UnsafePointer<Int64>, from start: Int) {
    self.start = start
    count = sorted.count
    reserve(count)
    var entries = 0
    for (place, row) in sorted.enumerated() {
      rows[place] = row
      let time = allTimes[Int(row)]
      times[place] = time
      entriesBefore[place] = Int32(entries)
      if view.passes(Int(row)) {
        entryTimes[entries] = time
        entries += 1
      }
      entriesThrough[place] = Int32(entries)
    }
    for argument in 0..<arguments { gather(argument, view) }
  }

  private func gather(_ argument: Int, _ view: TrackView) {
    let column = view.arguments[argument]
    isWhole[argument] = true
    if view.filter == nil, column.operand.kind == .number, let lane = column.lane {
      gatherNumbers(argument, lane)
    } else {
      gatherEach(argument, column, view)
    }
    guard !isWhole[argument] else { return }
    // One is too large: all stay as they are.
    var entry = argument * capacity
    for place in 0..<count where view.passes(Int(rows[place])) {
      if let value = column.value(Int(rows[place])) { values[entry] = value }
      entry += 1
    }
  }

  /// Where every record is counted, as most often. What is missing is taken for zero, so that nothing is decided while far
  /// memory is read.
  private func gatherNumbers(_ argument: Int, _ lane: Lane) {
    let (values, hasValue) = (values + argument * capacity, hasValue + argument * capacity)
    var most: UInt64 = 0
    var isShort = true
    for place in 0..<count {
      let row = Int(rows[place])
      let isThere = lane.isValid(row)
      let scaled = isThere ? lane.number(row) * 1e9 : 0
      let whole = ExactTotals.short(scaled)
      hasValue[place] = isThere
      values[place] = whole
      isShort = isShort && scaled.magnitude < ExactTotals.shortEnd
      most = max(most, whole.magnitude)
    }
    greatest[argument] = most
    guard !isShort else { return }
    greatest[argument] = .max
    for place in 0..<count where hasValue[place] {
      let scaled = (lane.number(Int(rows[place])) * 1e9).rounded(.toNearestOrEven)
      if scaled.magnitude < 0x1p62 { values[place] = Int64(scaled) } else { isWhole[argument] = false }
    }
  }

  private func gatherEach(_ argument: Int, _ column: TrackView.Column, _ view: TrackView) {
    let isNumber = column.operand.kind == .number
    var most: UInt64 = 0
    var entry = argument * capacity
    for place in 0..<count where view.passes(Int(rows[place])) {
      let value = column.value(Int(rows[place]))
      hasValue[entry] = value != nil
      if let value {
        values[entry] = value
        if isNumber {
          let scaled = (number(value) * 1e9).rounded(.toNearestOrEven)
          if scaled.magnitude < 0x1p62 { values[entry] = Int64(scaled) } else { isWhole[argument] = false }
        }
        most = max(most, values[entry].magnitude)
      }
      entry += 1
    }
    greatest[argument] = most
  }
}
