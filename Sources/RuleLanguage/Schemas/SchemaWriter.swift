public import Records

/// A schema as the text of a schema file: reading it back gives the same schema.
public enum SchemaWriter {
  public static func text(of schema: Schema) -> String {
    var lines = ["schema \(schema.name) {"]
    if schema.timeField == nil { lines.append("  time sequence") }
    let columns = schema.mappings.first { $0.kind == .columns }
    let width = (schema.fields.map(\.name) + schema.lists.map(\.name)).map(\.count).max() ?? 0
    for (index, field) in schema.fields.enumerated() {
      lines.append("  " + line(field, width: width, places: columns?.fields[index] ?? [], isTime: index == schema.timeField))
    }
    for (index, list) in schema.lists.enumerated() {
      var line = "  \(padded(list.name, width)) [\(list.recordName)]"
      if case .remainingColumns(_, let value)? = columns?.lists[index] {
        line += "  from columns not named above where \(list.fields[value].name) > 0"
      }
      lines.append(line)
    }
    lines.append("}")
    for list in schema.lists { lines += record(list) }
    for mapping in schema.mappings where mapping.kind != .columns { lines += source(mapping, of: schema) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ field: Field, width: Int, places: [String], isTime: Bool) -> String {
    let name = field.isLabel ? "label \(field.name)" : field.name
    var line = "\(padded(name, width)) \(padded(typeText(field.type), 8))"
    if let baseline = field.baselineExpression { line += " from \(baseline)" }
    if !places.isEmpty, places != [field.name] { line += " from " + places.map(quoted).joined(separator: " or ") }
    if field.isFloatSum { line += " floats" }
    if field.isRequired, !isTime { line += " required" }
    if !field.missingSpellings.isEmpty { line += " missing " + field.missingSpellings.map(quoted).joined(separator: ", ") }
    if let value = field.defaultText { line += " default \(quoted(value))" }
    if let known = field.knownAfter { line += " known after \(durationText(known))" }
    return trimmedEnd(line)
  }

  private static func record(_ list: ListField) -> [String] {
    let width = list.fields.map(\.name.count).max() ?? 0
    return ["", "record \(list.recordName) {"]
      + list.fields.map { "  " + line($0, width: width, places: [], isTime: false) } + ["}"]
  }

  private static func source(_ mapping: SourceMapping, of schema: Schema) -> [String] {
    var lines: [String] = [""]
    if case .table(let table) = mapping.kind {
      lines.append("source \(schema.name) from table \(quoted(table.description)) {")
    } else {
      lines.append("source \(schema.name) from json {")
    }
    lines += zip(schema.fields, mapping.fields).compactMap { field, places in
      places.isEmpty || places == [field.name] ? nil : "  \(field.name) from \(places.map(quoted).joined(separator: " or "))"
    }
    for (list, place) in zip(schema.lists, mapping.lists) {
      let fields: [[String]]
      switch place {
      case .absent, .remainingColumns: continue
      case .array(let paths, let elements):
        lines.append("  \(list.name) from \(paths.map(quoted).joined(separator: " or ")) {")
        fields = elements
      case .table(let table, let key, _, let elements):
        lines.append("  \(list.name) from table \(quoted(table.description)) on \(quoted(key)) {")
        fields = elements
      }
      lines += zip(list.fields, fields).compactMap { field, places in
        places.isEmpty || places == [field.name] ? nil : "    \(field.name) from \(places.map(quoted).joined(separator: " or "))"
      }
      lines.append("  }")
    }
    return lines + ["}"]
  }

  private static func typeText(_ type: FieldType) -> String {
    if case .money(let currency) = type, currency != .usDollar { return "money \(currency.code)" }
    return type.name
  }

  private static func quoted(_ text: String) -> String {
    "\""
      + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
      + "\""
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func trimmedEnd(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
