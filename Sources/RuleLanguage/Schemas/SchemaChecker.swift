import Diagnostics
import Records

/// From a schema file's syntax to schemas: names resolved, types known, every mistake said.
struct SchemaChecker {
  private let syntax: SchemaSyntax
  private var records: [String: SchemaSyntax.Record] = [:]
  var diagnostics: [Diagnostic] = []

  static let typeNames = ["id", "key", "text", "money", "percent", "number", "integer", "duration", "time", "flag"]

  init(_ syntax: SchemaSyntax) { self.syntax = syntax }

  mutating func check() -> [Schema] {
    unique(syntax.records.map(\.name), .duplicateSchema, "record")
    unique(syntax.schemas.map(\.name), .duplicateSchema, "schema")
    for record in syntax.records where records[record.name.text] == nil { records[record.name.text] = record }
    for record in syntax.records where record.fields.isEmpty { empty(record.name, "record") }
    let names = syntax.schemas.map(\.name.text)
    for source in syntax.sources where !names.contains(source.schema.text) {
      report(.unknownSchema, "there is no schema `\(source.schema.text)` in this file", at: source.schema, among: names)
    }
    return syntax.schemas.map { schema($0) }
  }

  private mutating func schema(_ declaration: SchemaSyntax.Schema) -> Schema {
    if declaration.fields.isEmpty, declaration.isComplete { empty(declaration.name, "schema") }
    unique(declaration.fields.map(\.name), .duplicateField, "field")
    var schema = Schema(name: declaration.name.text, fields: [])
    var places: [[String]] = []
    var lists: [ListMapping] = []
    for field in declaration.fields {
      if field.isList {
        guard let list = list(field) else { continue }
        schema.lists.append(list)
        lists.append(columnList(field, list))
      } else {
        let converted = self.field(field)
        places.append(columns(field, isBaseline: converted.baselineExpression != nil))
        schema.fields.append(converted)
      }
    }
    markRoles(&schema, declaration)
    schema.mappings = [SourceMapping(kind: .columns, fields: places, lists: lists)]
    for source in syntax.sources where source.schema.text == declaration.name.text {
      schema.mappings.append(mapping(source, of: schema))
    }
    return schema
  }

  private mutating func markRoles(_ schema: inout Schema, _ declaration: SchemaSyntax.Schema) {
    let identities = schema.fields.indices.filter { schema.fields[$0].type == .identity }
    schema.identityField = identities.first
    if identities.count > 1, let second = declaration.fields.filter({ $0.type.text == "id" }).dropFirst().first {
      diagnostics.append(
        Diagnostic(.duplicateIdentity, "a record has one identity", at: second.type.span, notes: ["make the other one a `key`"]))
    }
    if declaration.isSequence { return }
    // The first time is the record's own; a schema may have further ones.
    schema.timeField = schema.fields.firstIndex { $0.type == .time }
    guard let time = schema.timeField else {
      if !declaration.fields.isEmpty, declaration.isComplete {
        diagnostics.append(
          Diagnostic(
            .noTime, "`\(schema.name)` has no time", at: declaration.name.span,
            notes: ["give it a field of type `time`, or write `time sequence` where the source's order is its time"]))
      }
      return
    }
    // Without its time a record has no place in any window.
    schema.fields[time].isRequired = true
  }

  private mutating func field(_ declaration: SchemaSyntax.Field) -> Field {
    if SchemaParser.reserved.contains(declaration.name.text) {
      diagnostics.append(
        Diagnostic(
          .reservedName, "`\(declaration.name.text)` is a word of the language and can be no field's name",
          at: declaration.name.span))
    }
    var field = Field(
      name: declaration.name.text, type: type(declaration), isRequired: declaration.isRequired,
      defaultText: declaration.defaultValue?.text, missingSpellings: declaration.missing,
      isFloatSum: declaration.isFloatSum != nil, isLabel: declaration.isLabel)
    if let floats = declaration.isFloatSum, declaration.type.text != "money" {
      diagnostics.append(
        Diagnostic(
          .misplacedFloats, "only money can be a sum of floats", at: floats.span,
          related: [.init(declaration.type.span, "this is a \(declaration.type.text)")],
          fixes: [.init("take `floats` away", replace: floats.span, with: "")]))
    }
    if let duration = declaration.knownAfter { field.knownAfter = CellReader.duration(duration.text) }
    if let value = declaration.defaultValue, !CellReader.isValue(value.text, of: field.type) {
      diagnostics.append(
        Diagnostic(
          .badDefault, "`\(value.text)` is no \(field.type.name)", at: value.span,
          related: [.init(declaration.type.span, "`\(field.name)` is declared here")]))
    }
    if case .baseline(let expression) = declaration.place { field.baselineExpression = expression }
    return field
  }

