import CommandLineKit
import Foundation
import PostgresSource
import Provenance
import Records

/// What was installed, written down in the database for whoever comes from another home.
struct InstallationRecord {
  private let state: WitnessState
  private let identities: [(String, String)]

  init(_ state: WitnessState, identities: [(String, String)]) { (self.state, self.identities) = (state, identities) }

  func write(_ session: PostgresSession) throws {
    // A table's replica identity counts as it was before the first installation.
    let query = """
      INSERT INTO sheriff.installation (id, record, definitions, table_hashes, former_identities)
      VALUES (1, $1::jsonb, $2::jsonb, $3::jsonb, $4::jsonb)
      ON CONFLICT (id) DO UPDATE SET record = excluded.record, definitions = excluded.definitions,
        table_hashes = excluded.table_hashes, installed_at = now(), installed_by = session_user,
        former_identities = excluded.former_identities || sheriff.installation.former_identities
      """
    let hashes = state.tables.mapValues { memory in
      ["rows": String(memory.digest.rows), "hash": memory.digest.total.description]
    }
    let former = Dictionary(identities, uniquingKeysWith: { first, _ in first })
    let values = [
      try text(state.installation), try text(state.definitions), try text(hashes), try text(former),
    ]
    try reading { () throws(SourceError) in _ = try session.rows(query, values) }
  }

  static func formerIdentities(_ session: PostgresSession) throws -> [String: String] {
    guard try reading({ () throws(SourceError) in try session.value("SELECT to_regclass('sheriff.installation')") }) != nil else {
      return [:]
    }
    let text = try reading { () throws(SourceError) in
      try session.value("SELECT former_identities FROM sheriff.installation WHERE id = 1")
    }
    return text.flatMap { try? JSONDecoder().decode([String: String].self, from: Data($0.utf8)) } ?? [:]
  }

  private func text(_ value: some Encodable) throws -> String { String(decoding: try JSONEncoder().encode(value), as: UTF8.self) }
}
