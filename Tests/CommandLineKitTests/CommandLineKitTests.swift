import Foundation
import TestSupport
import Testing

@testable import CommandLineKit

@Suite struct CommandLineKitTests {
  private static let root = Command(
    "tool", "a tool",
    options: [
      Option("home", value: "DIR", "the home", default: ".tool", environment: "TOOL_HOME"), Option("quiet", short: "q", "less"),
    ],
    subcommands: [
      Command(
        "scan", "scan a source", arguments: [Argument("source", "what"), Argument("more", "others", arity: .many)],
        options: [
          Option("format", value: "NAME", "how", default: "table", allowed: ["table", "csv"]),
          Option("sink", value: "WHERE", "to", isRepeatable: true),
          Option("limit", short: "n", value: "N", "at most"),
        ], examples: ["tool scan orders.csv"], action: { _ in .fine }),
      Command(
        "weigh", "by itself", options: [Option("grams", value: "N", "how exact")],
        subcommands: [Command("all", "everything", options: [Option("fast", "less exact")], action: { _ in .fine })],
        action: { _ in .fine }),
      Command("config", "values", subcommands: [Command("show", "all", action: { _ in .fine })]),
    ])

  private func parse(_ line: String, environment: [String: String] = [:], file: String = "") throws -> ArgumentParser.Outcome {
    let configuration = try Configuration(path: "tool.conf", text: file)
    return try ArgumentParser(root: CommandLineKitTests.root, environment: environment, configuration: configuration)
      .parse(line.split(separator: " ").map(String.init))
  }

  private func run(_ line: String, environment: [String: String] = [:], file: String = "") throws -> (
    arguments: [String], values: [String: [Invocation.Value]]
  ) {
    guard case .run(_, _, let arguments, let values, _) = try parse(line, environment: environment, file: file) else {
      throw CommandFailure(.internal, "not run")
    }
    return (arguments, values)
  }

  @Test func wordsBecomeValues() throws {
    let (arguments, values) = try run("-q scan a --format=csv --sink x --sink y -n5 - -3 -- --b")
    #expect(arguments == ["a", "-", "-3", "--b"])
    #expect(values["format"]?.map(\.text) == ["csv"])
    #expect(values["sink"]?.map(\.text) == ["x", "y"])
    #expect(values["limit"]?.map(\.text) == ["5"])
    #expect(values["quiet"]?.map(\.text) == ["true"])
    #expect(values["home"]?.map(\.text) == [".tool"])
  }

  /// A command that runs by itself and has subcommands keeps its options to itself.
  @Test func aCommandMayRunByItselfAndHaveSubcommands() throws {
    #expect(try run("weigh --grams 5").values["grams"]?.map(\.text) == ["5"])
    #expect(try run("weigh all --fast --home w").values["fast"]?.map(\.text) == ["true"])
    for (line, message) in [
      ("weigh all --grams 5", "there is no option `--grams`"), ("weigh --grams 5 all", "`--grams` stands before `all`"),
    ] {
      let failure = #expect(throws: CommandFailure.self) { _ = try run(line) }
      #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    }
  }

  @Test func aFlagStandsOverEnvironmentOverFileOverDefault() throws {
    func origin(_ line: String, _ environment: [String: String], _ file: String) throws -> String {
      let value = try run(line, environment: environment, file: file).values["home"]?.last
      return "\(value?.text ?? "") \(value?.origin.description ?? "")"
    }
    #expect(try origin("scan a b", [:], "") == ".tool default")
    #expect(try origin("scan a b", [:], "# c\nhome = \"f\"") == "f tool.conf:2")
    #expect(try origin("scan a b", ["TOOL_HOME": "e"], "home = f") == "e environment TOOL_HOME")
    #expect(try origin("scan a b --home w", ["TOOL_HOME": "e"], "home = f") == "w command line")
  }

  @Test(arguments: [
    ("scna a", "there is no command `tool scna`", "did you mean `scan`?"),
    ("scan a --fromat csv", "there is no option `--fromat`", "did you mean `--format`?"),
    ("scan a --format cvs", "`cvs` is no value of `--format`; there are table, csv", "did you mean `csv`?"),
    ("scan", "`tool scan` wants source", "see `tool scan --help`"),
    ("scan a --limit", "`--limit` wants a value, N", "see `tool scan --help`"),
    ("scan a b --limit 1 --limit 2", "`--limit` is given twice", "see `tool scan --help`"),
    ("scan a --quiet=yes", "`--quiet` takes no value", "see `tool scan --help`"),
    ("scan a -z", "there is no option `-z`", "see `tool scan --help`"),
    ("config", "`tool config` wants one of its subcommands: show", "see `tool config --help`"),
    ("config show x", "`x` is one argument too many", "see `tool config show --help`"),
  ])
  func mistakesAreSaid(line: String, message: String, hint: String) {
    #expect { try parse(line) } throws: { error in
      let failure = error as? CommandFailure
      return failure?.message == message && failure?.hints.first == hint && failure?.code == .usage
    }
  }