  private mutating func type(_ declaration: SchemaSyntax.Field) -> FieldType {
    switch declaration.type.text {
    case "id": return .identity
    case "key": return .key
    case "text": return .text
    case "percent": return .percent
    case "number": return .number
    case "integer": return .integer
    case "duration": return .duration
    case "time": return .time
    case "flag": return .flag
    case "money":
      guard let name = declaration.currency else { return .money(.usDollar) }
      if let currency = Currency(name.text) { return .money(currency) }
      report(
        .unknownCurrency, "`\(name.text)` is no currency; write a code of three capital letters such as EUR", at: name, among: [])
      return .money(.usDollar)
    default:
      report(.unknownType, "there is no type `\(declaration.type.text)`", at: declaration.type, among: SchemaChecker.typeNames)
      return .text
    }
  }

  /// Where a columns source has the field: where it says so, else under its own name.
  private mutating func columns(_ field: SchemaSyntax.Field, isBaseline: Bool) -> [String] {
    switch field.place {
    case .names(let names): return names.map(\.text)
    case .baseline: return []
    case nil: return [field.name.text]
    case .remainingColumns(_, let span): misplaced(span, "only a list can be made of columns")
    case .list(let names, _): misplaced(names.first?.span ?? field.name.span, "only a source's list has fields of its own")
    case .table(let table, _, _): misplaced(table.span, "a table is named in a `source`")
    }
    return []
  }

  private mutating func misplaced(_ span: Span, _ message: String) {
    diagnostics.append(Diagnostic(.misplacedPlace, message, at: span))
  }

  private mutating func list(_ declaration: SchemaSyntax.Field) -> ListField? {
    guard let record = records[declaration.type.text] else {
      report(
        .unknownRecord, "there is no record `\(declaration.type.text)` in this file", at: declaration.type,
        among: records.keys.sorted())
      return nil
    }
    unique(record.fields.map(\.name), .duplicateField, "field")
    for field in record.fields where field.isList { misplaced(field.type.span, "a list's element can hold no list") }
    return ListField(
      name: declaration.name.text, recordName: record.name.text, fields: record.fields.filter { !$0.isList }.map { field($0) })
  }

  private mutating func columnList(_ declaration: SchemaSyntax.Field, _ list: ListField) -> ListMapping {
    guard let place = declaration.place else { return .absent }
    guard case .remainingColumns(let condition, let span) = place else {
      misplaced(declaration.name.span, "in a table of columns a list comes from `columns not named above where …`")
      return .absent
    }
    guard let value = list.field(named: condition.text) else {
      report(
        .unknownField, "`\(list.recordName)` has no field `\(condition.text)`", at: condition, among: list.fields.map(\.name))
      return .absent
    }
    guard list.fields[value].type == .integer, let name = list.fields.firstIndex(where: { $0.type == .key }) else {
      diagnostics.append(
        Diagnostic(
          .badRemainingColumns, "a list of columns wants a key for the column's name and an integer for its cell", at: span,
          related: [.init(declaration.type.span, "`\(list.recordName)` is the element")]))
      return .absent
    }
    return .remainingColumns(nameField: name, valueField: value)
  }

  // MARK: Sources

