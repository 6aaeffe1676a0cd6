import Alerts
import CommandLineKit
import Files
import Foundation
import PostgresStore
import Records
import SQLiteStore

/// The alerts, in the place that `--store` names or else under the home.
enum AlertOpening {
  static let option = Option(
    "store", value: "ADDRESS", "where alerts are kept, postgres://…; unless told, under the home", environment: "SHERIFF_STORE")

  /// Nil where they are under the home.
  static func address(_ invocation: Invocation) throws -> String? {
    guard let address = invocation.text("store"), !address.isEmpty else { return nil }
    guard address.hasPrefix("postgres://") || address.hasPrefix("postgresql://") else {
      throw invocation.usage("`--store`: expected an address that begins with postgres://; the home is named by --home")
    }
    return address
  }

  /// Those that are there.
  static func existing(_ invocation: Invocation) throws -> any AlertStore {
    if let address = try address(invocation) { return try server(address, .existing) }
    let path = RegistryOpening.path(invocation)
    guard FileTree.exists(path) else {
      throw CommandFailure(
        .inputMissing, "there are no alerts yet (\(path))",
        hints: ["`sheriff scan SOURCE --sink store` stores them", "or name the folder where they are with --home"])
    }
    return try open(path, .existing)
  }

  /// Those that are there, or a place for new ones.
  static func created(_ invocation: Invocation) throws -> any AlertStore {
    if let address = try address(invocation) { return try server(address, .created) }
    try reading { () throws(SourceError) in try OutputFile.makeFolder(invocation.text("home") ?? ".sheriff") }
    return try open(RegistryOpening.path(invocation), .created)
  }

  private static func server(_ address: String, _ mode: PostgresAlertStore.Mode) throws -> any AlertStore {
    try alerting { () throws(AlertError) in try PostgresAlertStore(address, mode: mode) }
  }

  private static func open(_ path: String, _ mode: Database.Mode) throws -> any AlertStore {
    do throws(StoreError) { return SQLiteAlertStore(try Database(path: path, mode: mode)) } catch { throw CommandFailure(error) }
  }
}

/// Runs a piece of work whose failures are the alerts'.
func alerting<Result>(_ body: () throws(AlertError) -> Result) throws -> Result {
  do throws(AlertError) { return try body() } catch { throw CommandFailure(error) }
}

extension CommandFailure {
  init(_ error: AlertError) {
    let code: ExitCode =
      switch error.code {
      // Only the words of the command line can be such.
      case .badValue: .usage
      case .unknown, .missing: .inputMissing
      case .refused, .outdated, .damaged: .badData
      case .unwritable, .full: .inputOutput
      case .busy, .unavailable: .unavailable
      case .internal: .internal
      }
    self.init(code, error.message, hints: error.advice)
  }
}

/// Who signs a decision: who is named with `--by`, or else who types.
func signer(_ invocation: Invocation) throws -> String {
  if let who = invocation.text("by") { return who }
  let name = NSUserName()
  guard !name.isEmpty else { throw invocation.usage("the system has no name for this user; say who decides with `--by`") }
  return name
}
