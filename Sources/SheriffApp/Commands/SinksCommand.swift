import CommandLineKit
import Files
import Outbox
import Records

let sinksCommand = Command(
  "sinks", "what waits for webhooks and commands, and what they would not take",
  discussion:
    "A monitor keeps what goes to `webhook:` and `command:` sinks in an outbox each, under the home. A sink is named as `list` shows it; without a name "
    + "all are meant. `retry` and `drop` want the monitor to be ended first.",
  subcommands: [
    Command(
      "list", "each outbox: how much waits, how much was given up, since when and why", options: [formatOption],
      examples: ["sheriff sinks list", "sheriff sinks list --format json"], action: listSinks),
    Command(
      "retry", "let what was given up wait again", arguments: [sinkArgument],
      examples: ["sheriff sinks retry", "sheriff sinks retry webhook:https://hooks.example.com/alerts"], action: retry),
    Command(
      "drop", "forget what was given up", arguments: [sinkArgument], options: [Option("yes", "do it")],
      examples: ["sheriff sinks drop webhook:https://hooks.example.com/alerts --yes"], action: drop),
  ])

private let sinkArgument = Argument("sink", "which one", arity: .optional)

private struct FoundOutbox {
  var monitor: String
  var kept: KeptOutbox

  /// All under the home, in order.
  static func all(_ invocation: Invocation) throws -> [FoundOutbox] {
    let monitors = "\(invocation.text("home") ?? ".sheriff")/monitors"
    return try reading { () throws(SourceError) in
      var found: [FoundOutbox] = []
      for monitor in FileTree.names(in: monitors) {
        let folder = "\(monitors)/\(monitor)/\(SinkOpening.folder)"
        for name in FileTree.names(in: folder) {
          guard let kept = try KeptOutbox(folder: "\(folder)/\(name)") else { continue }
          found.append(FoundOutbox(monitor: monitor, kept: kept))
        }
      }
      return found
    }
  }

  /// Those that have dead letters, and nobody at work beside; the locks hold until they are let go.
  static func dead(_ invocation: Invocation) throws -> (found: [FoundOutbox], locks: [AppendedFile]) {
    let name = invocation.arguments.first
    let named = try all(invocation).filter { name == nil || $0.kept.sink == name }
    guard !named.isEmpty else {
      throw CommandFailure(
        .inputMissing, name.map { "there is no sink `\($0)`" } ?? "there is no outbox under the home",
        hints: ["`sheriff sinks list` shows what there is"])
    }
    let home = invocation.text("home") ?? ".sheriff"
    var locks: [AppendedFile] = []
    for monitor in Set(named.map(\.monitor)).sorted() {
      let lock = try reading { () throws(SourceError) in try AppendedFile(path: "\(home)/monitors/\(monitor)/lock") }
      guard lock.takeForOneself() else {
        throw CommandFailure(
          .unavailable, "the monitor \(monitor) is at work (\(lock.path) is taken)",
          hints: ["end it, and begin it again afterwards"])
      }
      locks.append(lock)
    }
    return (named.filter { $0.kept.counts.dead > 0 }, locks)
  }
}

private func listSinks(_ invocation: Invocation) throws -> ExitCode {
  let found = try FoundOutbox.all(invocation)
  if invocation.text("format") == "json" {
    let values = found.map { outbox -> JSONValue in
      let counts = outbox.kept.counts
      return .object([
        ("sink", .text(outbox.kept.sink)), ("monitor", .text(outbox.monitor)), ("waiting", .integer(counts.waiting)),
        ("waiting_since", .optional(counts.oldest?.description)), ("dead", .integer(counts.dead)),
        ("dead_since", .optional(outbox.kept.deadSince?.description)), ("reason", .optional(outbox.kept.lastReason)),
        ("sent", .integer(counts.sent)), ("folder", .text(outbox.kept.folder)),
      ])
    }
    try invocation.terminal.write(JSONValue.array(values).rendered + "\n")
    return .fine
  }
  guard !found.isEmpty else {
    invocation.terminal.say("there is no outbox under the home; `sheriff watch --sink webhook:URL` makes one")
    return .fine
  }
  let rows = found.map { outbox -> [TextTable.Cell] in
    let counts = outbox.kept.counts
    return [
      .text(outbox.kept.sink), .text(outbox.monitor), .number(groupedInThousands(String(counts.waiting))),
      .text(counts.oldest?.description ?? ""), .number(groupedInThousands(String(counts.dead))),
      .text(outbox.kept.deadSince?.description ?? ""), .number(groupedInThousands(String(counts.sent))),
      .text(outbox.kept.lastReason ?? ""),
    ]
  }
  let header = ["sink", "monitor", "waiting", "since", "dead", "since", "sent", "last reason"]
  try invocation.terminal.write(TextTable(header: header, rows: rows).render(invocation.terminal))
  return .fine
}

private func retry(_ invocation: Invocation) throws -> ExitCode {
  let (found, locks) = try FoundOutbox.dead(invocation)
  for outbox in found {
    let count = try reading { () throws(SourceError) in try outbox.kept.putBack() }
    try invocation.terminal.write(
      "\(outbox.kept.sink): \(Words.counted(count, "dead letter")) wait again, for the monitor's next run\n")
  }
  if found.isEmpty { try invocation.terminal.write("there is no dead letter\n") }
  withExtendedLifetime(locks) {}
  return .fine
}

private func drop(_ invocation: Invocation) throws -> ExitCode {
  let (found, locks) = try FoundOutbox.dead(invocation)
  guard invocation.flag("yes") || found.isEmpty else {
    let texts = found.map { "\($0.kept.sink): \(Words.counted($0.kept.counts.dead, "dead letter"))" }
    throw CommandFailure(
      .usage, texts.joined(separator: "; ") + " would be forgotten; nothing was done",
      hints: ["look at them under `sheriff sinks list --format json`, in the folder's dead-letters.jsonl, then say --yes"])
  }
  for outbox in found {
    try reading { () throws(SourceError) in try outbox.kept.dropDead() }
    try invocation.terminal.write("\(outbox.kept.sink): \(Words.counted(outbox.kept.counts.dead, "dead letter")) forgotten\n")
  }
  if found.isEmpty { try invocation.terminal.write("there is no dead letter\n") }
  withExtendedLifetime(locks) {}
  return .fine
}