  private mutating func mapping(_ source: SchemaSyntax.Source, of schema: Schema) -> SourceMapping {
    unique(source.fields.map(\.name), .duplicateField, "field")
    let known = schema.fields.map(\.name) + schema.lists.map(\.name)
    for field in source.fields where !known.contains(field.name.text) {
      report(.unknownField, "`\(schema.name)` has no field `\(field.name.text)`", at: field.name, among: known)
    }
    func place(_ name: String) -> SchemaSyntax.Place? { source.fields.first { $0.name.text == name }?.place }
    let fields = names(of: schema.fields, place)
    let lists = schema.lists.map { self.list(place($0.name), $0) }
    let kind = source.table.map { SourceMapping.Kind.table(tableName($0.text)) } ?? .json
    return SourceMapping(kind: kind, fields: fields, lists: lists)
  }

  /// A field that a source does not name stands there under its own name.
  private mutating func names(of fields: [Field], _ place: (String) -> SchemaSyntax.Place?) -> [[String]] {
    fields.map { field in
      switch place(field.name) {
      case .names(let names): return names.map(\.text)
      case .baseline: return []
      case nil: return field.baselineExpression == nil ? [field.name] : []
      case .some(.list(let names, _)): misplaced(names.first?.span ?? Span(0, 0), "`\(field.name)` is no list")
      case .some(.table(let table, _, _)): misplaced(table.span, "`\(field.name)` is no list")
      case .some(.remainingColumns(_, let span)): misplaced(span, "`\(field.name)` is no list")
      }
      return []
    }
  }

  private mutating func list(_ place: SchemaSyntax.Place?, _ list: ListField) -> ListMapping {
    switch place {
    case .list(let paths, let elements):
      return .array(paths: paths.map(\.text), fields: elementNames(elements, list))
    case .names(let paths):
      return .array(paths: paths.map(\.text), fields: elementNames([], list))
    case .table(let table, let key, let elements):
      return .table(tableName(table.text), elementKey: key.text, recordKey: key.text, fields: elementNames(elements, list))
    default: return .absent
    }
  }

  private mutating func elementNames(_ elements: [SchemaSyntax.Mapped], _ list: ListField) -> [[String]] {
    for element in elements where list.field(named: element.name.text) == nil {
      report(
        .unknownField, "`\(list.recordName)` has no field `\(element.name.text)`", at: element.name,
        among: list.fields.map(\.name))
    }
    return names(of: list.fields) { name in elements.first { $0.name.text == name }?.place }
  }

  private func tableName(_ text: String) -> TableName {
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    return parts.count == 2 ? TableName(schema: parts[0], name: parts[1]) : TableName(schema: nil, name: text)
  }

  // MARK: Reports

  private mutating func report(_ code: DiagnosticCode, _ message: String, at name: SchemaSyntax.Name, among names: [String]) {
    var diagnostic = Diagnostic(code, message, at: name.span)
    if let match = closestMatch(to: name.text, among: names) {
      diagnostic.fixes = [.init("did you mean `\(match)`?", replace: name.span, with: match)]
    } else if !names.isEmpty {
      diagnostic.notes = ["there are: \(names.joined(separator: ", "))"]
    }
    diagnostics.append(diagnostic)
  }

  private mutating func unique(_ names: [SchemaSyntax.Name], _ code: DiagnosticCode, _ what: String) {
    var first: [String: SchemaSyntax.Name] = [:]
    for name in names {
      guard let earlier = first[name.text] else {
        first[name.text] = name
        continue
      }
      let diagnostic = Diagnostic(
        code, "the \(what) `\(name.text)` is declared twice", at: name.span, label: "again here",
        related: [.init(earlier.span, "first here")])
      if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }
  }

  private mutating func empty(_ name: SchemaSyntax.Name, _ what: String) {
    diagnostics.append(Diagnostic(.emptyDeclaration, "the \(what) `\(name.text)` has no fields", at: name.span))
  }
}

/// A value of a file's text, read as a source's cell would be.
private enum CellReader {
  static func isValue(_ text: String, of type: FieldType) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { CellParser.isValue($0, of: type) }
  }

  static func duration(_ text: String) -> Int64? {
    Array(text.utf8).withUnsafeBufferPointer { CellParser.duration($0) }
  }
}
