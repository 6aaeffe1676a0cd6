import Records

/// A history's columns as lanes: what has 64 bits a value already is read where it lies, and copied by nobody.
///
/// A lane's rows are padded to whole words and a column's are not, so it serves only blocks of whole words: a history's last
/// rows are loaded like those of any other batch.
struct ColumnLanes {
  /// Up to here rows fill whole words.
  let end: Int
  /// By the kept lane's number; nil for what has to be loaded.
  private let lanes: [Lane?]

  @inline(__always)
  func holds(_ register: Register) -> Bool {
    register.scope == 0 && register.isKept && !register.isFlag && lanes[Int(register.lane)] != nil
  }

  @inline(__always)
  func lane(_ register: Register, from row: Int) -> Lane? {
    guard !register.isFlag, let lane = lanes[Int(register.lane)] else { return nil }
    // What is never missing for want of history has no words that tell of it.
    return Lane(
      values: lane.values + row, truth: lane.truth, valid: lane.valid + row >> 6, insufficient: lane.insufficient)
  }

  /// Calls a body while the columns' memory stays where it is.
  static func with<Result>(
    _ plan: Plan, _ batch: RecordBatch, _ body: (ColumnLanes) throws -> Result
  ) rethrows -> Result {
    let fields = plan.fields.filter { !$0.isPrevious && !$0.register.isFlag }
    let lanes = [Lane?](repeating: nil, count: plan.keptLanes[0].values)
    return try gather(fields[...], batch, lanes) { try body(ColumnLanes(end: batch.count / 64 * 64, lanes: $0)) }
  }

  private static func gather<Result>(
    _ fields: ArraySlice<Plan.FieldLane>, _ batch: RecordBatch, _ lanes: [Lane?], _ body: ([Lane?]) throws -> Result
  ) rethrows -> Result {
    guard let field = fields.first else { return try body(lanes) }
    let column = batch.columns[field.field]
    guard let values = column.values.words else { return try gather(fields.dropFirst(), batch, lanes, body) }
    return try values.withUnsafeBufferPointer { values in
      try column.validity.words.withUnsafeBufferPointer { words in
        var lanes = lanes
        if let values = values.baseAddress, let words = words.baseAddress {
          // Nobody writes a field's lane.
          let (values, words) = (UnsafeMutablePointer(mutating: values), UnsafeMutablePointer(mutating: words))
          lanes[Int(field.register.lane)] = Lane(values: values, truth: words, valid: words, insufficient: words)
        }
        return try gather(fields.dropFirst(), batch, lanes, body)
      }
    }
  }
}

extension Column.Values {
  /// The values where they are words of 64 bits as lanes have them.
  fileprivate var words: [Int64]? {
    switch self {
    case .money(let values), .integer(let values), .time(let values), .duration(let values): values
    default: nil
    }
  }
}
