import Records
import RuleLanguage
import RuleSQL

/// The rules as Spark SQL over the exported tables, whose lines have their prices beside them.
struct NotebookQuery {
  let text: String
  /// By rule the column that says whether it fired.
  private(set) var columns: [String: String] = [:]
  /// By rule why it is left out.
  private(set) var reasons: [String: String] = [:]

  init(_ program: Program, schema: Int) {
    var program = program
    for list in program.schemas[schema].lists.indices {
      for field in program.schemas[schema].lists[list].fields.indices {
        program.schemas[schema].lists[list].fields[field].baselineExpression = nil
      }
    }
    let table = TableName(schema: nil, name: program.schemas[schema].name)
    let query = SQLWriter(
      program, schema: schema, dialect: .spark, options: SQLOptions(table: table, sequenceColumn: "row", usesMapping: false)
    ).query()
    text = query.text + (query.text.hasSuffix("\n") ? ";\n" : "\n;\n")
    for column in query.columns { if case .outcome(let rule) = column.content { columns[rule] = column.name } }
    for refusal in query.refusals where refusal.subject == .rule { reasons[refusal.id] = refusal.reason }
  }
}
