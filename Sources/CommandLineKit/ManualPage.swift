extension Command {
  /// All commands as one page of the manual, for `man`.
  public func manualPage(version: String) -> String {
    let title = name.uppercased()
    var text = ".\\\" Made from the commands' own descriptions by `make docs`; do not edit.\n"
    text += ".TH \(title) 1 \"\" \"\(name) \(version)\" \"User Commands\"\n"
    text += ".SH NAME\n\(name) \\- \(roff(overview))\n"
    text += ".SH SYNOPSIS\n.B \(name)\nCOMMAND [OPTIONS] [ARGUMENTS]\n"
    if !discussion.isEmpty { text += ".SH DESCRIPTION\n\(roff(discussion))\n" }
    text += ".SH COMMANDS\n"
    forEachCommand { command, path in
      guard path.count > 1, command.action != nil else { return }
      text += command.section(path)
    }
    text += ".SH \"OPTIONS OF ALL COMMANDS\"\n" + options.map(entry).joined()
    text += ".SH \"EXIT STATUS\"\n" + Command.exits.map { ".TP\n.B \($0.0)\n\(roff($0.1))\n" }.joined()
    let variables = Set(allOptions.compactMap(\.environment)).sorted()
    text +=
      ".SH ENVIRONMENT\nEach stands in for an option, and a flag stands over it:\n.BR \(variables.joined(separator: " \", \" ")) .\n"
    if !examples.isEmpty { text += ".SH EXAMPLES\n.nf\n" + examples.map { "\(roff($0))\n" }.joined() + ".fi\n" }
    return text
  }

  private static let exits = [
    ("0", "all went well"), ("1", "something was found that it was asked to fail on"), ("64", "the command line is wrong"),
    ("65", "rules or data are bad"), ("66", "an input is missing"), ("69", "a service is not there"), ("70", "an internal error"),
    ("74", "reading or writing failed"), ("78", "the configuration is wrong"),
  ]

  private var allOptions: [Option] { options + subcommands.flatMap(\.allOptions) }

  private func section(_ path: [String]) -> String {
    var text = ".SS \"\(roff(path.dropFirst().joined(separator: " ") + HelpPage.argumentWords(self)))\"\n\(roff(overview)).\n"
    if !discussion.isEmpty { text += ".PP\n\(roff(discussion))\n" }
    for argument in arguments { text += ".TP\n.I \(roff(argument.name))\n\(roff(argument.help))\n" }
    text += options.map(entry).joined()
    if !examples.isEmpty { text += ".PP\n.nf\n" + examples.map { "    \(roff($0))\n" }.joined() + ".fi\n" }
    return text
  }

  private func entry(_ option: Option) -> String {
    let short = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
    let value = option.value.map { " \\fI\(roff($0))\\fR" } ?? ""
    return ".TP\n\(short)\\fB\\-\\-\(roff(option.name))\\fR\(value)\n\(roff(HelpPage.told(option)))\n"
  }
}

/// Text as the manual's language takes it: nothing in it is a request.
private func roff(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "\\": result += "\\e"
    case "-": result += "\\-"
    case "\"": result += "\\(dq"
    case "…": result += "..."
    case "\n": result += "\n"
    default: result.append(character)
    }
  }
  return result.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : String(line)
  }.joined(separator: "\n.br\n")
}