  @Test(arguments: [
    ("home", "expected"), ("home = a\nhome = b", "twice"), ("hme = a", "no option `hme`"),
    ("format = pdf", "no value of `format`"),
  ])
  func aBadFileIsAConfigurationError(text: String, part: String) {
    #expect { try parse("scan a b", file: text) } throws: { error in
      let failure = error as? CommandFailure
      return failure?.code == .configuration && failure?.message.contains(part) == true
        && failure?.message.contains("tool.conf:") == true
    }
  }

  @Test func helpIsMadeFromTheDescription() throws {
    guard case .help(let path, let command, let inherited) = try parse("help scan") else {
      throw CommandFailure(.internal, "no help")
    }
    #expect(
      HelpPage(path: path, command: command, inherited: inherited, width: 80).render() == """
        OVERVIEW: scan a source

        USAGE: tool scan [OPTIONS] <source> <more>…

        ARGUMENTS:
          <source>  what
          <more>    others

        OPTIONS:
          --format NAME  how (table, csv); default table
          --sink WHERE   to
          -n, --limit N  at most

        COMMON OPTIONS:
          --home DIR   the home; default .tool; or TOOL_HOME
          -q, --quiet  less
          -h, --help   show this page

        EXAMPLES:
          tool scan orders.csv

        """)
  }

  @Test func anyWordsAreAnsweredAndNeverCrash() throws {
    var random = SeededGenerator(seed: 11)
    let words = [
      "scan", "config", "show", "help", "--", "-", "--format", "--format=csv", "-q", "-n", "-nq", "--limit=", "", "x", "-1",
      "--é", "=", "--=", "-é",
    ]
    for _ in 0..<20_000 {
      let line = (0..<Int.random(in: 0...6, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
      _ = try? ArgumentParser(root: CommandLineKitTests.root, environment: [:], configuration: .none).parse(line)
    }
  }

  @Test func progressIsShownLateAndSeldom() {
    nonisolated(unsafe) var now = Duration.zero
    let terminal = Terminal(isTerminal: true, isErrorTerminal: true, width: 80, hasColor: false)
    var bar = ProgressBar("reading", total: 100_000_000, terminal: terminal) { now }
    #expect(bar.text(10_000_000) == nil)
    now = .seconds(2)
    #expect(bar.text(50_000_000) == "reading [████████████············] 50% 25.0 MB/s, 2 s left")
    now = .milliseconds(2_050)
    #expect(bar.text(51_000_000) == nil)
  }

  @Test func colourIsGivenUpWhenAsked() {
    let terminal = Terminal(isTerminal: true, isErrorTerminal: true, width: 80, hasColor: true)
    #expect(terminal.obeying("auto").styled("x", .bold) == "\u{1B}[1mx\u{1B}[0m")
    #expect(terminal.obeying("never").styled("x", .bold) == "x")
  }

  @Test func tablesLineUp() {
    let terminal = Terminal(isTerminal: false, isErrorTerminal: false, width: 80, hasColor: false)
    let table = TextTable(
      header: ["rep", "sum", ""],
      rows: [[.text("Zoë 二"), .number("7"), .bar(1)], [.text("A\u{1B}[31m"), .number("1,234"), .bar(0.5)]])
    #expect(
      table.render(terminal) == "  rep       sum\n  Zoë 二      7  ████████████████████\n  A\u{FFFD}[31m  1,234  ██████████\n")
  }
}
