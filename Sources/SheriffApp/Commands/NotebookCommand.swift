import CommandLineKit
import Files
import Records

let notebookCommand = Command(
  "notebook", "the exploration and the findings as notebooks that others take further",
  subcommands: [
    Command(
      "export", "write a history as notebooks for Jupyter and Databricks, with its data and its rules as Spark SQL",
      discussion:
        "Exploration, planning, rules, labels, model, stream and what it means for the business, each as a notebook that runs from top to bottom with pandas and "
        + "matplotlib alone; beside them the records, features, labels, scores and findings as CSV with a schema, and the rules as one query for Spark "
        + "SQL. The same source and rules give the same files. Free texts of records, such as customers' names, are not written unless --texts asks for "
        + "them. Without a source the sample history and its truth are taken where they are there.",
      arguments: [Argument("source", "a file, pattern, folder of tables, - or postgres:// address", arity: .optional)],
      options: [
        Option("out", value: "DIR", "the folder to write to"),
        Option(
          "truth", value: "FILE", "the fraudulent rows: what is found is held against them, and nothing is learned from them"),
        Option("texts", "also write the records' free texts"),
        Option(
          "model", value: "NAME",
          "whose scores are written: a registered model, learn for one that is trained on the rules' votes, or none",
          default: "learn"),
        Option("budget", value: "N/day", "how many alerts can be looked at", default: "10/day"),
        Option("candidates", value: "N", "how many sets of parameters are tried", default: "9"),
        Option("rounds", value: "N", "trees at most", default: "100"),
        Option("test-share", value: "SHARE", "of the records, the latest ones", default: "25%"),
        Option("seed", value: "S", "of the search", default: "1"),
        Option("execute", "run the notebooks, so that they hold what they show"),
        Option(
          "python", value: "FILE", "the Python that runs them, with nbclient, nbformat, ipykernel, pandas and matplotlib",
          default: "python3"),
        RecordReading.baseline,
        RecordReading.catalog,
      ] + RecordReading.options,
      examples: [
        "sheriff notebook export --out notebooks",
        "sheriff notebook export orders.csv --baseline winter --out notebooks --execute",
      ], action: exportNotebooks)
  ])

private func exportNotebooks(_ invocation: Invocation) throws -> ExitCode {
  let folder = try invocation.required("out")
  let sample = "sample-data/orders.csv"
  guard let source = invocation.arguments.first ?? (FileTree.exists(sample) ? sample : nil) else {
    throw invocation.usage("name a source: there is no \(sample) here")
  }
  let isSample = invocation.arguments.isEmpty && FileTree.exists("sample-data/truth.csv")
  let truth = invocation.text("truth") ?? (isSample ? "sample-data/truth.csv" : nil)
  let runner = invocation.flag("execute") ? try NotebookRunner(invocation.text("python") ?? "python3") : nil
  let history = try NotebookHistory(invocation, source: source, truth: truth)
  let written = try NotebookExport(history, withTexts: invocation.flag("texts")).write(to: folder)
  try runner?.run(in: folder)
  if !invocation.flag("quiet") {
    invocation.terminal.say(
      "\(folder): \(Words.counted(written.count, "file"))\(runner == nil ? "" : ", and the notebooks were run")")
  }
  return .fine
}
