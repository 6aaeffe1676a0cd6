import CommandLineKit
import Diagnostics
import Files
import PostgresStore
import Records
import Reports
import RuleLanguage

let explainCommand = Command(
  "explain", "what a diagnostic's code means, and how to repair it", arguments: [Argument("code", "such as E0102 or L0016")],
  examples: ["sheriff explain E0003"],
  action: { invocation in
    let wanted = invocation.arguments[0].uppercased()
    guard let code = DiagnosticCodes.all.first(where: { $0.description == wanted }) else {
      let known = DiagnosticCodes.all.map(\.description)
      let hint =
        closestMatch(to: wanted, among: known).map { ["did you mean \($0)?"] } ?? ["there are \(known.joined(separator: ", "))"]
      throw CommandFailure(.usage, "there is no code `\(invocation.arguments[0])`", hints: hint)
    }
    try invocation.terminal.write("\(code): \(code.title)\n\n\(code.page)\n")
    return .fine
  })

let configCommand = Command(
  "config", "the options' values and where they come from",
  subcommands: [
    Command(
      "show", "every option's value",
      discussion: "A flag stands over the environment, that over sheriff.conf, that over the default.",
      options: [Option("origin", "also say where each value comes from")],
      action: { invocation in
        let rows = invocation.options.filter { $0.name != "origin" }.sorted { $0.name < $1.name }.map {
          option -> [TextTable.Cell] in
          let value = invocation.values[option.name]?.last
          // An address may have a password in it.
          let shown = value.map { option.name == AlertOpening.option.name ? PostgresAlertStore.name(of: $0.text) : $0.text }
          let cells: [TextTable.Cell] = [.text(option.name), .text(shown ?? "")]
          return invocation.flag("origin") ? cells + [.text(value?.origin.description ?? "not set")] : cells
        }
        let header = ["option", "value"] + (invocation.flag("origin") ? ["origin"] : [])
        try invocation.terminal.write(TextTable(header: header, rows: rows).render(invocation.terminal))
        return .fine
      })
  ])

let docsCommand = Command(
  "docs", "pages that are made from the program itself",
  subcommands: [
    Command(
      "reference", "all commands as Markdown",
      action: { invocation in
        try invocation.terminal.write(invocation.root.referencePage())
        return .fine
      }),
    Command(
      "functions", "all functions of the rule language as Markdown",
      action: { invocation in
        try invocation.terminal.write(FunctionPage.text(RuleFiles.registry))
        return .fine
      }),
    Command(
      "man", "all commands as a page of the manual",
      action: { invocation in
        try invocation.terminal.write(invocation.root.manualPage(version: SheriffApp.version))
        return .fine
      }),
    Command(
      "completions", "what a shell needs to complete commands and options",
      arguments: [Argument("shell", "bash, zsh or fish")],
      examples: ["sheriff docs completions bash > /etc/bash_completion.d/sheriff"],
      action: { invocation in
        guard let shell = Completions(rawValue: invocation.arguments[0]) else {
          throw invocation.usage("there are completions for bash, zsh and fish, and none for `\(invocation.arguments[0])`")
        }
        try invocation.terminal.write(shell.script(invocation.root))
        return .fine
      }),
    Command(
      "phrases", "the words of a report in English: what another language translates",
      action: { invocation in
        try invocation.terminal.write(EnglishPhrases.text + "\n")
        return .fine
      }),
    Command(
      "diagnostics", "a page for every diagnostic", options: [Option("out", value: "DIR", "the folder to write to")],
      action: { invocation in
        let folder = try invocation.required("out")
        try reading { () throws(SourceError) in
          try OutputFile.makeFolder(folder)
          for code in DiagnosticCodes.all {
            try OutputFile.write("# \(code): \(code.title)\n\n\(code.page)\n", to: "\(folder)/\(code).md")
          }
        }
        return .fine
      }),
  ])
