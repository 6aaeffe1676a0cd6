import Alerts
import PostgresLink

/// One step from a version of the tables to the next. Its place in the list, from 1, is the version that it leads to.
///
/// What was released once is never changed: tables were made by it.
struct StoreStep {
  let name: String
  let script: String

  /// All there are, in their order.
  static let all = [
    StoreStep(name: "alerts", script: alertTables + alertGuards), StoreStep(name: "monitors' memory", script: stateTables),
  ]
}

/// The tables of one schema, and their way to the last version.
struct StoreTables {
  let link: ServerLink
  let schema: String
  /// The store's, for messages.
  let name: String
  var steps = StoreStep.all

  /// The comment on the table of versions, by which ours are told from another program's.
  static let mark = "sheriff: alerts"
  static let names = [
    "store_version", "decision_hashes", "alert_case", "alert", "sighting", "alert_verdict", "alert_suppression", "checkpoint",
    "monitor_state",
  ]
  /// Making the tables takes a while on a server that has much to do; whoever comes second waits for it.
  private static let patience = "60s"

  /// All steps or none; refuses what it does not know before anything is written.
  func bringUpToDate(isCreated: Bool) throws(Fault) {
    guard try state(isCreated: isCreated) < steps.count else { return }
    do throws(Fault) {
      try asked { () throws(ServerFailure) in
        try link.run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '\(StoreTables.patience)'")
        _ = try link.ask(
          "SELECT pg_advisory_xact_lock(hashtextextended('sheriff alerts: tables of ' || $1, 0))", [.text(schema)])
      }
      // Somebody else may have been faster.
      let from = try state(isCreated: isCreated)
      if from < steps.count { try go(from: from) }
      try asked { () throws(ServerFailure) in try link.run("COMMIT") }
    } catch {
      // Where this fails too, the connection is gone, and with it what was begun.
      do throws(ServerFailure) { try link.run("ROLLBACK") } catch {}
      throw error
    }
  }

  private func go(from: Int) throws(Fault) {
    if from == 0 {
      try asked { () throws(ServerFailure) in
        let isThere = try link.ask("SELECT to_regnamespace(quote_ident($1)) IS NOT NULL", [.text(schema)]).flag(0, 0)
        // The right to make schemas is asked for only where one is to be made.
        if !isThere { try link.run("CREATE SCHEMA \(ServerNames.quoted(schema))") }
        try link.run(
          """
          CREATE TABLE store_version (version bigint PRIMARY KEY, step text NOT NULL);
          COMMENT ON TABLE store_version IS '\(StoreTables.mark)'
          """)
      }
    }
    for (index, step) in steps.enumerated().dropFirst(from) {
      do throws(ServerFailure) {
        try link.run(step.script)
        _ = try link.ask(
          "INSERT INTO store_version (version, step) VALUES ($1, $2)", [.integer(index + 1), .text(step.name)])
      } catch {
        var failure = error
        failure.message = "version \(index + 1) of the tables, \(step.name): \(failure.message)"
        throw .server(failure)
      }
    }
  }

  /// The tables' version; 0 where there are none.
  private func state(isCreated: Bool) throws(Fault) -> Int {
    let (mark, others) = try asked { () throws(ServerFailure) in
      // One statement: between two, somebody else may make the tables, which would then look like a stranger's.
      let answer = try link.ask(
        """
        WITH here AS (
          SELECT c.oid, c.relname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1)
        SELECT (SELECT obj_description(oid, 'pg_class') FROM here WHERE relname = 'store_version'),
          (SELECT string_agg(relname, ', ' ORDER BY relname) FROM here WHERE relname = ANY ($2))
        """, [.text(schema), .texts(StoreTables.names)])
      return (try answer.optionalText(0, 0), try answer.optionalText(0, 1))
    }
    guard let others else {
      guard isCreated else {
        throw .refusal(
          AlertError(
            .missing, "\(name): there are no alerts yet in the schema `\(schema)`",
            advice: ["`sheriff scan SOURCE --sink store` stores them", "or name another schema or database"]))
      }
      return 0
    }
    guard mark == StoreTables.mark else {
      throw .refusal(
        AlertError(
          .damaged, "\(name): the schema `\(schema)` has tables of another program: \(others)",
          advice: ["name another schema, with `?options=-csearch_path%3D` and its name at the end of the address"]))
    }
    let version = try asked { () throws(ServerFailure) in
      try link.ask("SELECT coalesce(max(version), 0) FROM store_version").int(0, 0)
    }
    guard version <= steps.count else {
      throw .refusal(
        AlertError(
          .damaged, "\(name): its tables are of version \(version); this program knows them up to \(steps.count)",
          advice: ["use the program that wrote it, or a later one"]))
    }
    return version
  }
}
