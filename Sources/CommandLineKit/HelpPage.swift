/// A command's help, made from its description.
struct HelpPage {
  let path: [String]
  let command: Command
  let inherited: [Option]
  let width: Int

  func render() -> String {
    var blocks = ["OVERVIEW: \(command.overview)"]
    if !command.discussion.isEmpty { blocks.append(paragraphs(command.discussion)) }
    blocks.append("USAGE: \(usage)")
    if !command.arguments.isEmpty { blocks.append("ARGUMENTS:\n" + table(command.arguments.map { ("<\($0.name)>", $0.help) })) }
    if !command.options.isEmpty { blocks.append("OPTIONS:\n" + table(command.options.map(row))) }
    let common = inherited + [Option("help", short: "h", "show this page")]
    blocks.append("COMMON OPTIONS:\n" + table(common.map(row)))
    if !command.subcommands.isEmpty {
      blocks.append("SUBCOMMANDS:\n" + table(command.subcommands.map { ($0.name, $0.overview) }))
      blocks.append("See `\(path.joined(separator: " ")) SUBCOMMAND --help` for each.")
    }
    if !command.examples.isEmpty { blocks.append("EXAMPLES:\n" + command.examples.map { "  \($0)" }.joined(separator: "\n")) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private var usage: String {
    var words = [path.joined(separator: " ")]
    if !command.options.isEmpty { words.append("[OPTIONS]") }
    if command.action == nil, !command.subcommands.isEmpty { words.append("SUBCOMMAND") }
    return words.joined(separator: " ") + HelpPage.argumentWords(command)
  }

  /// What follows a command's name, with a space before each.
  static func argumentWords(_ command: Command) -> String {
    command.arguments.map { argument in
      switch argument.arity {
      case .one: " <\(argument.name)>"
      case .optional: " [<\(argument.name)>]"
      case .any: " [<\(argument.name)>…]"
      case .many: " <\(argument.name)>…"
      }
    }.joined()
  }

  private func row(_ option: Option) -> (String, String) {
    let short = option.short.map { "-\($0), " } ?? ""
    return (short + "--\(option.name)" + (option.value.map { " \($0)" } ?? ""), HelpPage.told(option))
  }

  /// What it does, its values, and what holds where nobody says.
  static func told(_ option: Option) -> String {
    var help = option.help
    if !option.allowed.isEmpty { help += " (\(option.allowed.joined(separator: ", ")))" }
    if let text = option.defaultText, !text.isEmpty { help += "; default \(text)" }
    if let name = option.environment { help += "; or \(name)" }
    return help
  }

  private func table(_ rows: [(String, String)]) -> String {
    let first = min(30, (rows.map(\.0.count).max() ?? 0) + 2)
    return rows.map { name, help in
      let lines = wrapped(help, to: max(20, width - first - 2))
      let indent = String(repeating: " ", count: first + 2)
      let fits = name.count + 2 <= first
      let head = "  " + name + (fits ? String(repeating: " ", count: first - name.count) : "\n" + indent)
      return head + lines.joined(separator: "\n" + indent)
    }.joined(separator: "\n")
  }

  private func paragraphs(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { wrapped(String($0), to: width).joined(separator: "\n") }
      .joined(separator: "\n")
  }

  private func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }
}

extension Command {
  /// All commands as one Markdown page.
  public func referencePage() -> String {
    var text = "# Commands\n\nMade from the commands' own descriptions by `make docs`; do not edit.\n"
    forEachCommand { command, path in
      guard command.action != nil || path.count == 1 else { return }
      let page = HelpPage(path: path, command: command, inherited: path.count == 1 ? [] : options, width: 96).render()
      text += "\n## `\(path.joined(separator: " "))`\n\n```\n\(page)```\n"
    }
    return text
  }
}
