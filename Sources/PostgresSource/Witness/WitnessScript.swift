import PostgresLink
public import Provenance
import Records

/// The SQL that puts the witnesses into a database, and takes them out. Running it again changes nothing that is as it should be.
public struct WitnessScript {
  private let installation: Installation
  /// Event triggers are for superusers.
  private let hasEventTriggers: Bool
  /// A role that may look without being able to change anything.
  private let reader: String?

  public init(_ installation: Installation, hasEventTriggers: Bool, reader: String?) {
    (self.installation, self.hasEventTriggers, self.reader) = (installation, hasEventTriggers, reader)
  }

  private func quoted(_ name: String) -> String { ServerNames.quoted(name) }
  static func literal(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  /// In one transaction.
  public var install: String {
    var parts = [WitnessScript.audit]
    parts += [
      WitnessScript.function("witness_row", returns: "trigger", WitnessScript.rowBody),
      WitnessScript.function("witness_truncate", returns: "trigger", WitnessScript.truncateBody),
      WitnessScript.function("refuse", returns: "trigger", WitnessScript.refuseBody), WitnessScript.guarding,
    ]
    parts += installation.tables.map(witnesses)
    if hasEventTriggers {
      parts.append(WitnessScript.function("witness_definition", returns: "event_trigger", WitnessScript.definitionBody))
    }
    parts.append(publication)
    if let reader {
      for schema in Set(installation.tables.compactMap(\.table.schema)).sorted() {
        let (role, name) = (WitnessScript.literal(reader), WitnessScript.literal(schema))
        // Asked first: whoever owns the tables need not own their schema.
        parts.append(
          """
          DO $witness$ BEGIN
            IF NOT has_schema_privilege(\(role), \(name), 'USAGE') THEN GRANT USAGE ON SCHEMA \(quoted(schema)) TO \(quoted(reader)); END IF;
          END $witness$;
          """)
      }
      parts.append(
        """
        GRANT USAGE ON SCHEMA sheriff TO \(quoted(reader));
        GRANT SELECT ON sheriff.audit, sheriff.installation TO \(quoted(reader));
        GRANT SELECT ON \(installation.tables.map { ServerNames.quoted($0.table) }.joined(separator: ", ")) TO \(quoted(reader));
        """)
    }
    // Last, so that it does not report its own installation.
    if hasEventTriggers { parts.append(WitnessScript.eventTriggers) }
    let first = hasEventTriggers ? WitnessScript.dropEventTriggers + "\n" : ""
    return "BEGIN;\n" + first + parts.joined(separator: "\n\n") + "\nCOMMIT;\n"
  }

  /// Behind the transaction: a slot is made where nothing was written yet.
  public var slot: String {
    """
    SELECT pg_create_logical_replication_slot(\(WitnessScript.literal(installation.slot)), 'pgoutput')
    WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = \(WitnessScript.literal(installation.slot)));
    """
  }

  /// - formerIdentities: what a table's replica identity was before, where it is known.
  public func uninstall(dropAudit: Bool, formerIdentities: [String: String]) -> String {
    var lines = ["BEGIN;"]
    if hasEventTriggers { lines.append(WitnessScript.dropEventTriggers) }
    lines.append("DROP PUBLICATION IF EXISTS \(quoted(installation.publication));")
    for table in installation.tables {
      let name = ServerNames.quoted(table.table)
      // Left alone where the table itself has gone since.
      lines.append(
        """
        DO $witness$ BEGIN
          IF to_regclass(\(WitnessScript.literal(name))) IS NOT NULL THEN
            DROP TRIGGER IF EXISTS sheriff_witness ON \(name);
            DROP TRIGGER IF EXISTS sheriff_witness_truncate ON \(name);
            \(formerIdentities[table.table.description] == "d" ? "ALTER TABLE \(name) REPLICA IDENTITY DEFAULT;" : "")
          END IF;
        END $witness$;
        """)
    }
    if dropAudit {
      lines.append("DROP SCHEMA IF EXISTS sheriff CASCADE;")
    } else {
      lines += ["witness_row", "witness_truncate", "witness_definition"].map { "DROP FUNCTION IF EXISTS sheriff.\($0)();" }
    }
    return lines.joined(separator: "\n") + "\nCOMMIT;\n"
  }

  public var dropSlot: String {
    """
    SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
    WHERE slot_name = \(WitnessScript.literal(installation.slot));
    """
  }

  private func witnesses(_ table: WatchedTable) -> String {
    let name = ServerNames.quoted(table.table)
    let key = table.key.map(WitnessScript.literal).joined(separator: ", ")
    return """
      DROP TRIGGER IF EXISTS sheriff_witness ON \(name);
      CREATE TRIGGER sheriff_witness AFTER INSERT OR UPDATE OR DELETE ON \(name)
        FOR EACH ROW EXECUTE FUNCTION sheriff.witness_row(\(key));
      ALTER TABLE \(name) ENABLE ALWAYS TRIGGER sheriff_witness;
      DROP TRIGGER IF EXISTS sheriff_witness_truncate ON \(name);
      CREATE TRIGGER sheriff_witness_truncate AFTER TRUNCATE ON \(name)
        FOR EACH STATEMENT EXECUTE FUNCTION sheriff.witness_truncate();
      ALTER TABLE \(name) ENABLE ALWAYS TRIGGER sheriff_witness_truncate;
      ALTER TABLE \(name) REPLICA IDENTITY FULL;
      """
  }

  private var publication: String {
    let name = quoted(installation.publication)
    let tables = (installation.tables.map(\.table) + [Installation.auditTable]).map { ServerNames.quoted($0) }
      .joined(separator: ", ")
    return """
      DO $witness$ BEGIN
        IF EXISTS (SELECT FROM pg_publication WHERE pubname = \(WitnessScript.literal(installation.publication))) THEN
          ALTER PUBLICATION \(name) SET TABLE \(tables);
          ALTER PUBLICATION \(name) SET (publish = 'insert, update, delete, truncate');
        ELSE
          CREATE PUBLICATION \(name) FOR TABLE \(tables) WITH (publish = 'insert, update, delete, truncate');
        END IF;
      END $witness$;
      """
  }
}
