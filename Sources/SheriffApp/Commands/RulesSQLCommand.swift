import CommandLineKit
import Files
import Records
import RuleLanguage
import RuleSQL

let rulesSQLCommand = Command(
  "sql", "write rules as SQL that answers as sheriff does",
  discussion:
    "One query a schema: a row a record, in each rule's column whether it fired, its score and its loss, and a column a feature. What a "
    + "database cannot say exactly is left out and said, never weakened. Exit 1 where a rule or feature was left out.",
  arguments: [Argument("files", "rule files or folders of them; none for the rules' folder", arity: .any)],
  options: [
    Option("dialect", value: "NAME", "whose SQL", default: "postgresql", allowed: SQLDialect.allCases.map(\.rawValue)),
    Option("schema", value: "FILE", "the schema file; else the schemas are found around the rules"),
    Option("table", value: "NAME", "the table of the records; else the schema's own"),
    Option("sequence", value: "COLUMN", "the column that says in which order records came; else they came by time"),
    Option("baseline", value: "NAME", "refused: no database holds a baseline, and what reads one is left out"),
    Option("out", value: "FILE", "where the query is written; else standard output"),
  ],
  examples: ["sheriff rules sql rules/orders --dialect duckdb", "sheriff rules sql padding.rules --table shop.orders"],
  action: writeSQL)

private func writeSQL(_ invocation: Invocation) throws -> ExitCode {
  guard invocation.text("baseline") == nil else {
    throw invocation.usage(
      "`--baseline`: a query has no baseline, so a rule that reads one is left out; give the prices as columns of the table, and name"
        + " a schema that reads them there")
  }
  let files = try RuleFiles(invocation.arguments, invocation)
  let load = files.load()
  guard load.isSound else { throw LoadedRules.failure(load) }
  let program = load.program
  let dialect = invocation.text("dialect").flatMap { SQLDialect(rawValue: $0) } ?? .postgresql
  var options = SQLOptions(sequenceColumn: invocation.text("sequence"))
  if let name = invocation.text("table") {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    options.table = parts.count == 2 ? TableName(schema: parts[0], name: parts[1]) : TableName(schema: nil, name: name)
  }
  let schemas = program.schemas.indices.filter { schema in
    program.rules.contains { $0.schema == schema } || program.features.contains { $0.schema == schema }
  }
  guard options.table == nil || schemas.count == 1 else {
    throw invocation.usage("`--table` names one table, and the rules are about \(schemas.count) schemas")
  }
  var text = ""
  var refusals: [Refusal] = []
  for schema in schemas {
    let query = SQLWriter(program, schema: schema, dialect: dialect, options: options).query()
    text += query.text + (query.text.hasSuffix("\n") ? ";\n" : "\n;\n")
    refusals += query.refusals
  }
  if let path = invocation.text("out") {
    try reading { () throws(SourceError) in try OutputFile.write(text, to: path) }
  } else {
    try invocation.terminal.write(text)
  }
  for refusal in refusals {
    invocation.terminal.say("left out: \(refusal.subject.rawValue) \(refusal.id): \(refusal.reason); \(refusal.advice)")
  }
  return refusals.isEmpty ? .fine : .found
}
