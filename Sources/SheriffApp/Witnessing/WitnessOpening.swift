import CommandLineKit
import Foundation
import PostgresSource
import Provenance
import Records

/// Comes to a database under watch, with what is remembered of it.
struct WitnessOpening {
  let session: PostgresSession
  let home: WitnessHome
  let slot: String
  let policy: Policy
  private let address: String

  init(_ invocation: Invocation) throws {
    let address = invocation.arguments[0]
    guard address.hasPrefix("postgres://") || address.hasPrefix("postgresql://") else {
      throw invocation.usage("`\(address)` is no address of a PostgreSQL database, such as postgres://user@host/shop")
    }
    self.address = address
    let session = try reading { () throws(SourceError) in try PostgresSession(address) }
    self.session = session
    slot = try invocation.text("slot") ?? WitnessOpening.slot(session)
    guard slot.utf8.count <= 63, !slot.isEmpty, slot.utf8.allSatisfy(WitnessOpening.isOfSlot) else {
      throw invocation.usage("`--slot \(slot)`: expected up to 63 of a to z, 0 to 9 and _")
    }
    home = WitnessHome(home: invocation.text("home") ?? ".sheriff", slot: slot)
    policy = try WitnessOpening.policy(invocation)
  }

  private static func isOfSlot(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func slot(_ session: PostgresSession) throws -> String {
    let database = try reading { () throws(SourceError) in try WitnessLook(session).database() }
    let name = database.lowercased().utf8.map { isOfSlot($0) ? $0 : UInt8(ascii: "_") }
    return "sheriff_" + String(decoding: name.prefix(50), as: UTF8.self)
  }

  private static func policy(_ invocation: Invocation) throws -> Policy {
    let days = try invocation.integer("past-days", in: 0...36_500)
    var scored: Instant?
    if let text = invocation.text("scored-until") {
      guard let time = Array(text.utf8).withUnsafeBufferPointer({ CellParser.time($0) }) else {
        throw invocation.usage("`--scored-until \(text)`: expected a time such as 2016-08-27 or 2016-08-27T14:30:00Z")
      }
      scored = Instant(microseconds: time)
    }
    return Policy(pastDays: days == 0 ? nil : days, scoredUntil: scored)
  }

  /// What was installed, as the database itself has it written down.
  func record() throws -> (installation: Installation, definitions: [Definition])? {
    let query = "SELECT record, definitions FROM sheriff.installation WHERE id = 1 AND record ->> 'slot' = $1"
    guard try reading({ () throws(SourceError) in try session.value("SELECT to_regclass('sheriff.installation')") }) != nil,
      let row = try reading({ () throws(SourceError) in try session.rows(query, [slot]) }).first,
      let record = row[0], let definitions = row[1]
    else { return nil }
    let decoder = JSONDecoder()
    guard let installation = try? decoder.decode(Installation.self, from: Data(record.utf8)),
      let kept = try? decoder.decode([Definition].self, from: Data(definitions.utf8))
    else {
      throw CommandFailure(
        .badData, "\(session.name): the record in sheriff.installation cannot be read",
        hints: ["run `sheriff provenance install`"])
    }
    return (installation, kept)
  }

  func open(_ invocation: Invocation) throws -> Witnessing {
    if let state = try home.load() {
      return try Witnessing(address: address, home: home, policy: policy, session: session, state: state)
    }
    guard let record = try record() else {
      throw CommandFailure(
        .configuration, "\(session.name): no witnesses are installed here under the slot \(slot)",
        hints: ["install them with `sheriff provenance install \(invocation.arguments[0].prefix { $0 != "?" })`"])
    }
    invocation.terminal.say(
      "this home remembers nothing of \(session.name): the record in the database is taken, which its administrator could have changed"
    )
    return try begin(record.installation, record.definitions)
  }

  /// With nothing remembered but what was installed.
  func begin(_ installation: Installation, _ definitions: [Definition]) throws -> Witnessing {
    let look = WitnessLook(session)
    let (identifier, database, now) = try reading { () throws(SourceError) in
      (try look.systemIdentifier(), try look.database(), try look.now())
    }
    let state = WitnessState(
      systemIdentifier: identifier, database: database, installation: installation, confirmed: .zero,
      lookedAt: now.microseconds, definitions: definitions)
    return try Witnessing(address: address, home: home, policy: policy, session: session, state: state)
  }
}
