import Notebooks
import Records

/// The records themselves and their lists as tables, values as the rules read them.
struct NotebookRecords {
  let history: NotebookHistory
  let withTexts: Bool

  private var schema: Schema { history.schema }
  private var batch: RecordBatch { history.records }
  private var places: [Int] { history.places }

  var table: DataTable {
    let (batch, places) = (batch, places)
    var columns: [DataTable.Column] = [
      .init("row", .integer, "the record's number in its source, from 1") { "\(batch.rows[places[$0]])" },
      .init(
        schema.identityField.map { schema.fields[$0].name } ?? "id", .text,
        "the record's identity; row:N where the source gives none"
      ) {
        batch.identity(of: places[$0])
      },
    ]
    for (index, field) in schema.fields.enumerated() where index != schema.identityField && isKept(field) {
      let column = batch.columns[index]
      columns.append(described(field, column, meaning(of: field)) { places[$0] })
    }
    return DataTable(
      schema.name, "The records, one a row, each value as the rules read it", count: places.count, key: ["row"], columns: columns)
  }

  /// Free texts name people, and nothing that is exported needs them.
  private func isKept(_ field: Field) -> Bool { withTexts || field.isRequired || field.type != .text }

  var leftOut: [String] { schema.fields.filter { !isKept($0) }.map(\.name) }

  var lists: [DataTable] {
    schema.lists.enumerated().map { index, list in
      let column = batch.lists[index]
      var owners: [(row: Int64, place: Int, element: Int)] = []
      for record in places {
        for (place, element) in column.elements(of: record).enumerated() {
          owners.append((batch.rows[record], place + 1, element))
        }
      }
      let elements = owners
      let columns: [DataTable.Column] = [
        .init("row", .integer, "the record that it belongs to") { "\(elements[$0].row)" },
        .init("place", .integer, "its place in the record, from 1") { "\(elements[$0].place)" },
      ]
      return DataTable(
        list.name, "What the records' \(list.name) hold, one \(list.recordName) a row", count: elements.count,
        key: ["row", "place"],
        columns: columns
          + list.fields.enumerated().map { place, field in
            described(field, column.columns[place], meaning(of: field)) { elements[$0].element }
          })
    }
  }

  private func described(_ field: Field, _ column: Column, _ meaning: String, at place: @escaping (Int) -> Int)
    -> DataTable.Column
  {
    let symbols = history.symbols
    func made(_ kind: DataTable.Kind, _ unit: String = "", _ text: @escaping (Int) -> String) -> DataTable.Column {
      DataTable.Column(field.name, kind, unit: unit, meaning) { row in
        let value = place(row)
        return column.validity[value] ? text(value) : ""
      }
    }
    switch field.type {
    case .money(let currency):
      let amounts = column.money
      return made(.money, currency.code) { Money(unchecked: amounts[$0]).description }
    case .percent, .number:
      let numbers = column.numbers
      return made(.number, field.type == .percent ? "share" : "") { NotebookTables.number(numbers[$0]) }
    case .integer:
      let integers = column.integers
      return made(.integer) { "\(integers[$0])" }
    case .duration:
      let durations = column.durations
      return made(.integer, "microseconds") { "\(durations[$0])" }
    case .time:
      let times = column.times
      return made(.time, "UTC") { Instant(microseconds: times[$0]).description }
    case .flag:
      let flags = column.flags
      return made(.flag) { "\(flags[$0])" }
    case .key:
      let keys = column.keys
      return made(.key) { symbols.text(of: keys[$0]) }
    case .text, .identity:
      let texts = column.texts
      return made(.text) { texts[$0] }
    }
  }

  private func meaning(of field: Field) -> String {
    if let expression = field.baselineExpression { return "learned: \(expression)" }
    if field.isLabel { return "a label: known only afterwards" }
    guard history.orders != nil, let known = NotebookRecords.ofOrders[field.name] else {
      return "\(field.name), as the schema has it"
    }
    return known
  }

  /// What an order's fields mean.
  private static let ofOrders = [
    "at": "when it was made", "rep": "who sold it", "customer": "the customer's number", "list": "the total at list prices",
    "cost": "what the goods cost the company", "charged": "what the customer was charged in all",
    "count": "how many pieces the order says it has", "previous": "what the order was charged before it was changed",
    "product": "what was sold", "quantity": "how many of it",
  ]
}
