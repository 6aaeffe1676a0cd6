import Glibc

/// Runs a command from its words, and turns every failure into a message and an exit code.
public struct CommandLineTool: Sendable {
  private let root: Command
  private let version: String

  public init(_ root: Command, version: String) { (self.root, self.version) = (root, version) }

  /// - words: without the program's own name.
  /// - configuration: read only when a command really runs.
  /// - isSilent: results are shown to nobody.
  public func run(
    _ words: [String], environment: [String: String], isSilent: Bool = false, configuration: () throws -> Configuration
  ) -> ExitCode {
    signal(SIGPIPE, SIG_IGN)
    var terminal = Terminal.current(environment: environment)
    terminal.isSilent = isSilent
    do {
      let parser = ArgumentParser(root: root, environment: environment, configuration: try configuration())
      switch try parser.parse(words) {
      case .version:
        try terminal.write("\(root.name) \(version)\n")
        return .fine
      case .help(let path, let command, let inherited):
        try terminal.write(HelpPage(path: path, command: command, inherited: inherited, width: min(terminal.width, 100)).render())
        return .fine
      case .run(let path, let command, let arguments, let values, let options):
        let invocation = Invocation(
          path: path, command: command, arguments: arguments, values: values, options: options, root: root,
          terminal: terminal.obeying(values["color"]?.last?.text))
        return try command.action?(invocation) ?? .fine
      }
    } catch let failure as CommandFailure {
      complain(failure.message, failure.hints, terminal)
      return failure.code
    } catch is OutputClosed {
      return .fine
    } catch {
      complain("\(error)", [], terminal)
      return .internal
    }
  }

  private func complain(_ message: String, _ hints: [String], _ terminal: Terminal) {
    terminal.say("\(root.name): error: \(message)")
    for hint in hints { terminal.say("  \(hint)") }
  }
}
