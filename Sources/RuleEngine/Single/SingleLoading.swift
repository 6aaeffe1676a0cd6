import Records

/// Which lanes a record's fields go to, found once.
struct SingleLoading {
  private let fields: [(field: Int, lane: Lane)]

  init(_ frame: Frame) {
    fields = frame.plan.fields.filter { !$0.isPrevious }.map { ($0.field, frame.lane($0.register)) }
  }

  /// From one record of a batch to the first row.
  @inline(__always)
  func load(_ batch: RecordBatch, _ record: Int, _ symbols: SymbolTable) {
    for (field, lane) in fields {
      let isThere = batch.columns[field].validity[record]
      lane.valid[0] = isThere ? 1 : 0
      switch batch.columns[field].values {
      case .money(let values), .integer(let values), .time(let values), .duration(let values): lane.values[0] = values[record]
      case .number(let values): lane.values[0] = bits(values[record])
      case .key(let values): lane.values[0] = Int64(values[record].id)
      case .text(let values):
        if isThere { lane.values[0] = symbols.withIndex { Int64($0.intern(values[record]).id) } }
      case .flag(let values): lane.truth[0] = values[record] ? 1 : 0
      }
    }
  }
}
