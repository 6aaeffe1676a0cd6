import Records
import RuleLanguage

/// From a batch's columns to the lanes of a block.
extension Frame {
  /// - range: the batch's records that make up the block.
  func load(_ batch: RecordBatch, _ range: Range<Int>, symbols: SymbolTable) {
    loadPlace(batch, range)
    for field in plan.fields where !field.isPrevious && !isColumn(field.register) {
      load(batch.columns[field.field], range.lowerBound, count, into: lane(field.register), symbols, places: nil)
    }
    loadElements(symbols)
  }

  /// Only which record it is: its fields are there already.
  func loadPlace(_ batch: RecordBatch, record: Int) {
    count = 1
    setNumbers(batch.rows, from: record)
    guard !batch.lists.isEmpty else { return }
    lists = batch.lists
    listRow = record
  }

  /// Only which records these are: their fields are there already.
  func loadPlace(_ batch: RecordBatch, _ range: Range<Int>) {
    place(batch, range)
    lists = batch.lists
    listRow = range.lowerBound
  }

  func loadElements(_ symbols: SymbolTable) {
    for scope in plan.scopes.indices.dropFirst() { walk(scope, symbols) }
  }

  /// Of records that supersede others what rules ask of those.
  ///
  /// - start: the block's first record among those admitted.
  func loadVersions(_ admission: Admission, from start: Int) {
    if !plan.corrected.isNone {
      let lane = lane(plan.corrected)
      for row in 0..<count { lane.put(row, flag: admission.corrected.contains(start + row)) }
    }
    let fields = plan.fields.filter(\.isPrevious)
    for (place, field) in fields.enumerated() {
      let lane = lane(field.register)
      for row in 0..<count { put(admission.previous[start + row]?[place] ?? .missing(.absent), row, into: lane) }
    }
  }

  /// How far records lie behind the clock, where rules ask.
  ///
  /// - start: the block's first record among the arrivals.
  func loadLateness(_ arrivals: Arrivals, from start: Int) {
    guard !plan.behind.isNone else { return }
    let lane = lane(plan.behind)
    for row in 0..<count { lane.put(row, arrivals.behind(start + row)) }
  }

  private func walk(_ scope: Int, _ symbols: SymbolTable) {
    let (parent, list) = (Int(plan.scopes[scope].parent), plan.scopes[scope].list)
    let outer = count(of: Int32(parent))
    let column = lists[list]
    var index = ElementIndex()
    index.starts.reserveCapacity(outer + 1)
    for item in 0..<outer {
      let range = column.elements(of: listRow + record(of: item, in: parent))
      for place in range {
        index.parents.append(Int32(item))
        index.places.append(Int32(place))
      }
      index.starts.append(Int32(index.parents.count))
    }
    elements[scope] = index
    reserve(index.count, in: scope)
    for field in plan.elementFields where Int(field.register.scope) == scope {
      load(column.columns[field.field], 0, index.count, into: lane(field.register), symbols, places: index.places)
    }
  }

  /// The block's record that an item of a scope belongs to.
  func record(of item: Int, in scope: Int) -> Int {
    var (item, scope) = (item, scope)
    while scope > 0 {
      item = Int(elements[scope].parents[item])
      scope = Int(plan.scopes[scope].parent)
    }
    return item
  }

  private func load(
    _ column: Column, _ first: Int, _ count: Int, into lane: Lane, _ symbols: SymbolTable, places: [Int32]?
  ) {
    guard count > 0 else { return }
    func place(_ item: Int) -> Int { places.map { Int($0[item]) } ?? first + item }
    loadValidity(column.validity, first, count, lane, places)
    func copy(_ source: [Int64]) {
      source.withUnsafeBufferPointer { source in
        guard let places else { return lane.values.update(from: source.baseAddress! + first, count: count) }
        for item in 0..<count { lane.values[item] = source[Int(places[item])] }
      }
    }
    switch column.values {
    case .money(let values), .integer(let values), .time(let values), .duration(let values): copy(values)
    case .number(let values):
      for item in 0..<count { lane.values[item] = Int64(bitPattern: values[place(item)].bitPattern) }
    case .key(let values):
      guard places == nil else {
        for item in 0..<count { lane.values[item] = Int64(values[place(item)].id) }
        return
      }
      values.withUnsafeBufferPointer { values in
        guard let source = values.baseAddress else { return }
        for item in 0..<count { lane.values[item] = Int64(source[first + item].id) }
      }
    case .text(let values):
      symbols.withIndex { index in
        for item in 0..<count where lane.isValid(item) { lane.values[item] = Int64(index.intern(values[place(item)]).id) }
      }
    case .flag(let values):
      for item in 0..<count { lane.set(item, in: lane.truth, values[place(item)]) }
    }
  }

  private func loadValidity(_ validity: Bitmap, _ first: Int, _ count: Int, _ lane: Lane, _ places: [Int32]?) {
    guard places == nil else {
      for item in 0..<count { lane.set(item, in: lane.valid, validity[Int(places![item])]) }
      return
    }
    let shift = UInt64(first & 63)
    validity.words.withUnsafeBufferPointer { words in
      for word in 0..<(count + 63) / 64 {
        let source = first / 64 + word
        var bits = words[source] >> shift
        if shift > 0, source + 1 < words.count { bits |= words[source + 1] << (64 - shift) }
        lane.valid[word] = bits
      }
    }
  }
}
