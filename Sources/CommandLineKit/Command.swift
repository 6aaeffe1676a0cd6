/// One command, described once: parsing, help, suggestions, the reference page and later man page and completions all
/// come from this.
public struct Command: Sendable {
  public var name: String
  /// One line, lower case, no full stop.
  public var overview: String
  /// Paragraphs of the help page.
  public var discussion: String
  public var arguments: [Argument]
  public var options: [Option]
  public var examples: [String]
  public var subcommands: [Command]
  public var action: (@Sendable (Invocation) throws -> ExitCode)?

  public init(
    _ name: String, _ overview: String, discussion: String = "", arguments: [Argument] = [], options: [Option] = [],
    examples: [String] = [], subcommands: [Command] = [], action: (@Sendable (Invocation) throws -> ExitCode)? = nil
  ) {
    (self.name, self.overview, self.discussion, self.arguments) = (name, overview, discussion, arguments)
    (self.options, self.examples, self.subcommands, self.action) = (options, examples, subcommands, action)
  }
}

public struct Argument: Sendable {
  public enum Arity: Sendable { case one, optional, many, any }

  public var name: String
  public var help: String
  public var arity: Arity

  public init(_ name: String, _ help: String, arity: Arity = .one) {
    (self.name, self.help, self.arity) = (name, help, arity)
  }
}

public struct Option: Sendable {
  public var name: String
  public var short: Character?
  /// What the value is called; nil for a flag.
  public var value: String?
  public var help: String
  public var defaultText: String?
  public var isRepeatable: Bool
  /// The values that there are, where they are few.
  public var allowed: [String]
  /// The environment's variable of the same meaning.
  public var environment: String?

  public init(
    _ name: String, short: Character? = nil, value: String? = nil, _ help: String, default defaultText: String? = nil,
    isRepeatable: Bool = false, allowed: [String] = [], environment: String? = nil
  ) {
    (self.name, self.short, self.value, self.help) = (name, short, value, help)
    (self.defaultText, self.isRepeatable, self.allowed, self.environment) = (defaultText, isRepeatable, allowed, environment)
  }
}
