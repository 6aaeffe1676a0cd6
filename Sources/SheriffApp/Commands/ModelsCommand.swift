import CommandLineKit
import Learning
import Records

let modelsCommand = Command(
  "models", "the models that were learned: versions, stages, lineage",
  subcommands: [
    Command(
      "list", "every version of every model",
      discussion: "Beside each version the first measure of its run.", options: [formatOption],
      examples: ["sheriff models list", "sheriff models list --format json"], action: listModels),
    Command(
      "show", "one version: what it came from, how good it is, who changed its stage and why",
      discussion: "Without a version the live one, or the latest where none is live.",
      arguments: [Argument("model", "NAME or NAME@VERSION")], options: [formatOption, RunPage.option],
      examples: [
        "sheriff models show padding", "sheriff models show padding@3 --page padding.html",
        "sheriff models show padding@3 --format json",
      ], action: showModel),
    modelsCompareCommand, modelsPromoteCommand, modelsRollbackCommand,
  ])

let formatOption = Option("format", value: "FORMAT", "how it is written", default: "table", allowed: ["table", "json"])

private func listModels(_ invocation: Invocation) throws -> ExitCode {
  let registry = try RegistryOpening.existing(invocation)
  let (versions, runs) = try registering { () throws(RegistryError) in (try registry.versions(of: nil), try registry.runs()) }
  let runByID = Dictionary(runs.map { ($0.id ?? 0, $0) }) { first, _ in first }
  if invocation.text("format") == "json" {
    let models = versions.map { version -> JSONValue in
      .object([("model", .model(version)), ("run", runByID[version.run].map { .run($0) } ?? .null)])
    }
    try invocation.terminal.write(JSONValue.array(models).rendered + "\n")
    return .fine
  }
  guard !versions.isEmpty else {
    invocation.terminal.say("no model is registered yet")
    return .fine
  }
  let rows = versions.map { version -> [TextTable.Cell] in
    let run = runByID[version.run]
    let measured = run?.metrics.first.map { "\($0.name) \(MeasureText.number($0.value))" } ?? "-"
    return [
      .text("\(version.reference)"), .text(version.stage.rawValue), .text(version.registered.description),
      .text(version.schemes.joined(separator: ", ")), .text(version.schema), .text(measured),
      .text("\(version.run) \(MeasureText.line(run?.name ?? ""))"), .text(String(version.hash.prefix(12))),
    ]
  }
  let header = ["model", "stage", "registered", "schemes", "schema", "measured", "run", "hash"]
  try invocation.terminal.write(TextTable(header: header, rows: rows).render(invocation.terminal))
  return .fine
}

private func showModel(_ invocation: Invocation) throws -> ExitCode {
  let registry = try RegistryOpening.existing(invocation)
  let side = try registry.named(invocation.arguments[0])
  try RunPage.write(side, of: registry, invocation)
  let changes = try registering { () throws(RegistryError) in try registry.changes(of: side.version.name) }
    .filter { $0.version == side.version.version }
  guard invocation.text("format") == "json" else {
    try ModelTables(side: side, changes: changes).print(invocation.terminal)
    if invocation.text("page") == nil {
      invocation.terminal.say("with curves, as a page: sheriff models show \(side.version.reference) --page FILE.html")
    }
    return .fine
  }
  let curves = try registering { () throws(RegistryError) in try registry.curves(ofRun: side.version.run) }
  let shown = JSONValue.object([
    ("model", .model(side.version)), ("run", .run(side.run)), ("curves", .array(curves.map { .curve($0) })),
    ("stages", .array(changes.map { .change($0) })),
  ])
  try invocation.terminal.write(shown.rendered + "\n")
  return .fine
}
