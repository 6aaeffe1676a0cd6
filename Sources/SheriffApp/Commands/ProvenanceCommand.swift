import CommandLineKit
import Files
import PostgresSource
import Provenance
import Records
import RuleLanguage

private let addressArgument = Argument("database", "a postgres:// address")
private let slotOption = Option("slot", value: "NAME", "the replication slot and publication; default sheriff_ and the database")
private let policyOptions = [
  Option("past-days", value: "N", "an order older than this is not written any more; 0 for no such limit", default: "30"),
  Option("scored-until", value: "TIME", "orders up to here were judged, so they are not to change any more"),
]

let provenanceCommand = Command(
  "provenance", "who wrote a row: find what was written into PostgreSQL around the application",
  subcommands: [
    Command(
      "install", "put the witnesses into a database: audit triggers, a publication, a slot, a first hash of every row",
      discussion:
        "Needs the tables' owner with CREATE on the database and REPLICATION, or a superuser, and `wal_level = logical`. Running it again "
        + "brings the witnesses back in order, after a look at everything that happened since the last.",
      arguments: [addressArgument],
      options: [
        Option(
          "tables", value: "NAMES", "the tables of the orders, SCHEMA.TABLE or SCHEMA.TABLE:TIME_COLUMN; else the schema's",
          isRepeatable: true),
        Option("schema", value: "FILE", "the schema file; else the one whose tables are there"),
        Option("writer", value: "ROLE", "a role that writes orders; without any all may", isRepeatable: true),
        Option("application", value: "NAME", "an application_name that writes orders; without any all may", isRepeatable: true),
        Option("reader", value: "ROLE", "a role that is to watch, and may only read"), slotOption,
        Option("print", "only show the SQL"),
        Option("format", value: "FORMAT", "how findings are written", default: "table", allowed: ["table", "jsonl", "csv"]),
      ] + policyOptions,
      examples: [
        "sheriff provenance install postgres://owner@host/shop --writer shop",
        "sheriff provenance install postgres://owner@host/shop --tables sales.orders:placed_at --print",
      ], action: installProvenance),
    Command(
      "uninstall", "take the witnesses out again; the audit stays unless told otherwise",
      arguments: [addressArgument],
      options: [slotOption, Option("drop-audit", "remove the audit table as well"), Option("print", "only show the SQL")],
      examples: ["sheriff provenance uninstall postgres://owner@host/shop"], action: uninstallProvenance),
    Command(
      "check", "one look at everything since the last: the log, the definitions, every row's hash",
      discussion: "The position in the log is confirmed only after the findings are written. Exit 1 only under --fail-on.",
      arguments: [addressArgument],
      options: [
        Option("format", value: "FORMAT", "how findings are written", default: "table", allowed: ["table", "jsonl", "csv"]),
        Option("out", value: "FILE", "where findings are written; else standard output"),
        Option(
          "fail-on", value: "SEVERITY", "exit 1 where something this severe is found",
          allowed: Program.Rule.Severity.allCases.map(\.rawValue)), slotOption,
      ] + policyOptions,
      examples: ["sheriff provenance check postgres://watcher@host/shop --format jsonl --fail-on high"], action: checkProvenance),
    Command(
      "watch", "follow the log as it grows; findings within moments of the commit",
      discussion:
        "Resumes where it stopped: nothing is lost, and a JSON-lines file gets no finding twice. Ends in order on SIGTERM.",
      arguments: [addressArgument],
      options: [
        Option("sink", value: "SINK", "where findings go, jsonl:FILE; else JSON lines on standard output"),
        Option("until-idle", value: "SECONDS", "end after so long without a change"),
        Option("look-every", value: "SECONDS", "how often the definitions are compared", default: "2"),
        Option("hash-every", value: "SECONDS", "how often every row is hashed again; 0 only at the start", default: "3600"),
        slotOption,
      ] + policyOptions,
      examples: ["sheriff provenance watch postgres://watcher@host/shop --sink jsonl:findings.jsonl"], action: watchProvenance),
  ])

// MARK: check and watch

private func checkProvenance(_ invocation: Invocation) throws -> ExitCode {
  let witnessing = try WitnessOpening(invocation).open(invocation)
  return try lookOnce(witnessing, invocation)
}

/// One look, whose findings are written before anything is confirmed.
private func lookOnce(_ witnessing: Witnessing, _ invocation: Invocation) throws -> ExitCode {
  let writer = try FindingWriter(invocation)
  let reached = try witnessing.lookAtEverything()
  let count = witnessing.suspicions.count
  try witnessing.settle(at: reached) { suspicions in
    let finding = witnessing.finding
    for suspicion in suspicions { try writer.write(finding.finding(suspicion), finding.hashes) }
    try writer.finish()
  }
  say(witnessing, count, invocation)
  return writer.hasFailed ? .found : .fine
}

private func say(_ witnessing: Witnessing, _ count: Int, _ invocation: Invocation) {
  for notice in witnessing.notices { invocation.terminal.say(notice) }
  if invocation.flag("quiet") { return }
  invocation.terminal.say(
    "\(witnessing.transactions) transactions on \(witnessing.state.installation.tables.count) tables, up to "
      + "\(witnessing.state.confirmed): " + (count == 0 ? "nothing was found" : "\(count) findings"))
}

