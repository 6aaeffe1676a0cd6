import CommandLineKit
import Files
import PostgresStore
import Records

let doctorCommand = Command(
  "doctor", "whether everything under the home is sound",
  discussion:
    "Looks at the folder's rights and room, reads all of the store (its pages, references, models by their hashes, alerts, checkpoints), the baselines, "
    + "and what is remembered of databases; with --store also the alerts there. Exit 65 where something is not sound.",
  options: [formatOption], examples: ["sheriff doctor", "sheriff doctor --home /var/lib/sheriff --format json"], action: examine)

let backupCommand = Command(
  "backup", "keep a copy of the whole home",
  discussion:
    "A new folder with the home's files and their digests, SHA256SUMS. Others may go on reading and writing the store meanwhile. It is there whole or "
    + "not at all.",
  options: [Option("out", value: "FOLDER", "where the copy is put; it must not be there yet")],
  examples: ["sheriff backup --out /backup/sheriff-monday"], action: backUp)

let restoreCommand = Command(
  "restore", "make a kept copy the home again",
  discussion:
    "All of the copy is read and verified before anything is replaced. End what uses the home first. With --force a home that has something is moved "
    + "aside, to a folder beside it, and kept.",
  arguments: [Argument("folder", "what `sheriff backup` made")], options: [Option("force", "also where the home has something")],
  examples: ["sheriff restore /backup/sheriff-monday"], action: restore)

private func home(_ invocation: Invocation) -> String { invocation.text("home") ?? ".sheriff" }

private func examine(_ invocation: Invocation) throws -> ExitCode {
  let store = try AlertOpening.address(invocation)
  guard FileTree.isFolder(home(invocation)) || store != nil else {
    throw CommandFailure(
      .inputMissing, "\(home(invocation)): there is no home yet",
      hints: ["name it with --home; the first command that keeps something makes it"])
  }
  var check = HomeCheck(home: home(invocation), store: store)
  check.run()
  if invocation.text("format") == "json" {
    let findings = check.findings.map { finding -> JSONValue in
      .object([("what", .text(finding.what)), ("sound", .flag(finding.isSound)), ("message", .text(finding.message))])
    }
    try invocation.terminal.write(JSONValue.array(findings).rendered + "\n")
  } else {
    for finding in check.findings {
      let mark = finding.isSound ? invocation.terminal.styled("sound", .green) : invocation.terminal.styled("WRONG", .red)
      let space = String(repeating: " ", count: max(1, 11 - finding.what.count))
      try invocation.terminal.write("  \(mark)  \(finding.what)\(space)\(finding.message)\n")
    }
  }
  return check.isSound ? .fine : .badData
}

private func backUp(_ invocation: Invocation) throws -> ExitCode {
  let place = try invocation.required("out")
  let names = try HomeBackup(home: home(invocation)).write(to: place)
  try invocation.terminal.write("\(place): \(Words.counted(names.count, "file")) kept\n")
  if let store = try AlertOpening.address(invocation) {
    invocation.terminal.say("the alerts in \(PostgresAlertStore.name(of: store)) are not in it; pg_dump copies them")
  }
  return .fine
}

private func restore(_ invocation: Invocation) throws -> ExitCode {
  let restored = try HomeRestore(home: home(invocation), kept: invocation.arguments[0]).run(isForced: invocation.flag("force"))
  try invocation.terminal.write("\(home(invocation)): \(Words.counted(restored.files, "file")) restored\n")
  if let former = restored.former { invocation.terminal.say("what was there is now \(former)") }
  return .fine
}
