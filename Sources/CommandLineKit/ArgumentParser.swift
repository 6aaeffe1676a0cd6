/// From words to a command and its values.
struct ArgumentParser {
  let root: Command
  let environment: [String: String]
  let configuration: Configuration

  enum Outcome {
    case run(path: [String], Command, arguments: [String], values: [String: [Invocation.Value]], options: [Option])
    case help(path: [String], Command, inherited: [Option])
    case version
  }

  func parse(_ words: [String]) throws -> Outcome {
    var state = State(path: [root.name], command: root, inherited: [])
    var rest = words[...]
    var isVerbatim = false
    while let word = rest.popFirst() {
      if !isVerbatim, word == "help", state.path.count == 1 { return try help(on: rest.filter { !$0.hasPrefix("-") }) }
      if isVerbatim || word == "-" || !word.hasPrefix("-") || isNegativeNumber(word) {
        if !isVerbatim, state.arguments.isEmpty, try state.descend(word) { continue }
        state.arguments.append(word)
      } else if word == "--" {
        isVerbatim = true
      } else if word.hasPrefix("--") {
        try long(word, &rest, &state)
      } else {
        try short(word, &rest, &state)
      }
    }
    if state.isVersion { return .version }
    if state.isHelp { return .help(path: state.path, state.command, inherited: state.inherited) }
    guard state.command.action != nil else {
      if state.path.count == 1, words.isEmpty { return .help(path: state.path, state.command, inherited: []) }
      throw state.failure(
        "`\(state.path.joined(separator: " "))` wants one of its subcommands: \(state.command.subcommands.map(\.name).joined(separator: ", "))"
      )
    }
    try checkArguments(state)
    return .run(
      path: state.path, state.command, arguments: state.arguments, values: try resolve(state), options: state.options)
  }

  private func isNegativeNumber(_ word: String) -> Bool { word.dropFirst().first?.isNumber == true }

  private func help(on path: [String]) throws -> Outcome {
    var state = State(path: [root.name], command: root, inherited: [])
    for word in path {
      guard try state.descend(word) else {
        throw state.failure("`\(word)` is no command of `\(state.path.joined(separator: " "))`")
      }
    }
    return .help(path: state.path, state.command, inherited: state.inherited)
  }

  private func long(_ word: String, _ rest: inout ArraySlice<String>, _ state: inout State) throws {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts[0] == "help" { return state.isHelp = true }
    if parts[0] == "version", state.path.count == 1 { return state.isVersion = true }
    guard let option = state.options.first(where: { $0.name == parts[0] }) else {
      throw state.failure(
        "there is no option `--\(parts[0])`", nearest(parts[0], among: state.options.map(\.name)).map { "--\($0)" })
    }
    if option.value == nil {
      guard parts.count == 1 else { throw state.failure("`--\(option.name)` takes no value") }
      return try state.set(option, "true")
    }
    if parts.count == 2 { return try state.set(option, parts[1]) }
    guard let value = rest.popFirst() else { throw state.failure("`--\(option.name)` wants a value, \(option.value ?? "")") }
    try state.set(option, value)
  }

  private func short(_ word: String, _ rest: inout ArraySlice<String>, _ state: inout State) throws {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      if letter == "h" {
        state.isHelp = true
        continue
      }
      guard let option = state.options.first(where: { $0.short == letter }) else {
        throw state.failure("there is no option `-\(letter)`")
      }
      if option.value == nil {
        try state.set(option, "true")
        continue
      }
      if !letters.isEmpty { return try state.set(option, String(letters)) }
      guard let value = rest.popFirst() else { throw state.failure("`-\(letter)` wants a value, \(option.value ?? "")") }
      return try state.set(option, value)
    }
  }

  private func checkArguments(_ state: State) throws {
    let declared = state.command.arguments
    let needed = declared.filter { $0.arity == .one || $0.arity == .many }.count
    if state.arguments.count < needed {
      throw state.failure(
        "`\(state.path.joined(separator: " "))` wants \(declared[min(state.arguments.count, declared.count - 1)].name)")
    }
    if state.arguments.count > declared.count, declared.last?.arity != .many, declared.last?.arity != .any {
      throw state.failure("`\(state.arguments[declared.count])` is one argument too many")
    }
  }

  private func resolve(_ state: State) throws -> [String: [Invocation.Value]] {
    var names: [String] = []
    root.forEachCommand { command, _ in names += command.options.map(\.name) }
    try configuration.check(against: names)
    var values = state.values
    for option in state.options where values[option.name] == nil {
      let value: Invocation.Value
      if let name = option.environment, let text = environment[name], !text.isEmpty {
        value = .init(text: text, origin: .environment(name))
      } else if let entry = configuration.entries[option.name] {
        value = .init(text: entry.value, origin: .file(configuration.path, line: entry.line))
      } else if let text = option.defaultText {
        value = .init(text: text, origin: .builtIn)
      } else {
        continue
      }
      if !option.allowed.isEmpty, !option.allowed.contains(value.text) {
        throw CommandFailure(
          .configuration,
          "\(value.origin): `\(value.text)` is no value of `\(option.name)`; there are \(option.allowed.joined(separator: ", "))")
      }
      values[option.name] = [value]
    }
    return values
  }
}

/// Where parsing stands.
private struct State {
  var path: [String]
  var command: Command
  var inherited: [Option]
  var arguments: [String] = []
  var values: [String: [Invocation.Value]] = [:]
  var isHelp = false
  var isVersion = false

  init(path: [String], command: Command, inherited: [Option]) {
    (self.path, self.command, self.inherited) = (path, command, inherited)
  }

  var options: [Option] { command.options + inherited }

  /// Whether the word was a subcommand.
  mutating func descend(_ word: String) throws -> Bool {
    guard !command.subcommands.isEmpty else { return false }
    guard let next = command.subcommands.first(where: { $0.name == word }) else {
      if !command.arguments.isEmpty { return false }
      throw failure(
        "there is no command `\((path + [word]).joined(separator: " "))`", nearest(word, among: command.subcommands.map(\.name)))
    }
    // What a command takes that runs by itself is its own, and none of its subcommands'.
    if command.action == nil {
      inherited = options
    } else if let stray = command.options.first(where: { values[$0.name] != nil }) {
      throw failure("`--\(stray.name)` stands before `\(word)`, and is then no option of it")
    }
    command = next
    path.append(word)
    return true
  }

  mutating func set(_ option: Option, _ value: String) throws {
    if !option.allowed.isEmpty, !option.allowed.contains(value) {
      throw failure(
        "`\(value)` is no value of `--\(option.name)`; there are \(option.allowed.joined(separator: ", "))",
        nearest(value, among: option.allowed))
    }
    if values[option.name] != nil, !option.isRepeatable { throw failure("`--\(option.name)` is given twice") }
    values[option.name, default: []].append(.init(text: value, origin: .commandLine))
  }

  func failure(_ message: String, _ suggestion: String? = nil) -> CommandFailure {
    CommandFailure(
      .usage, message,
      hints: (suggestion.map { ["did you mean `\($0)`?"] } ?? []) + ["see `\(path.joined(separator: " ")) --help`"])
  }
}

extension Command {
  /// This command and all below it, each with the words that lead there.
  public func forEachCommand(_ body: (Command, [String]) throws -> Void) rethrows { try walk([name], body) }

  private func walk(_ path: [String], _ body: (Command, [String]) throws -> Void) rethrows {
    try body(self, path)
    for subcommand in subcommands { try subcommand.walk(path + [subcommand.name], body) }
  }
}
