import CommandLineKit
import Diagnostics
import Files
import Records
import RuleLanguage

let rulesCommand = Command(
  "rules", "the analyst's tools: check, format, lint, test and lock rule files, explain and backtest what they say",
  subcommands: [
    Command(
      "check", "say everything that is wrong with rule files, and what they cost",
      discussion:
        "Schemas are found by `use schema` beside each file, in the folders above it and in the rules' folder. All files are read "
        + "together; every mistake is said at once. Exit 65 where there are errors.",
      arguments: [ruleFilesArgument],
      options: ruleOptions + [jsonOption, Option("cost", "also each window, and what it keeps for each key")],
      examples: ["sheriff rules check", "sheriff rules check rules/orders --json"], action: checkRules),
    Command(
      "fmt", "put rule and schema files into the one layout",
      discussion:
        "Rewrites the files in place; words and comments stay as they are. Files with mistakes in their syntax are left alone. `-` "
        + "formats standard input to standard output.",
      arguments: [ruleFilesArgument],
      options: [Option("check", "write nothing, show what would change, and exit 1 if anything would")],
      examples: ["sheriff rules fmt rules/orders", "sheriff rules fmt --check"], action: formatRules),
    Command(
      "lint", "say what could be better in rules that are sound",
      discussion:
        "Exit 1 where anything is left to say, 65 where there are errors. A lint is silenced in place by a comment that gives a "
        + "reason: `// suppress L0016: why`.",
      arguments: [ruleFilesArgument], options: ruleOptions + [jsonOption, Option("fix", "apply every fix that is certain")],
      examples: ["sheriff rules lint", "sheriff rules lint rules/orders --fix"], action: lintRules),
    rulesTestCommand,
    Command(
      "lock", "keep which rules there are, and the hash of what each means",
      discussion:
        "Writes `rules.lock` into the folder. A rule that means something else gets the next version; the id of a rule that is gone is "
        + "kept, and `check` refuses it to another.",
      arguments: [Argument("folder", "the folder of rule files; else the rules' folder", arity: .optional)],
      options: ruleOptions + [Option("check", "write nothing, say what changed, and exit 1 if anything did")],
      examples: ["sheriff rules lock rules", "sheriff rules lock rules --check"], action: lockRules),
    rulesExplainCommand, rulesBacktestCommand, rulesBenchCommand, rulesSQLCommand,
  ])

private let ruleFilesArgument = Argument("files", "rule files or folders of them; none for the rules' folder", arity: .any)
private let ruleOptions = [Option("schema", value: "FILE", "the schema file; else the schemas are found around the rules")]
private let jsonOption = Option("json", "diagnostics as JSON, one a line")

// MARK: check

private func checkRules(_ invocation: Invocation) throws -> ExitCode {
  let files = try RuleFiles(invocation.arguments, invocation)
  var load = files.load()
  try holdAgainstLock(&load, files)
  try show(load.files.map { ($0.source, $0.diagnostics) }, invocation)
  guard load.isSound else {
    let count = load.files.reduce(0) { $0 + $1.diagnostics.count { $0.severity == .error } }
    invocation.terminal.say("\(counted(count, "error")) in \(counted(load.files.count(where: \.hasErrors), "file"))")
    return .badData
  }
  let cost = Cost(load.program)
  invocation.terminal.say(summary(load.program, load.files.count, cost))
  if invocation.flag("cost") { try invocation.terminal.write(table(cost).render(invocation.terminal)) }
  return .fine
}

private func summary(_ program: Program, _ files: Int, _ cost: Cost) -> String {
  let parts = [
    counted(program.rules.count, "rule"), counted(program.features.count, "feature"), counted(program.tests.count, "example"),
    counted(cost.windows.count, "window"),
  ]
  return
    "\(counted(files, "file")): \(parts.joined(separator: ", ")); \(cost.expressions) expressions a record of \(cost.written) written"
}

private func table(_ cost: Cost) -> TextTable {
  let rows: [[TextTable.Cell]] = cost.windows.sorted { $0.name < $1.name }.map { window in
    let most = window.recordsMax.map { ", at most \($0)" } ?? window.kept.map { ", kept \($0)" } ?? ""
    return [
      .text(window.name), .text("\(window.bytesPerKey) bytes"),
      .text(window.bytesPerRecord == 0 ? "nothing" : "\(window.bytesPerRecord) bytes a record\(most)"),
    ]
  }
  return TextTable(header: ["window", "kept for each key", "and for its records"], rows: rows)
}

private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Writes every file's diagnostics: as JSON all, for people a bounded number.
private func show(_ files: [(source: SourceText, diagnostics: [Diagnostic])], _ invocation: Invocation) throws {
  var left = TextRenderer.shownMax
  var hidden = 0
  for file in files where !file.diagnostics.isEmpty {
    if invocation.flag("json") {
      try invocation.terminal.write(JSONRenderer().render(file.diagnostics, in: file.source))
      continue
    }
    let shown = file.diagnostics.prefix(left)
    left -= shown.count
    hidden += file.diagnostics.count - shown.count
    if !shown.isEmpty { try invocation.terminal.write(TextRenderer().render(Array(shown), in: file.source) + "\n") }
  }
  if hidden > 0 { invocation.terminal.say("and \(hidden) more; mend these first, or read all with --json") }
}

// MARK: fmt

