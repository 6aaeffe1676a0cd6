import CommandLineKit
import Learning

let modelsCompareCommand = Command(
  "compare", "two versions side by side: measures, parameters, features, origins",
  discussion:
    "Differences are of the second less the first. Intervals that lie apart tell two models apart; where they overlap, the "
    + "difference may be chance. Parameters and features are shown where they differ.",
  arguments: [Argument("first", "NAME or NAME@VERSION"), Argument("second", "NAME or NAME@VERSION")],
  options: [formatOption, RunPage.option],
  examples: ["sheriff models compare padding@2 padding@3", "sheriff models compare padding@2 padding@3 --page both.html"],
  action: compareModels)

private func compareModels(_ invocation: Invocation) throws -> ExitCode {
  let registry = try RegistryOpening.existing(invocation)
  let comparison = ModelComparison(
    try registry.named(invocation.arguments[0]), try registry.named(invocation.arguments[1]))
  guard comparison.first.version.reference != comparison.second.version.reference else {
    throw invocation.usage("both are \(comparison.first.version.reference); name two versions")
  }
  try RunPage.write(comparison, of: registry, invocation)
  if invocation.text("format") == "json" {
    try invocation.terminal.write(JSONValue.comparison(comparison).rendered + "\n")
  } else {
    try ComparisonTables(comparison: comparison).print(invocation.terminal)
  }
  return .fine
}
