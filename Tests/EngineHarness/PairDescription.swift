import Records

extension GeneratedPair {
  /// The rules, and the history in a line a record: what a person reads when two engines differ.
  public func describe() -> String {
    var text = "seed \(seed), profile \(profile.name), schema \(schema.name)\n\n\(rulesText)\n"
    if !learned.isEmpty { text += "learned:\n" + learned.map { "  \(short($0))\n" }.joined() }
    text += "history:\n" + records.map { "  \(short($0))\n" }.joined()
    if let expected { text += "expected:\n\(expected)\n" }
    return text
  }

  private func short(_ record: GeneratedRecord) -> String {
    var parts = ["\(record.row)"]
    if record.operation != .insert { parts.append("\(record.operation)") }
    for (place, field) in schema.fields.enumerated() {
      guard let cell = record.cells[place] else { continue }
      let isPlain = place == schema.timeField || place == schema.identityField
      parts.append(isPlain ? cell : "\(field.name)=\(shown(cell))")
    }
    for (list, elements) in zip(schema.lists, record.lists) where !elements.isEmpty {
      let texts = elements.map { cells in
        zip(list.fields, cells).compactMap { field, cell in cell.map { "\(field.name)=\(shown($0))" } }.joined(separator: " ")
      }
      parts.append("\(list.name)[\(texts.joined(separator: "; "))]")
    }
    if !record.events.isEmpty { parts.append("(\(record.events.map(\.rawValue).joined(separator: ", ")))") }
    return parts.joined(separator: " ")
  }

  private func shown(_ cell: String) -> String {
    cell.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? cell : JSONText.quoted(cell)
  }
}
