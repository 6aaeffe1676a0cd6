import CommandLineKit
import Diagnostics
import Files
import Learning
import Records
import SQLiteStore

/// The registry of models under the home.
enum RegistryOpening {
  static func path(_ invocation: Invocation) -> String { "\(invocation.text("home") ?? ".sheriff")/sheriff.db" }

  /// The one that is there.
  static func existing(_ invocation: Invocation) throws -> any ModelRegistry {
    let path = path(invocation)
    guard FileTree.exists(path) else {
      throw CommandFailure(
        .inputMissing, "there are no models yet (\(path))",
        hints: ["`sheriff learn` registers them", "or name the folder where they are with --home"])
    }
    return try open(path, .existing)
  }

  /// The one that is there, or a new one.
  static func created(_ invocation: Invocation) throws -> any ModelRegistry {
    try reading { () throws(SourceError) in try OutputFile.makeFolder(invocation.text("home") ?? ".sheriff") }
    return try open(path(invocation), .created)
  }

  private static func open(_ path: String, _ mode: Database.Mode) throws -> any ModelRegistry {
    do throws(StoreError) { return SQLiteModelRegistry(try Database(path: path, mode: mode)) } catch {
      throw CommandFailure(error)
    }
  }
}

/// Runs a piece of work whose failures are the registry's.
func registering<Result>(_ body: () throws(RegistryError) -> Result) throws -> Result {
  do throws(RegistryError) { return try body() } catch { throw CommandFailure(error) }
}

extension CommandFailure {
  init(_ error: StoreError) {
    let code: ExitCode =
      switch error.code {
      case .missing: .inputMissing
      case .foreign, .newer, .damaged, .refused: .badData
      case .unwritable, .full: .inputOutput
      case .busy: .unavailable
      case .internal: .internal
      }
    self.init(code, "\(error.path): \(error.message)", hints: error.advice.map { [$0] } ?? [])
  }

  init(_ error: RegistryError) {
    let code: ExitCode =
      switch error.code {
      case .badReference: .usage
      case .unknown, .missing: .inputMissing
      case .badValue, .refused, .damaged: .badData
      case .unwritable: .inputOutput
      case .busy: .unavailable
      case .internal: .internal
      }
    self.init(code, error.message, hints: error.advice)
  }

  /// A name that is not there, and the one that was probably meant.
  init(_ error: RegistryError, wanted name: String) {
    self.init(error)
    guard error.code == .unknown, error.advice.isEmpty else { return }
    if let nearest = closestMatch(to: name, among: error.known) {
      hints = ["did you mean \(nearest)?"]
    } else {
      hints = [error.known.isEmpty ? "no model is registered yet" : "there are \(error.known.joined(separator: ", "))"]
    }
  }
}

extension ModelRegistry {
  /// The version that somebody wrote, with the run that it came from.
  func named(_ text: String) throws -> ModelComparison.Side {
    let reference = try registering { () throws(RegistryError) in try ModelReference(parsing: text) }
    do throws(RegistryError) {
      let version = try version(reference)
      return ModelComparison.Side(version, try run(version.run))
    } catch {
      throw CommandFailure(error, wanted: reference.name)
    }
  }
}