private func formatRules(_ invocation: Invocation) throws -> ExitCode {
  if invocation.arguments == ["-"] {
    let bytes = try reading { () throws(SourceError) in try FileTree.contents("/dev/stdin") }
    guard let text = try formatted(SourceText(path: "standard input", bytes: bytes), invocation) else { return .badData }
    try invocation.terminal.write(text)
    return .fine
  }
  var changed = 0
  var broken = 0
  let paths = try layoutFiles(invocation)
  for path in paths {
    let source = try RuleFiles.read(path)
    guard let text = try formatted(source, invocation) else {
      broken += 1
      continue
    }
    guard Array(text.utf8) != source.bytes else { continue }
    changed += 1
    if invocation.flag("check") {
      try invocation.terminal.write(
        LineDifference.render(from: String(decoding: source.bytes, as: UTF8.self), to: text, path: path))
    } else {
      try reading { () throws(SourceError) in try OutputFile.write(text, to: path) }
    }
  }
  let verb = invocation.flag("check") ? "would change" : "changed"
  invocation.terminal.say("\(counted(paths.count, "file")), \(changed) \(verb)")
  if broken > 0 { return .badData }
  return invocation.flag("check") && changed > 0 ? .found : .fine
}

private func layoutFiles(_ invocation: Invocation) throws -> [String] {
  let named = invocation.arguments.isEmpty ? [try SchemaLibrary.rulesFolder(invocation)] : invocation.arguments
  return try named.flatMap { path -> [String] in
    guard FileTree.exists(path) else { throw CommandFailure(.inputMissing, "\(path): there is no such file or folder") }
    guard FileTree.isFolder(path) else { return [path] }
    return RuleFiles.files(under: path, ending: ".rules") + RuleFiles.files(under: path, ending: ".schema")
  }
}

/// Nil, after its diagnostics, where the file could not be read whole.
private func formatted(_ source: SourceText, _ invocation: Invocation) throws -> String? {
  let tree = SyntaxTree(source)
  if let text = tree.formatted() { return text }
  try show([(source, tree.diagnostics.filter { $0.severity == .error })], invocation)
  invocation.terminal.say("\(source.path): left as it is, since its syntax has mistakes")
  return nil
}

// MARK: lint

private func lintRules(_ invocation: Invocation) throws -> ExitCode {
  let files = try RuleFiles(invocation.arguments, invocation)
  var load = files.load()
  try holdAgainstLock(&load, files)
  var fixed = 0
  if invocation.flag("fix") {
    // A repair may show the next; each round is read anew and must stay sound.
    for _ in 0..<8 {
      let count = try fixOnce(&load, files)
      fixed += count
      if count == 0 { break }
    }
    invocation.terminal.say("\(fixed) fixed")
  }
  let lints = load.lint()
  let shown = zip(load.files, lints).map { file, lints in
    (file.source, files.named.contains(file.source.path) ? file.diagnostics + lints : file.diagnostics)
  }
  try show(shown, invocation)
  guard load.isSound else { return .badData }
  let count = shown.reduce(0) { $0 + $1.1.count }
  invocation.terminal.say(count == 0 ? "nothing to say" : "\(counted(count, "lint"))")
  return count == 0 ? .fine : .found
}

private func fixOnce(_ load: inout RuleLoad, _ files: RuleFiles) throws -> Int {
  guard load.isSound else { return 0 }
  var count = 0
  for (file, lints) in zip(load.files, load.lint()) where files.named.contains(file.source.path) {
    let (source, applied) = FixApplication.apply(lints.compactMap(\.fixes.first), to: file.source)
    if applied == 0 { continue }
    let before = file.source
    files.replace(source)
    let next = files.load()
    guard next.isSound else {
      // The author gets the file as it was, rather than one that no longer means anything.
      files.replace(before)
      continue
    }
    try reading { () throws(SourceError) in try OutputFile.write(String(decoding: source.bytes, as: UTF8.self), to: source.path) }
    count += applied
  }
  load = files.load()
  return count
}

// MARK: lock

private func lockRules(_ invocation: Invocation) throws -> ExitCode {
  let folder = try invocation.arguments.first ?? SchemaLibrary.rulesFolder(invocation)
  let files = try RuleFiles([folder], invocation)
  let path = RuleFiles.lockPath(of: folder)
  let earlier = try RuleFiles.lock(at: path) ?? LockFile()
  var load = files.load()
  load.holdAgainst(earlier)
  guard load.isSound else {
    try show(load.files.map { ($0.source, $0.diagnostics) }, invocation)
    return .badData
  }
  let lock = LockFile(of: load.program, after: earlier)
  let changes = lock.changes(since: earlier)
  for change in changes { try invocation.terminal.write("\(change)\n") }
  if invocation.flag("check") {
    invocation.terminal.say(
      changes.isEmpty
        ? "\(path): nothing changed" : "\(path): \(counted(changes.count, "change")); `sheriff rules lock` accepts them")
    return changes.isEmpty ? .fine : .found
  }
  try reading { () throws(SourceError) in try OutputFile.write(lock.text, to: path) }
  invocation.terminal.say("\(path): \(counted(lock.entries.count, "id"))")
  return .fine
}

/// The lock beside the rules, or above them, knows ids that are taken.
private func holdAgainstLock(_ load: inout RuleLoad, _ files: RuleFiles) throws {
  for path in files.lockPaths() {
    if let lock = try RuleFiles.lock(at: path) { load.holdAgainst(lock) }
  }
}
