import Records
import RuleLanguage

/// A pair as one readable file: sections that begin with `== name`, records one a line.
extension GeneratedPair {
  /// Reading it back gives the same pair.
  public var text: String {
    var text = "== about\nseed \(seed)\nprofile \(profile.name)\n== schema\n\(schemaText)"
    for name in listFiles.keys.sorted() where rulesText.contains(name) { text += "== list \(name)\n\(listFiles[name] ?? "")" }
    for declaration in declarations { text += "== rules\n\(declaration)" }
    if !learned.isEmpty { text += "== learned\n" + learned.map { line($0) + "\n" }.joined() }
    text += "== history\n" + records.map { line($0) + "\n" }.joined()
    if let expected { text += "== expected\n\(expected)" }
    return text
  }

  /// A record's cells by their fields' names; what is no field begins with `@`.
  func line(_ record: GeneratedRecord) -> String {
    var parts = ["\"@row\": \(record.row)"]
    if record.operation != .insert { parts.append("\"@op\": \"\(record.operation)\"") }
    parts += named(record.cells, schema.fields)
    for (list, elements) in zip(schema.lists, record.lists) where !elements.isEmpty {
      let objects = elements.map { "{\(named($0, list.fields).joined(separator: ", "))}" }
      parts.append("\(JSONText.quoted(list.name)): [\(objects.joined(separator: ", "))]")
    }
    if !record.events.isEmpty {
      parts.append("\"@is\": [\(record.events.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))]")
    }
    return "{\(parts.joined(separator: ", "))}"
  }

  private func named(_ cells: [String?], _ fields: [Field]) -> [String] {
    zip(fields, cells).compactMap { field, cell in
      cell.map { "\(JSONText.quoted(field.name)): \(JSONText.quoted($0))" }
    }
  }

  // MARK: Reading

  public init(text: String) throws(PairTextProblem) {
    var sections: [(head: String, body: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("== ") {
        sections.append((String(line.dropFirst(3)), ""))
      } else if !sections.isEmpty {
        sections[sections.count - 1].body += line + "\n"
      }
    }
    // Behind the last line there is no further one.
    if let last = sections.indices.last { sections[last].body.removeLast() }
    func body(_ head: String) -> String? { sections.first { $0.head == head }?.body }
    guard let schemaText = body("schema") else { throw PairTextProblem("there is no section `== schema`") }
    var listFiles: [String: String] = [:]
    for section in sections where section.head.hasPrefix("list ") {
      listFiles[String(section.head.dropFirst(5))] = section.body
    }
    let about = (body("about") ?? "").split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    func word(_ name: String) -> String? { about.first { $0.first == name }.flatMap { $0.count > 1 ? $0[1] : nil } }
    self.init(
      seed: word("seed").flatMap { UInt64($0) } ?? 0, profile: word("profile").flatMap(Profile.named) ?? .full,
      schemaText: schemaText, listFiles: listFiles, declarations: sections.filter { $0.head == "rules" }.map(\.body),
      records: [], expected: body("expected"))
    guard load.isSound, load.program.schemas.count == 1 else {
      throw PairTextProblem("the rules are not sound: \(complaints)")
    }
    learned = try GeneratedPair.records(body("learned") ?? "", schema)
    records = try GeneratedPair.records(body("history") ?? "", schema)
  }

  private static func records(_ text: String, _ schema: Schema) throws(PairTextProblem) -> [GeneratedRecord] {
    var records: [GeneratedRecord] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("//") {
      records.append(try record(line, schema, after: records.last?.row ?? 0))
    }
    return records
  }

  private static func record(_ line: Substring, _ schema: Schema, after row: Int64) throws(PairTextProblem) -> GeneratedRecord {
    guard let object = JSONText.object(String(line)) else { throw PairTextProblem("no JSON object: \(line)") }
    var record = GeneratedRecord(
      row: row + 1, cells: schema.fields.map { _ in nil }, lists: schema.lists.map { _ in [] })
    for (name, value) in object {
      switch (name, value) {
      case ("@row", .text(let text)): record.row = Int64(text) ?? record.row
      case ("@op", .text("insert")): record.operation = .insert
      case ("@op", .text("update")): record.operation = .update
      case ("@op", .text("delete")): record.operation = .delete
      case ("@is", .array(let words)):
        record.events = words.compactMap { if case .text(let word) = $0 { HistoryEvent(rawValue: word) } else { nil } }
      case (_, .text(let cell)):
        guard let place = schema.field(named: name) else { throw PairTextProblem("there is no field `\(name)`: \(line)") }
        record.cells[place] = cell
      case (_, .array(let elements)):
        guard let place = schema.list(named: name) else { throw PairTextProblem("there is no list `\(name)`: \(line)") }
        for element in elements { record.lists[place].append(try cells(element, schema.lists[place], line)) }
      default: throw PairTextProblem("`\(name)` is no cell and no list: \(line)")
      }
    }
    return record
  }

  private static func cells(_ value: JSONText, _ list: ListField, _ line: Substring) throws(PairTextProblem) -> [String?] {
    var cells: [String?] = list.fields.map { _ in nil }
    guard case .object(let members) = value else { throw PairTextProblem("an element of `\(list.name)` is no object: \(line)") }
    for (name, value) in members {
      guard let place = list.field(named: name), case .text(let cell) = value else {
        throw PairTextProblem("`\(list.recordName)` has no field `\(name)`: \(line)")
      }
      cells[place] = cell
    }
    return cells
  }
}

/// Why a pair's file cannot be read.
public struct PairTextProblem: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
