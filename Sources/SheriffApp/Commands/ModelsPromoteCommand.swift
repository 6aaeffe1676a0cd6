import CommandLineKit
import Learning
import Records

private let signatureOptions = [
  Option("why", value: "TEXT", "the reason, kept for ever"),
  Option("by", value: "WHO", "who decides it; default the system's name of the user"),
]

let modelsPromoteCommand = Command(
  "promote", "let a version decide, or score in shadow",
  discussion:
    "At most one version of a name is live; the one that was is retired in the same step. A live version that is put in shadow "
    + "leaves none that decides.",
  arguments: [Argument("model", "NAME@VERSION")],
  options: [Option("stage", value: "STAGE", "what it is used for", default: "live", allowed: ["shadow", "live"])]
    + signatureOptions,
  examples: ["sheriff models promote padding@3 --why \"finds a third more at the same precision\""], action: promoteModel)

let modelsRollbackCommand = Command(
  "rollback", "return to the version that was live before",
  discussion: "Once more goes back one further. The version that is left is retired; it may be promoted again.",
  arguments: [Argument("model", "NAME")], options: signatureOptions,
  examples: ["sheriff models rollback padding --why \"alerts doubled overnight\""], action: rollbackModel)

private func promoteModel(_ invocation: Invocation) throws -> ExitCode {
  let reference = try registering { () throws(RegistryError) in try ModelReference(parsing: invocation.arguments[0]) }
  guard let version = reference.version else {
    throw invocation.usage("`\(reference)`: name the version, as in \(reference)@1; `sheriff models list` shows them")
  }
  let stage = invocation.text("stage").flatMap { ModelStage(rawValue: $0) } ?? .live
  return try change(reference, invocation) { registry, signature throws(RegistryError) in
    try registry.promote(reference.name, version, to: stage, signature)
  }
}

private func rollbackModel(_ invocation: Invocation) throws -> ExitCode {
  let reference = try registering { () throws(RegistryError) in try ModelReference(parsing: invocation.arguments[0]) }
  guard reference.version == nil else {
    throw invocation.usage(
      "`\(reference)`: a rollback goes to what was live before; to choose a version use `sheriff models promote \(reference)`")
  }
  return try change(reference, invocation) { registry, signature throws(RegistryError) in
    try registry.rollback(reference.name, signature)
  }
}

private func change(
  _ reference: ModelReference, _ invocation: Invocation,
  _ body: (any ModelRegistry, Signature) throws(RegistryError) -> [StageChange]
) throws -> ExitCode {
  let signature = Signature(
    who: try signer(invocation), why: try invocation.required("why"),
    at: .ofClock())
  let registry = try RegistryOpening.existing(invocation)
  let changes: [StageChange]
  do throws(RegistryError) { changes = try body(registry, signature) } catch {
    // Only the words of the command line can be such.
    if error.code == .badValue { throw invocation.usage(error.message) }
    throw CommandFailure(error, wanted: reference.name)
  }
  for change in changes {
    try invocation.terminal.write("\(change.reference) is \(told(change.to)), was \(told(change.from))\n")
  }
  if changes.contains(where: { $0.from == .live }), !changes.contains(where: { $0.to == .live }) {
    invocation.terminal.say("no version of \(reference.name) is live now")
  }
  return .fine
}

private func told(_ stage: ModelStage) -> String {
  switch stage {
  case .unstaged: "in no stage"
  case .shadow: "in shadow"
  case .live: "live"
  case .retired: "retired"
  }
}
