extension RecordBatch {
  /// Batches of one schema as one; nil where there are none.
  public static func joined(_ batches: [RecordBatch]) -> RecordBatch? {
    guard var whole = batches.first else { return nil }
    let hasVersions = batches.contains { $0.operations != nil }
    if hasVersions { whole.operations = whole.operations ?? Array(repeating: .insert, count: whole.count) }
    for batch in batches.dropFirst() {
      whole.rows += batch.rows
      if hasVersions { whole.operations? += batch.operations ?? Array(repeating: .insert, count: batch.count) }
      for index in whole.columns.indices { whole.columns[index].append(contentsOf: batch.columns[index]) }
      for index in whole.lists.indices { whole.lists[index].append(contentsOf: batch.lists[index]) }
      whole.rejects += batch.rejects
      whole.end = batch.end
    }
    return whole
  }
}

extension ListColumn {
  mutating func append(contentsOf other: ListColumn) {
    let base = offsets[offsets.count - 1]
    offsets.append(contentsOf: other.offsets.dropFirst().map { $0 + base })
    for index in columns.indices { columns[index].append(contentsOf: other.columns[index]) }
  }
}
