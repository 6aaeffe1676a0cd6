import CSVSource
import CommandLineKit
import Diagnostics
import Files
import JSONSource
import Records
import RuleLanguage

let schemaCommand = Command(
  "schema", "schemas: what a record is and where its fields come from",
  subcommands: [
    Command(
      "infer", "write a first schema for a table nobody has described",
      discussion: "Looks at the first rows and prints a draft; read it over, then keep it beside your rules.",
      arguments: [Argument("file", "a CSV or JSON-lines file, or - for standard input")],
      options: [Option("name", value: "NAME", "the schema's name; default the file's")],
      examples: ["sheriff schema infer payments.csv > rules/payments/payments.schema"], action: inferSchema),
    Command(
      "show", "say what of a source is recognised",
      arguments: [Argument("source", "a file, pattern, folder, - or postgres:// address")],
      options: RecordReading.options, action: showSchema),
    Command(
      "check", "check a schema file, or say what of a source does not fit",
      arguments: [Argument("file", "a .schema file, or a source")],
      options: RecordReading.options + [Option("json", "diagnostics as JSON, one a line")], action: checkSchema),
  ])

private func inferSchema(_ invocation: Invocation) throws -> ExitCode {
  let path = invocation.arguments[0]
  let look = try FirstLook(OpenedSource.inputs(path)[0])
  guard !look.names.isEmpty else { throw CommandFailure(.badData, "\(path): there is no header and no first record") }
  var inference = SchemaInference(columns: look.names, isJSON: look.isJSON)
  let schema = SchemaInference.readingSchema(look.names, isJSON: look.isJSON)
  let source: any RecordSource =
    look.isJSON
    ? JSONSource(
      inputs: [look.input], schema: schema, mapping: schema.mappings[0], symbols: SymbolTable(),
      batchRows: SchemaInference.rowsMax)
    : CSVSource(
      inputs: [look.input], schema: schema, mapping: schema.mappings[0], symbols: SymbolTable(),
      batchRows: SchemaInference.rowsMax)
  guard let batch = try reading({ () throws(SourceError) in try source.next() }) else {
    throw CommandFailure(.badData, "\(path): there is a header, but no row to learn from")
  }
  inference.look(batch)
  let name = invocation.text("name") ?? stem(path)
  try invocation.terminal.write(
    "// A draft from the first \(batch.count) rows of \(path); read it over.\n\n"
      + SchemaWriter.text(of: inference.schema(named: name)))
  if !batch.rejects.isEmpty {
    invocation.terminal.say("\(path): \(batch.rejects.count) of these rows could not be read and were passed over")
  }
  return .fine
}

private func stem(_ path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? "table"
  let first = name.split(separator: ".").first.map(String.init) ?? "table"
  return first == "-" ? "table" : first
}

private func showSchema(_ invocation: Invocation) throws -> ExitCode {
  let source = try OpenedSource(invocation.arguments[0], invocation)
  let batch = try reading { () throws(SourceError) in try source.records.next() }
  let schema = source.schema
  var rows: [[TextTable.Cell]] = schema.fields.indices.map { index in
    let field = schema.fields[index]
    let role = index == schema.timeField ? "time" : index == schema.identityField ? "identity" : ""
    let places = source.mapping.fields[index].joined(separator: " or ")
    return [
      .text(field.name), .text(field.type.name + (field.isFloatSum ? " floats" : "")), .text(places), .text(role),
      .text(example(batch, index, source.records.symbols)),
    ]
  }
  for (index, list) in schema.lists.enumerated() {
    let count = batch.map { $0.lists[index].columns.first?.count ?? 0 } ?? 0
    rows.append([
      .text(list.name), .text("[\(list.recordName)]"), .text(""), .text(""),
      .text("\(count) in the first \(batch?.count ?? 0) records"),
    ])
  }
  try invocation.terminal.write("\(source.name): schema `\(schema.name)` from \(source.schemaPath)\n\n")
  try invocation.terminal.write(
    TextTable(header: ["field", "type", "from", "role", "first value"], rows: rows).render(invocation.terminal))
  for notice in source.notices() { invocation.terminal.say("  \(notice)") }
  return .fine
}

/// The first value of a field, as a person reads it.
private func example(_ batch: RecordBatch?, _ index: Int, _ symbols: SymbolTable) -> String {
  guard let batch, let record = (0..<batch.count).first(where: { batch.columns[index].validity[$0] }) else { return "" }
  let column = batch.columns[index]
  switch column.values {
  case .money(let amounts): return Money(unchecked: amounts[record]).description
  case .number(let numbers): return "\(numbers[record])"
  case .integer(let numbers): return "\(numbers[record])"
  case .time(let times): return Instant(microseconds: times[record]).description
  case .duration(let durations): return "\(durations[record] / 1_000_000)s"
  case .key(let keys): return symbols.text(of: keys[record])
  case .text(let texts): return texts[record]
  case .flag(let flags): return "\(flags[record])"
  }
}

private func checkSchema(_ invocation: Invocation) throws -> ExitCode {
  let path = invocation.arguments[0]
  if path.hasSuffix(".schema") {
    let file = try SchemaLibrary.read(path)
    if file.diagnostics.isEmpty {
      invocation.terminal.say(
        "\(path): \(file.schemas.map { "`\($0.name)`" }.joined(separator: ", ")), nothing to complain about")
      return .fine
    }
    let text =
      invocation.flag("json")
      ? JSONRenderer().render(file.diagnostics, in: file.source) : TextRenderer().render(file.diagnostics, in: file.source)
    try invocation.terminal.write(text)
    return file.diagnostics.contains { $0.severity == .error } ? .badData : .fine
  }
  var run = try RecordReading(invocation, source: path)
  try run.run { _ in }
  let total = run.rows + run.rejectCount
  try invocation.terminal.write("\(path): \(run.rows) of \(total) rows fit `\(run.source.schema.name)`\n")
  return run.rejectCount == 0 ? .fine : .badData
}