private func watchProvenance(_ invocation: Invocation) throws -> ExitCode {
  let sink = invocation.text("sink")
  if let sink, !sink.hasPrefix("jsonl:") || sink.count == 6 { throw invocation.usage("`--sink \(sink)`: expected jsonl:FILE") }
  let options = Witnessing.TailOptions(
    untilIdle: try invocation.number("until-idle", in: 0...1e9),
    looksEvery: try invocation.number("look-every", in: 0.1...1e9) ?? 2,
    hashesEvery: try invocation.number("hash-every", in: 0...1e9).flatMap { $0 == 0 ? nil : $0 })
  let witnessing = try WitnessOpening(invocation).open(invocation)
  let lines = try FindingLines(path: sink.map { String($0.dropFirst(6)) }, terminal: invocation.terminal)
  let interruption = try Interruption()
  try witnessing.follow(options, interruption) { suspicions in
    let finding = witnessing.finding
    try lines.write(suspicions.map { finding.finding($0) }, finding.hashes)
  }
  say(witnessing, lines.count, invocation)
  return .fine
}

// MARK: install and uninstall

private func installProvenance(_ invocation: Invocation) throws -> ExitCode {
  let opening = try WitnessOpening(invocation)
  let session = opening.session
  let rights = WitnessRights(session)
  let existing = try reading { () throws(SourceError) in try WitnessLook(session).slot(opening.slot) }
  let tables = try WatchedTables(invocation, session).resolved(session, needsSlot: existing == nil)
  let installation = Installation(
    slot: opening.slot, publication: opening.slot, tables: tables, writers: invocation.list("writer"),
    applications: invocation.list("application"))
  let isSuperuser = try reading { () throws(SourceError) in try rights.isSuperuser() }
  let script = WitnessScript(installation, hasEventTriggers: isSuperuser, reader: invocation.text("reader"))
  if invocation.flag("print") {
    try invocation.terminal.write(script.install + "\n" + script.slot + "\n")
    return .fine
  }
  // What happened under the former installation is told before that is put in order.
  var code = ExitCode.fine
  let remembered = try opening.home.load()
  if remembered != nil { code = try lookOnce(try opening.open(invocation), invocation) }
  let identities = try tables.map { table in
    (table.table.description, try reading { () throws(SourceError) in try rights.replicaIdentity(of: table.table) } ?? "d")
  }
  try reading { () throws(SourceError) in
    try session.execute(script.install)
    try session.execute(script.slot)
  }
  let definitions = try reading { () throws(SourceError) in try WitnessCatalogue(session, installation).definitions() }
  let witnessing: Witnessing
  if var state = try opening.home.load() {
    // What is watched otherwise than before is hashed anew.
    let same = Set(tables.filter { state.installation.table($0.table) == $0 }.map(\.table.description))
    state.tables = state.tables.filter { same.contains($0.key) || $0.key == Installation.auditTable.description }
    state.rowFiles = state.rowFiles.filter { state.tables[$0.key] != nil }
    (state.installation, state.definitions) = (installation, definitions)
    witnessing = try Witnessing(
      address: invocation.arguments[0], home: opening.home, policy: opening.policy, session: session, state: state)
  } else {
    witnessing = try opening.begin(installation, definitions)
  }
  let first = try lookOnce(witnessing, invocation)
  try InstallationRecord(witnessing.state, identities: identities).write(session)
  tell(installation, isSuperuser, invocation)
  return code == .fine ? first : code
}

private func tell(_ installation: Installation, _ isSuperuser: Bool, _ invocation: Invocation) {
  if invocation.flag("quiet") { return }
  let names = installation.tables.map(\.table.description).joined(separator: ", ")
  invocation.terminal.say("witnesses are installed on \(names); slot and publication \(installation.slot)")
  if installation.writers.isEmpty, installation.applications.isEmpty {
    invocation.terminal.say("nobody was declared with --writer or --application, so any writer counts as usual")
  }
  if !isSuperuser {
    invocation.terminal.say("without a superuser there is no event trigger: who changed a definition will not be known")
  }
  for table in installation.tables where table.timeColumn == nil && table.parent == nil {
    invocation.terminal.say("\(table.table) has no time column declared, so that changes of old rows cannot be told")
  }
}

private func uninstallProvenance(_ invocation: Invocation) throws -> ExitCode {
  let opening = try WitnessOpening(invocation)
  let session = opening.session
  guard let installation = try opening.home.load()?.installation ?? opening.record()?.installation else {
    throw CommandFailure(.configuration, "\(session.name): no witnesses are installed here under the slot \(opening.slot)")
  }
  let isSuperuser = try reading { () throws(SourceError) in try WitnessRights(session).isSuperuser() }
  let script = WitnessScript(installation, hasEventTriggers: isSuperuser, reader: nil)
  let text = script.uninstall(
    dropAudit: invocation.flag("drop-audit"), formerIdentities: try InstallationRecord.formerIdentities(session))
  if invocation.flag("print") {
    try invocation.terminal.write(text + "\n" + script.dropSlot + "\n")
    return .fine
  }
  try reading { () throws(SourceError) in
    try session.execute(text)
    try session.execute(script.dropSlot)
  }
  opening.home.remove()
  invocation.terminal.say(
    "the witnesses are taken out"
      + (invocation.flag("drop-audit") ? ", and the audit with them" : "; the audit stays in sheriff.audit"))
  return .fine
}
