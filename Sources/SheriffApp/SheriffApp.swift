import CommandLineKit
import Files
import Foundation

/// The hall: the only module that knows every room and every door.
public enum SheriffApp {
  static let version = "0.1.0"

  /// The whole program; the executable only calls this.
  public static func main() -> Never {
    let environment = ProcessInfo.processInfo.environment
    let tool = CommandLineTool(root, version: version)
    let code = tool.run(Array(CommandLine.arguments.dropFirst()), environment: environment) {
      let path = environment["SHERIFF_CONFIG"] ?? "sheriff.conf"
      guard FileTree.exists(path) else { return .none }
      return try Configuration(path: path, text: String(decoding: FileTree.contents(path), as: UTF8.self))
    }
    exit(code.value)
  }

  static let root = Command(
    "sheriff", "find fraud in a company's own orders",
    discussion: "Reads orders from files and databases, learns what is ordinary in them, and shows what is not.",
    options: [
      Option(
        "home", value: "DIR", "where baselines, models and rejects are kept", default: ".sheriff", environment: "SHERIFF_HOME"),
      AlertOpening.option,
      Option("rules", value: "DIR", "the folder of rule packs and schemas", environment: "SHERIFF_RULES"),
      Option("color", value: "WHEN", "colours in the output", default: "auto", allowed: ["auto", "never"]),
      Option("quiet", short: "q", "say nothing but errors"),
    ],
    examples: [
      "sheriff simulate orders --orders 5000 --seed 7 --out history", "sheriff profile history/orders.csv --out profile.html",
    ],
    subcommands: [
      profileCommand, schemaCommand, rulesCommand, baselineCommand, scanCommand, watchCommand, evaluateCommand, labelsCommand,
      learnCommand, driftCommand, notebookCommand,
      anomaliesCommand, modelsCommand, alertsCommand, reportCommand, sinksCommand, provenanceCommand,
      simulateCommand, demoCommand, explainCommand, doctorCommand, backupCommand, restoreCommand,
      configCommand, docsCommand,
    ])
}
