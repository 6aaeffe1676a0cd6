extension RecordBatch {
  /// Some of a batch's records, one behind the other.
  public func slice(_ range: Range<Int>) -> RecordBatch {
    if range == 0..<count { return self }
    var part = self
    part.rows = Array(rows[range])
    part.operations = operations.map { Array($0[range]) }
    for (index, column) in columns.enumerated() {
      part.columns[index] = Column(for: schema.fields[index])
      part.columns[index].append(column, at: range)
    }
    for (index, list) in lists.enumerated() {
      let elements = Int(list.offsets[range.lowerBound])..<Int(list.offsets[range.upperBound])
      part.lists[index].offsets = list.offsets[range.lowerBound...range.upperBound].map { $0 - list.offsets[range.lowerBound] }
      for (position, column) in list.columns.enumerated() {
        part.lists[index].columns[position] = Column(for: schema.lists[index].fields[position])
        part.lists[index].columns[position].append(column, at: elements)
      }
    }
    part.rejects = []
    return part
  }
}
