public import Records

/// A first schema for a table that nobody has described: a draft for a person to look over.
public struct SchemaInference {
  /// Rows that are looked at; types seldom show later.
  public static let rowsMax = 10_000
  /// From so many mostly-zero counts on the columns are taken for a list.
  private static let sparseColumnsMin = 12

  private var columns: [ColumnGuess]
  private let isJSON: Bool

  public init(columns names: [String], isJSON: Bool) {
    columns = names.map { ColumnGuess(name: $0) }
    self.isJSON = isJSON
  }

  /// The schema under which to read the table for this: every column as text.
  public static func readingSchema(_ names: [String], isJSON: Bool) -> Schema {
    let fields = names.indices.map { Field(name: "column \($0)", type: .text) }
    let mapping = SourceMapping(kind: isJSON ? .json : .columns, fields: names.map { [$0] })
    return Schema(name: "columns", fields: fields, mappings: [mapping])
  }

  /// - batch: of the reading schema.
  public mutating func look(_ batch: RecordBatch) {
    for index in columns.indices {
      let column = batch.columns[index]
      for record in 0..<batch.count { columns[index].look(column.validity[record] ? column.texts[record] : "") }
    }
  }

  public func schema(named name: String) -> Schema {
    let sparse = columns.indices.filter { columns[$0].isSparseCount }
    let isWide = !isJSON && sparse.count >= SchemaInference.sparseColumnsMin
    let plain = isWide ? columns.indices.filter { !sparse.contains($0) } : Array(columns.indices)
    var fields: [Field] = []
    var used: Set<String> = []
    for index in plain {
      let fieldName = SchemaInference.fieldName(columns[index].name, used: &used)
      fields.append(columns[index].field(named: fieldName, mayIdentify: !fields.contains { $0.type == .identity }))
    }
    var schema = Schema(name: SchemaInference.identifier(name), fields: fields)
    schema.identityField = fields.firstIndex { $0.type == .identity }
    schema.timeField = fields.firstIndex { $0.type == .time }
    if let time = schema.timeField { schema.fields[time].isRequired = true }
    var lists: [ListMapping] = []
    if isWide {
      schema.lists = [
        ListField(
          name: SchemaInference.fieldName("lines", used: &used), recordName: "line",
          fields: [Field(name: "product", type: .key), Field(name: "quantity", type: .integer)])
      ]
      lists = [.remainingColumns(nameField: 0, valueField: 1)]
    }
    let places = plain.map { [columns[$0].name] }
    schema.mappings = [SourceMapping(kind: .columns, fields: places, lists: lists)]
    if isJSON {
      schema.mappings = [
        SourceMapping(kind: .columns, fields: fields.map { [$0.name] }), SourceMapping(kind: .json, fields: places),
      ]
    }
    return schema
  }

  /// `TX_AMOUNT` as `tx_amount`, `RepName` as `rep_name`; never a reserved word, never twice.
  private static func fieldName(_ column: String, used: inout Set<String>) -> String {
    var name = identifier(column)
    if SchemaParser.reserved.contains(name) || name == "time" { name += "_value" }
    var candidate = name
    var number = 2
    while !used.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  private static func identifier(_ text: String) -> String {
    var result = ""
    var previous: Character = "_"
    for character in text {
      guard character.isASCII, character.isLetter || character.isNumber else {
        if !result.isEmpty, result.last != "_" { result.append("_") }
        previous = "_"
        continue
      }
      if character.isUppercase, previous.isLowercase || previous.isNumber { result.append("_") }
      result += character.lowercased()
      previous = character
    }
    while result.last == "_" { result.removeLast() }
    if result.isEmpty { result = "column" }
    return result.first?.isNumber == true ? "n" + result : result
  }
}
