import Records
import RuleLanguage

/// The first two steps: the table's rows in their order, and the same if that order is one in which no record is late and no
/// id comes twice.
struct Source {
  private let plan: Plan
  private let columns: [Int]

  init(_ plan: Plan, columns: [Int]) { (self.plan, self.columns) = (plan, columns) }

  private var dialect: any Dialect { plan.dialect }
  private var layout: Layout { plan.layout }
  private var schema: Schema { plan.schema }

  private func raw(_ field: Int) -> String? { layout.fields[field].first.map { "s.\(dialect.identifier($0))" } }

  /// The table's rows, without those that lack what the schema requires: no reader lets them pass either.
  var rows: String {
    var lines = ["\(order) as \(dialect.identifier("order_in_table"))", "\(identity) as \(dialect.identifier("id"))"]
    for column in columns {
      guard case .base(let text) = plan.columns[column].source else { continue }
      lines.append("\(text) as \(dialect.identifier(plan.columns[column].name))")
    }
    var text = "  select\n    \(lines.joined(separator: ",\n    "))\n  from \(dialect.table(layout.table)) as s"
    let required = schema.fields.indices.filter {
      (schema.fields[$0].isRequired || $0 == schema.timeField) && schema.fields[$0].defaultText == nil
    }
    let conditions = required.compactMap { index -> String? in
      let field = schema.fields[index]
      let isText = [.identity, .key, .text].contains(field.type)
      guard !layout.fields[index].isEmpty else { return nil }
      if isText || !field.missingSpellings.isEmpty || layout.fields[index].count > 1 {
        return "\(plan.fieldText(field, columns: layout.fields[index])) is not null"
      }
      return raw(index).map { "\($0) is not null" }
    }
    if !conditions.isEmpty { text += "\n  where \(conditions.joined(separator: "\n    and "))" }
    return text
  }

  /// As the caller says, else by time and then by id, as rows are read from a table.
  private var order: String {
    if let column = layout.sequenceColumn { return "cast(s.\(dialect.identifier(column)) as bigint)" }
    let keys = [schema.timeField, schema.identityField].compactMap { $0 }.compactMap(raw)
    return "row_number() over (\(keys.isEmpty ? noOrder : "order by \(keys.joined(separator: ", "))"))"
  }

  private var noOrder: String { "order by 1" }

  private var identity: String {
    guard let field = schema.identityField, !layout.fields[field].isEmpty else { return dialect.null(.text) }
    return plan.fieldText(schema.fields[field], columns: layout.fields[field])
  }

  var checked: String {
    let place = dialect.identifier("order_in_table")
    let id = dialect.identifier("id")
    let who = "coalesce(\(id), \(dialect.text(of: place)))"
    func failing(_ condition: String, _ message: String) -> String {
      "      when \(condition)\n        then \(dialect.failure("sheriff: ", who, message))"
    }
    var checks: [String] = []
    let time = schema.timeField.flatMap { plan.fieldColumns[[Plan.records, $0]] }.map {
      dialect.identifier(plan.columns[$0].name)
    }
    if layout.sequenceColumn != nil {
      checks.append(failing("\(place) is null", " has no place in their order"))
      checks.append(failing("count(*) over (partition by \(place)) > 1", " has the place of another record in their order"))
      if let time {
        checks.append(
          failing(
            "\(time) < lag(\(time)) over (order by \(place))",
            " comes after a record of a later time, which only an engine decides"))
      }
    } else if let time {
      checks.append(
        failing(
          "\(id) is null and count(*) over (partition by \(time), \(id)) > 1",
          " has the time of another record and no id to tell which came first"))
    }
    checks.append(
      failing(
        "\(id) is not null and count(*) over (partition by \(id)) > 1", " comes twice, and only an engine tells versions apart"))
    return """
        select
          s.*,
          case
      \(checks.joined(separator: "\n"))
            else \(place)
          end as \(dialect.identifier("sequence"))
        from \(dialect.identifier("source")) as s
      """
  }
}
