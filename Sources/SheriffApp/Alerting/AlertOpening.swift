import Alerts
import CommandLineKit
import Files
import Foundation
import Records
import SQLiteStore

/// The alerts under the home.
enum AlertOpening {
  /// Those that are there.
  static func existing(_ invocation: Invocation) throws -> any AlertStore {
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
    try reading { () throws(SourceError) in try OutputFile.makeFolder(invocation.text("home") ?? ".sheriff") }
    return try open(RegistryOpening.path(invocation), .created)
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
