import Alerts
import PostgresLink

/// How a store's connection is made: what is said to the server first, and which schema the tables are in.
struct StoreConnecting {
  let address: String
  let name: String
  let isCreated: Bool
  let patienceMilliseconds: Int

  /// Not `sheriff`: that one is the witnesses', and goes with them.
  static let schema = "sheriff_alerts"

  func connected() throws(AlertError) -> ServerLink {
    // What stands before the address may be said otherwise in it. Somebody who is gone without a word is given up within half a minute.
    let settings = [
      ("connect_timeout", "10"), ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
      ("tcp_user_timeout", "30000"), ("fallback_application_name", "sheriff alerts"), ("dbname", address),
      ("client_encoding", "UTF8"),
    ]
    do throws(Fault) {
      let link = try asked { () throws(ServerFailure) in try ServerLink(settings) }
      try prepare(link)
      return link
    } catch {
      switch error {
      case .refusal(let refusal): throw refusal
      case .server(let failure): throw AlertError(failure, name)
      }
    }
  }

  private func prepare(_ link: ServerLink) throws(Fault) {
    let answer = try asked { () throws(ServerFailure) in
      try link.ask(
        """
        SELECT current_setting('server_encoding'), setting, source = 'client', current_setting('server_version_num')::bigint
        FROM pg_settings WHERE name = 'search_path'
        """)
    }
    let (encoding, path, isSaid, version) = try asked { () throws(ServerFailure) in
      (try answer.text(0, 0), try answer.text(0, 1), try answer.flag(0, 2), try answer.integer(0, 3))
    }
    guard version >= 120_000 else {
      throw .refusal(
        AlertError(.refused, "\(name): PostgreSQL \(version / 10_000) is older than 12", advice: ["name a later server"]))
    }
    guard encoding == "UTF8" else {
      throw .refusal(
        AlertError(
          .refused, "\(name): the database keeps texts as \(encoding), which has no room for all of them",
          advice: ["create one with `ENCODING 'UTF8' TEMPLATE template0`"]))
    }
    let schema = isSaid ? try named(path, link) : StoreConnecting.schema
    try asked { () throws(ServerFailure) in
      // A commit that the server only means to write down would not survive its machine.
      _ = try link.ask(
        """
        SELECT set_config('search_path', quote_ident($1) || ', pg_temp', false), set_config('lock_timeout', $2, false),
          set_config('client_min_messages', 'error', false), set_config('synchronous_commit',
            CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
        """, [.text(schema), .text("\(patienceMilliseconds)")])
    }
    try StoreTables(link: link, schema: schema, name: name).bringUpToDate(isCreated: isCreated)
  }

  /// The one schema that a search path of the address names.
  private func named(_ path: String, _ link: ServerLink) throws(Fault) -> String {
    let refusal = Fault.refusal(
      AlertError(
        .badValue, "\(name): `search_path` is `\(path)`, which names not one schema",
        advice: ["end the address in `?options=-csearch_path%3D` and the name of one"]))
    let names: [String]
    do throws(ServerFailure) {
      let answer = try link.ask("SELECT name FROM unnest(parse_ident($1)) AS name", [.text(path)])
      names = try answer.rows { row throws(ServerFailure) in try answer.text(row, 0) }
    } catch {
      guard error.state == "22023" else { throw .server(error) }
      throw refusal
    }
    guard let schema = names.first, names.count == 1, schema != "$user", !schema.hasPrefix("pg_") else { throw refusal }
    return schema
  }
}
