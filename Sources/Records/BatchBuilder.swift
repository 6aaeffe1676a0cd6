/// Grows a batch a row at a time: every field once, every list's elements, then `finishRow` or `abandonRow`.
///
/// One owner, one thread; the columns are freed with it.
public final class BatchBuilder {
  public let schema: Schema
  private let columns: ColumnBuilders
  private let lists: [ListBuilder]
  private let floatSums: [Int]
  private var rows: [Int64] = []
  private var operations: [RecordOperation] = []
  private var hasVersions = false
  public var rejects: [RejectedRecord] = []

  public init(schema: Schema) {
    self.schema = schema
    columns = ColumnBuilders(schema.fields)
    lists = schema.lists.map(ListBuilder.init)
    floatSums = schema.fields.indices.filter { schema.fields[$0].isFloatSum }
  }

  public var count: Int { rows.count }

  @inline(__always)
  public func append(_ cell: Cell, to field: Int, index: inout SymbolIndex) -> CellFault? {
    columns[field].append(cell, index: &index)
  }

  public func appendMissing(to field: Int, index: inout SymbolIndex) -> CellFault? {
    columns[field].appendMissing(index: &index)
  }

  /// No value, whatever the field requires.
  public func appendNothing(to field: Int) { columns[field].appendNothing() }

  @inline(__always)
  public func list(_ list: Int) -> ListBuilder { lists[list] }

  public func finishRow(_ row: Int64, operation: RecordOperation = .insert) {
    settleFloatSums()
    for list in lists { list.finishRecord() }
    rows.append(row)
    operations.append(operation)
    if operation != .insert { hasVersions = true }
  }

  public func abandonRow() {
    columns.truncate(to: rows.count)
    for list in lists { list.abandonRecord() }
  }

  /// Two sums of floats that are closer than their errors are one amount, so that no residue passes for a difference:
  /// the later field takes the earlier one's value.
  @inline(__always)
  private func settleFloatSums() {
    for (position, later) in floatSums.enumerated().dropFirst() {
      guard let laterRaw = columns[later].lastRaw else { continue }
      for earlier in floatSums[..<position] {
        guard let earlierRaw = columns[earlier].lastRaw, FloatSum.areEqual(earlierRaw, laterRaw) else { continue }
        columns[later].lastMoney = columns[earlier].lastMoney
        break
      }
    }
  }

  /// Hands the batch over and starts the next.
  public func take(end: SourcePosition) -> RecordBatch {
    defer { (rows, operations, rejects, hasVersions) = ([], [], [], false) }
    return RecordBatch(
      schema: schema, rows: rows, operations: hasVersions ? operations : nil, columns: columns.take(),
      lists: lists.map { $0.take() }, rejects: rejects, end: end)
  }
}

/// Grows one list field: elements, then the record's end.
public final class ListBuilder {
  public let field: ListField
  private let columns: ColumnBuilders
  private var offsets: [Int32] = [0]

  init(field: ListField) {
    self.field = field
    columns = ColumnBuilders(field.fields)
  }

  @inline(__always)
  public func append(_ cell: Cell, to field: Int, index: inout SymbolIndex) -> CellFault? {
    columns[field].append(cell, index: &index)
  }

  public func appendMissing(to field: Int, index: inout SymbolIndex) -> CellFault? {
    columns[field].appendMissing(index: &index)
  }

  /// One element of a list that is made of columns: a name, a whole number, and nothing else.
  @inline(__always)
  public func append(name: Symbol, in nameField: Int, value: Int64, in valueField: Int, index: inout SymbolIndex) {
    for position in 0..<columns.count {
      if position == nameField {
        columns[position].append(symbol: name)
      } else if position == valueField {
        columns[position].append(integer: value)
      } else {
        _ = columns[position].appendMissing(index: &index)
      }
    }
  }

  private var count: Int { columns.count == 0 ? 0 : columns[0].count }

  func finishRecord() { offsets.append(Int32(count)) }

  func abandonRecord() {
    let kept = Int(offsets[offsets.count - 1])
    columns.truncate(to: kept)
  }

  func take() -> ListColumn {
    defer { offsets = [0] }
    return ListColumn(offsets: offsets, columns: columns.take())
  }
}

/// Columns under construction, side by side in memory that stays where it is.
final class ColumnBuilders {
  let count: Int
  private let builders: UnsafeMutablePointer<ColumnBuilder>

  init(_ fields: [Field]) {
    count = fields.count
    builders = .allocate(capacity: fields.count)
    for (index, field) in fields.enumerated() { (builders + index).initialize(to: ColumnBuilder(field: field)) }
  }

  deinit {
    builders.deinitialize(count: count)
    builders.deallocate()
  }

  @inline(__always)
  subscript(index: Int) -> ColumnBuilder {
    _read { yield builders[index] }
    _modify { yield &builders[index] }
  }

  func truncate(to newCount: Int) {
    for index in 0..<count { builders[index].truncate(to: newCount) }
  }

  func take() -> [Column] { (0..<count).map { builders[$0].take() } }
}
