/// How the columns of one header fill the fields of a schema: made once per file, followed for every row.
///
/// Shared by every source whose rows are cells under a header.
public struct ColumnPlan: Sendable {
  /// Per field the columns to try, in order; empty where the source has none.
  public let fields: [[Int]]
  /// Per field the only column to try; -1 where there is none or a choice.
  public let singleColumns: [Int]
  public let list: ListPlan?
  public let columnCount: Int
  /// What a person should know: columns that are missing or that nobody asked for.
  public let notices: [String]

  /// A list whose elements are the columns that no field names.
  public struct ListPlan: Sendable {
    public let list: Int
    public let nameField: Int
    public let valueField: Int
    public let columns: [Int]
    public let names: [Symbol]
  }

  /// Throws a sentence where the header cannot serve the mapping.
  public init(
    header: [String], schema: Schema, mapping: SourceMapping, symbols: SymbolTable, source: String
  ) throws(SourceError) {
    let lookup = try HeaderLookup(header, source: source)
    fields = mapping.fields.map { names in names.compactMap { lookup.column($0) } }
    singleColumns = fields.map { $0.count == 1 ? $0[0] : -1 }
    columnCount = header.count
    list = ColumnPlan.listPlan(header: header, schema: schema, mapping: mapping, used: Set(fields.joined()), symbols: symbols)
    notices = try ColumnPlan.notices(header, schema, mapping, fields: fields, hasList: list != nil, source: source)
  }

  private static func listPlan(
    header: [String], schema: Schema, mapping: SourceMapping, used: Set<Int>, symbols: SymbolTable
  ) -> ListPlan? {
    for (index, list) in mapping.lists.enumerated() {
      guard case .remainingColumns(let nameField, let valueField) = list else { continue }
      let columns = header.indices.filter { !used.contains($0) && !header[$0].isEmpty }
      return ListPlan(
        list: index, nameField: nameField, valueField: valueField, columns: columns,
        names: columns.map { symbols.intern(header[$0]) })
    }
    return nil
  }

  private static func notices(
    _ header: [String], _ schema: Schema, _ mapping: SourceMapping, fields: [[Int]], hasList: Bool, source: String
  ) throws(SourceError) -> [String] {
    var notices: [String] = []
    let lacking = fields.indices.filter { fields[$0].isEmpty && !mapping.fields[$0].isEmpty }
    let required = lacking.filter { schema.fields[$0].isRequired && schema.fields[$0].defaultText == nil }
    if let first = required.first {
      let names = required.map { field in "`\(mapping.fields[field].joined(separator: "` or `"))`" }
      throw SourceError(
        .badHeader, source: source,
        "the header has no column \(names.joined(separator: ", ")), which `\(schema.name)` requires for "
          + "`\(schema.fields[first].name)`; run `sheriff schema check` on the file to see what fits")
    }
    for field in lacking where field != schema.identityField {
      notices.append(
        "no column `\(mapping.fields[field].joined(separator: "` or `"))`: `\(schema.fields[field].name)` is missing everywhere")
    }
    if !hasList {
      let used = Set(fields.joined())
      let extra = header.indices.filter { !used.contains($0) }.map { "`\(header[$0])`" }
      if !extra.isEmpty {
        notices.append("not used: \(extra.count == 1 ? "column" : "columns") \(extra.joined(separator: ", "))")
      }
    }
    return notices
  }
}

/// A column by its name: exactly, else in any case where that is unambiguous.
struct HeaderLookup {
  private var exact: [String: Int] = [:]
  private var folded: [String: [Int]] = [:]

  init(_ header: [String], source: String) throws(SourceError) {
    for (index, name) in header.enumerated() where !name.isEmpty {
      guard exact.updateValue(index, forKey: name) == nil else {
        throw SourceError(.badHeader, source: source, "the header names the column `\(name)` twice; give each column one name")
      }
      folded[name.lowercased(), default: []].append(index)
    }
  }

  func column(_ name: String) -> Int? {
    if let column = exact[name] { return column }
    let candidates = folded[name.lowercased()] ?? []
    return candidates.count == 1 ? candidates[0] : nil
  }
}
