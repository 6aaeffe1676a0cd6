import PostgresLink
public import Provenance
public import Records

/// The definitions on which the witnesses depend, as the catalogue has them now.
public struct WitnessCatalogue {
  private let session: PostgresSession
  private let installation: Installation

  public init(_ session: PostgresSession, _ installation: Installation) {
    (self.session, self.installation) = (session, installation)
  }

  public func definitions() throws(SourceError) -> [Definition] {
    let tables = (installation.tables.map(\.table) + [Installation.auditTable]).map { ServerNames.quoted($0) }
    // One array argument, so that a name needs no quoting of its own.
    let names =
      "{" + tables.map { "\"" + $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }.joined(separator: ",")
      + "}"
    var found: [Definition] = []
    for (kind, query) in WitnessCatalogue.queries {
      let arguments = query.contains("$2") ? [names, installation.publication] : query.contains("$1") ? [names] : []
      for row in try session.rows(query, arguments) {
        found.append(
          Definition(kind: kind, name: row[0] ?? "", text: row[1] ?? "", transaction: row[2].flatMap { UInt32($0) }))
      }
    }
    if try session.value("SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT')") == "t" {
      let rows = try session.rows("SELECT rolname, xmin::text FROM pg_catalog.pg_authid")
      var transactions: [String: UInt32] = [:]
      for row in rows { if let name = row[0] { transactions[name] = row[1].flatMap { UInt32($0) } } }
      for index in found.indices where found[index].kind == .role { found[index].transaction = transactions[found[index].name] }
    }
    return found
  }

  /// When a transaction was committed, where the server keeps that (`track_commit_timestamp`).
  public func commitTime(of transaction: UInt32) -> Instant? {
    let query = "SELECT extract(epoch FROM pg_xact_commit_timestamp($1::text::xid)) * 1000000"
    guard let text = try? session.value(query, [String(transaction)]), let microseconds = Int64(text.prefix { $0 != "." }) else {
      return nil
    }
    return Instant(microseconds: microseconds)
  }

  private static let watched = "(SELECT to_regclass(t)::oid FROM unnest($1::text[]) AS t)"

  private static let queries: [(Definition.Kind, String)] = [
    (
      .trigger,
      """
      SELECT t.tgname || ' on ' || t.tgrelid::regclass::text, pg_get_triggerdef(t.oid) || '; fires ' || t.tgenabled::text, t.xmin::text
      FROM pg_trigger t WHERE t.tgrelid IN \(watched) AND NOT t.tgisinternal
      """
    ),
    (
      // Those of foreign keys have names made of numbers; what matters is whether they fire.
      .trigger,
      """
      SELECT 'foreign keys on ' || t.tgrelid::regclass::text, 'fires ' || string_agg(t.tgenabled::text, '' ORDER BY t.oid),
        max(t.xmin::text::bigint)::text
      FROM pg_trigger t WHERE t.tgrelid IN \(watched) AND t.tgisinternal GROUP BY t.tgrelid
      """
    ),
    (
      .function,
      """
      SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) || ' owner ' || p.proowner::regrole::text || coalesce(' ' || p.proacl::text, ''),
        p.xmin::text
      FROM pg_proc p WHERE p.prokind = 'f' AND (p.pronamespace = to_regnamespace('sheriff')
        OR p.oid IN (SELECT t.tgfoid FROM pg_trigger t WHERE t.tgrelid IN \(watched) AND NOT t.tgisinternal))
      """
    ),
    (
      .rule,
      """
      SELECT r.rulename || ' on ' || r.ev_class::regclass::text, pg_get_ruledef(r.oid) || '; enabled ' || r.ev_enabled::text, r.xmin::text
      FROM pg_rewrite r WHERE r.ev_class IN \(watched)
      """
    ),
    (
      .policy,
      """
      SELECT p.polname || ' on ' || p.polrelid::regclass::text, (to_jsonb(p) - 'oid')::text, p.xmin::text
      FROM pg_policy p WHERE p.polrelid IN \(watched)
      """
    ),
    (
      .publication,
      """
      SELECT p.pubname::text, (to_jsonb(p) - 'oid')::text, p.xmin::text FROM pg_publication p WHERE p.pubname = $2 AND $1::text[] IS NOT NULL
      UNION ALL
      SELECT p.pubname || ' for ' || r.prrelid::regclass::text, (to_jsonb(r) - 'oid' - 'prpubid' - 'prrelid')::text, r.xmin::text
      FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid WHERE p.pubname = $2
      """
    ),
    (
      .eventTrigger,
      """
      SELECT e.evtname::text, e.evtevent || ' ' || e.evtfoid::regprocedure::text || '; fires ' || e.evtenabled::text
        || coalesce(' for ' || e.evttags::text, ''), e.xmin::text
      FROM pg_event_trigger e
      """
    ),
    (
      .role,
      """
      SELECT r.rolname::text, concat_ws(' ', CASE WHEN r.rolsuper THEN 'superuser' END, CASE WHEN r.rolreplication THEN 'replication' END,
        CASE WHEN r.rolbypassrls THEN 'bypassrls' END, CASE WHEN r.rolcreaterole THEN 'createrole' END,
        CASE WHEN r.rolcanlogin THEN 'login' END,
        (SELECT 'member of ' || string_agg(m.roleid::regrole::text, ', ' ORDER BY m.roleid::regrole::text)
         FROM pg_auth_members m WHERE m.member = r.oid)), NULL
      FROM pg_roles r WHERE r.rolname !~ '^pg_'
      """
    ),
    (
      .setting,
      """
      SELECT coalesce((SELECT rolname FROM pg_roles WHERE oid = s.setrole), 'every role') || ' in '
        || coalesce((SELECT datname FROM pg_database WHERE oid = s.setdatabase), 'every database'),
        array_to_string(s.setconfig, '; '), NULL
      FROM pg_db_role_setting s
      """
    ),
    (
      .table,
      """
      SELECT c.oid::regclass::text, 'kind ' || c.relkind::text || ', persistence ' || c.relpersistence::text || ', replica identity '
        || c.relreplident::text || ', owner ' || c.relowner::regrole::text || ', row security ' || c.relrowsecurity || ', heirs '
        || EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid) || ', rights ' || coalesce(c.relacl::text, 'the owner''s')
        || ', columns ' || (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
             || CASE a.attgenerated WHEN '' THEN '' ELSE ' generated' END, ', ' ORDER BY a.attnum)
           FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), c.xmin::text
      FROM pg_class c WHERE c.oid IN \(watched)
      """
    ),
  ]
}
