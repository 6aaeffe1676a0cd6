import CommandLineKit
import Evaluation
import Exploration
import Files
import Records

let evaluateCommand = Command(
  "evaluate", "how right findings are: precision, recall, money and calibration, where the truth is known",
  discussion:
    "Findings are what `sheriff scan` writes as JSON lines or CSV; with --all they are a ranking of every record. The truth is a CSV file of "
    + "the fraudulent rows: row and scheme, with loss, rep and variant where they are known; all other rows are honest. Equal scores count "
    + "with the mean over all their orders. Intervals hold 95 percent of the figures over samples of the records.",
  options: [
    Option("findings", value: "FILE", "what a scan wrote with --format jsonl or csv"),
    Option("truth", value: "FILE", "the fraudulent rows: row, scheme, and loss, rep, variant where known"),
    Option("source", value: "SOURCE", "what was scanned: says how many records there are, where only flagged ones were written"),
    Option("json", "every figure as one JSON object"),
    Option("out", value: "FILE", "also write the evaluation as one HTML page"),
    Option("inspected", value: "N,…", "recall among so many records with the highest scores", default: "100,500"),
    Option("bootstrap", value: "N", "how many samples the intervals are of; 0 for none", default: "1000"),
    Option("seed", value: "S", "of the samples", default: "1"),
  ] + RecordReading.options,
  examples: [
    "sheriff evaluate --findings findings.jsonl --truth history/truth.csv --out evaluation.html",
    "sheriff evaluate matrix --settings 40 --seed 7 --out docs/accuracy.md",
  ], subcommands: [evaluateMatrixCommand], action: evaluate)

private func evaluate(_ invocation: Invocation) throws -> ExitCode {
  let paths = (findings: try invocation.required("findings"), truth: try invocation.required("truth"))
  let options = SchemeEvaluation.Options(
    inspected: try inspected(invocation), samples: try invocation.integer("bootstrap", in: 0...100_000) ?? 1_000,
    seed: try invocation.seed("seed") ?? 1)
  let findings = try FindingsFile(paths.findings)
  let truth = try TruthFile(paths.truth, findings.currency ?? .usDollar)
  let source = try invocation.text("source").map { try SourcePopulation($0, invocation) }
  let report = try EvaluationReport(
    findings: (paths.findings, findings), truth: (paths.truth, truth.rows), source: source, options: options)
  let story = EvaluationStory(report).story
  if let path = invocation.text("out") {
    try reading { () throws(SourceError) in try OutputFile.write(StoryPage.render(story), to: path) }
    invocation.terminal.say("\(path): the same as a page")
  }
  // Last, since its reader may go away: `| head` must not cost the page.
  if invocation.flag("json") {
    try invocation.terminal.write(report.json.rendered + "\n")
  } else {
    try StoryText.print(story, invocation.terminal)
  }
  return .fine
}

private func inspected(_ invocation: Invocation) throws -> [Int] {
  let text = invocation.text("inspected") ?? ""
  return try text.split(separator: ",").map { part in
    guard let count = Int(part), count > 0 else {
      throw invocation.usage("`--inspected \(text)`: expected whole numbers from 1 up, such as 100,500")
    }
    return count
  }
}

extension Invocation {
  func seed(_ option: String) throws -> UInt64? {
    guard let text = text(option) else { return nil }
    guard let seed = UInt64(text) else { throw usage("`--\(option) \(text)`: expected a whole number from 0 up") }
    return seed
  }
}
