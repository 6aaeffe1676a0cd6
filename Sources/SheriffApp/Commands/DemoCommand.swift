import CommandLineKit
import Files
import Foundation
import Records

let demoCommand = Command(
  "demo", "the whole story on a small history: rules, baseline, labels, model, monitor, cases, report, notebooks",
  discussion:
    "Runs the commands that an analyst, an operator and an executive would, one after the other, and says each before it runs. All that "
    + "is made lies in one folder, which may be removed.",
  options: [
    Option("source", value: "SOURCE", "the history to tell it on", default: "sample-data/orders.csv"),
    Option("out", value: "DIR", "the folder that everything is written into", default: "demo"),
  ], examples: ["sheriff demo", "sheriff demo --source history/orders.csv --out /tmp/demo"], action: demo)

private struct DemoStep {
  var title: String
  var words: [String]
  /// Whether what it prints is shown: some tell pages.
  var isShown = false

  /// As it would be typed.
  var written: String { words.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ") }
}

private func steps(_ source: String, _ out: String) -> [DemoStep] {
  let rules = ["--baseline", "demo"]
  return [
    DemoStep(title: "The analyst checks the rules that come with the program", words: ["rules", "check"], isShown: true),
    DemoStep(title: "looks at what is there, and what is odd", words: ["profile", source, "--out", "\(out)/profile.html"]),
    DemoStep(
      title: "learns what is ordinary: prices, costs, the ladder of discounts", words: ["baseline", source, "--name", "demo"]),
    DemoStep(
      title: "lets the rules vote on each order, which labels the history",
      words: ["labels", source, "--out", "\(out)/labels.csv"] + rules),
    DemoStep(
      title: "teaches a model by these labels, and registers it",
      words: ["learn", source, "--name", "demo", "--candidates", "2", "--rounds", "80"] + rules),
    DemoStep(
      title: "puts it in charge",
      words: ["models", "promote", "demo@1", "--why", "as the demonstration goes"]),
    DemoStep(
      title: "The operator has the monitor decide on each order as it comes",
      words: ["watch", source, "--model", "demo", "--until-idle", "1"] + rules),
    DemoStep(
      title: "Alerts come together in cases", words: ["alerts", "cases", "--sort", "loss", "--limit", "6"], isShown: true),
    DemoStep(title: "The executive reads the report", words: ["report", "--names", "--out", "\(out)/report"] + rules),
    DemoStep(
      title: "A data scientist takes the history further",
      words: ["notebook", "export", source, "--model", "none", "--out", "\(out)/notebooks"] + rules),
  ]
}

private func demo(_ invocation: Invocation) throws -> ExitCode {
  let (source, out) = (invocation.text("source") ?? "", invocation.text("out") ?? "demo")
  guard FileTree.exists(source) else {
    throw CommandFailure(
      .inputMissing, "there is no \(source)",
      hints: [
        "go to the folder that the program was built in",
        "or simulate a history with `sheriff simulate orders` and name it with --source",
      ])
  }
  let home = "\(out)/home"
  if FileTree.exists(home) {
    throw CommandFailure(.inputOutput, "\(home) is there already", hints: ["remove \(out), or name another folder with --out"])
  }
  try reading { () throws(SourceError) in try OutputFile.makeFolder(home) }
  let tool = CommandLineTool(invocation.root, version: SheriffApp.version)
  let environment = ProcessInfo.processInfo.environment
  let start = ContinuousClock.now
  for step in steps(source, out) {
    let words = step.words + ["--home", home] + (invocation.text("rules").map { ["--rules", $0] } ?? [])
    invocation.terminal.say("\n\(invocation.terminal.styled(step.title, .bold))\n  sheriff \(step.written)")
    let code = tool.run(words + (step.isShown ? [] : ["--quiet"]), environment: environment, isSilent: !step.isShown) {
      .none
    }
    guard code == .fine else { return code }
  }
  let seconds = Int((ContinuousClock.now - start).components.seconds)
  try invocation.terminal.write(
    """

    Where to look (all of it took \(seconds) s):
      \(out)/report/report.html   the report, as an executive reads it; beside it the same as a workbook
      \(out)/profile.html         what an analyst looks at first
      \(out)/labels.csv           what the rules make of each order
      \(out)/notebooks            the same as notebooks for Jupyter and Databricks, with the data
      sheriff alerts list --home \(home)     the case desk; confirm or dismiss, then report again
      sheriff models list --home \(home)     what was learned, and what decides
      docs/tutorial.md            how to write a rule

    """)
  return .fine
}
