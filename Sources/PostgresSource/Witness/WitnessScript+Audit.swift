/// The audit table and what writes it.
extension WitnessScript {
  static let audit = """
    CREATE SCHEMA IF NOT EXISTS sheriff;
    REVOKE ALL ON SCHEMA sheriff FROM PUBLIC;
    CREATE TABLE IF NOT EXISTS sheriff.audit (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      transaction_id xid8 NOT NULL,
      statement_at timestamptz NOT NULL,
      written_at timestamptz NOT NULL,
      session_role text NOT NULL,
      acting_role text NOT NULL,
      application text NOT NULL,
      client text,
      trigger_mode text NOT NULL,
      table_name text NOT NULL,
      operation text NOT NULL,
      key jsonb,
      old_row jsonb,
      new_row jsonb,
      old_text text,
      new_text text,
      hash text NOT NULL
    );
    ALTER TABLE sheriff.audit REPLICA IDENTITY FULL;
    REVOKE ALL ON sheriff.audit FROM PUBLIC;
    CREATE TABLE IF NOT EXISTS sheriff.installation (
      id int PRIMARY KEY CHECK (id = 1),
      installed_at timestamptz NOT NULL DEFAULT now(),
      installed_by text NOT NULL DEFAULT session_user,
      record jsonb NOT NULL,
      definitions jsonb NOT NULL,
      table_hashes jsonb NOT NULL,
      former_identities jsonb NOT NULL
    );
    REVOKE ALL ON sheriff.installation FROM PUBLIC;
    """

  static let guarding = """
    DROP TRIGGER IF EXISTS sheriff_append_only ON sheriff.audit;
    CREATE TRIGGER sheriff_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sheriff.audit
      FOR EACH STATEMENT EXECUTE FUNCTION sheriff.refuse();
    ALTER TABLE sheriff.audit ENABLE ALWAYS TRIGGER sheriff_append_only;
    """

  static let dropEventTriggers = """
    DROP EVENT TRIGGER IF EXISTS sheriff_definitions;
    DROP EVENT TRIGGER IF EXISTS sheriff_drops;
    """

  static let eventTriggers = """
    CREATE EVENT TRIGGER sheriff_definitions ON ddl_command_end EXECUTE FUNCTION sheriff.witness_definition();
    ALTER EVENT TRIGGER sheriff_definitions ENABLE ALWAYS;
    CREATE EVENT TRIGGER sheriff_drops ON sql_drop EXECUTE FUNCTION sheriff.witness_definition();
    ALTER EVENT TRIGGER sheriff_drops ENABLE ALWAYS;
    """

  /// Its owner's rights let it write where nobody else may; its settings give each value one written form, the log's.
  static func function(_ name: String, returns type: String, _ body: String) -> String {
    let settings = PostgresSession.textForm.map { name, value in
      name == "search_path" ? "  SET search_path = pg_catalog, pg_temp" : "  SET \(name) = '\(value)'"
    }
    return """
      CREATE OR REPLACE FUNCTION sheriff.\(name)() RETURNS \(type) LANGUAGE plpgsql SECURITY DEFINER
      \(settings.joined(separator: "\n"))
      AS $witness$
      \(body)
      $witness$;
      REVOKE ALL ON FUNCTION sheriff.\(name)() FROM PUBLIC;
      """
  }

  private static func insertion(
    table: String, operation: String, key: String, oldRow: String, newRow: String, oldText: String, newText: String
  ) -> String {
    """
    INSERT INTO sheriff.audit (transaction_id, statement_at, written_at, session_role, acting_role, application, client,
        trigger_mode, table_name, operation, key, old_row, new_row, old_text, new_text, hash)
      VALUES (pg_current_xact_id(), statement_timestamp(), clock_timestamp(), session_user,
        CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END,
        current_setting('application_name'), host(inet_client_addr()), current_setting('session_replication_role'),
        \(table), \(operation), \(key), \(oldRow), \(newRow), \(oldText), \(newText),
        encode(sha256(convert_to(pg_current_xact_id()::text || E'\\n' || \(table) || E'\\n' || \(operation) || E'\\n'
          || coalesce('=' || \(oldText), '-') || E'\\n' || coalesce('=' || \(newText), '-'), 'UTF8')), 'hex'));
    """
  }

  private static let tableName = "(TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME)"

  static let rowBody = """
    DECLARE
      old_row jsonb;
      new_row jsonb;
      old_text text;
      new_text text;
      key jsonb;
    BEGIN
      IF TG_OP <> 'INSERT' THEN
        old_row := to_jsonb(OLD);
        old_text := OLD::text;
      END IF;
      IF TG_OP <> 'DELETE' THEN
        new_row := to_jsonb(NEW);
        new_text := NEW::text;
      END IF;
      SELECT jsonb_object_agg(name, coalesce(new_row, old_row) -> name) INTO key FROM unnest(TG_ARGV) AS name;
      \(insertion(
        table: tableName, operation: "lower(TG_OP)", key: "key", oldRow: "old_row", newRow: "new_row", oldText: "old_text",
        newText: "new_text"))
      RETURN NULL;
    END
    """

  static let truncateBody = """
    BEGIN
      \(insertion(
        table: tableName, operation: "'truncate'", key: "NULL", oldRow: "NULL", newRow: "NULL", oldText: "NULL::text",
        newText: "NULL::text"))
      RETURN NULL;
    END
    """

  static let refuseBody = """
    BEGIN
      RAISE EXCEPTION 'the audit is written by its triggers and by nobody else: % is refused', TG_OP
        USING HINT = 'what is in it stays; `sheriff provenance uninstall --drop-audit` removes it whole';
    END
    """

  static let definitionBody = """
    DECLARE
      item record;
    BEGIN
      IF TG_EVENT = 'sql_drop' THEN
        FOR item IN SELECT object_type, object_identity FROM pg_event_trigger_dropped_objects()
          WHERE original AND NOT is_temporary
        LOOP
          \(definitionInsertion)
        END LOOP;
      ELSE
        FOR item IN SELECT object_type, object_identity FROM pg_event_trigger_ddl_commands()
          WHERE schema_name IS DISTINCT FROM 'pg_temp'
        LOOP
          \(definitionInsertion)
        END LOOP;
      END IF;
    END
    """

  private static let definitionInsertion = insertion(
    table: "(coalesce(item.object_type, '') || ' ' || coalesce(item.object_identity, ''))", operation: "'definition'",
    key: "NULL", oldRow: "NULL",
    newRow: "jsonb_build_object('command', TG_TAG, 'statement', left(current_query(), 4000))", oldText: "NULL::text",
    newText: "NULL::text")
}
