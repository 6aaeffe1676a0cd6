import Alerts
import PostgresLink

/// What can end a transaction: the server, or a rule of the alerts.
enum Fault: Error {
  case server(ServerFailure)
  case refusal(AlertError)
}

/// Asks the server within a transaction.
func asked<Value>(_ body: () throws(ServerFailure) -> Value) throws(Fault) -> Value {
  do throws(ServerFailure) { return try body() } catch { throw .server(error) }
}

extension ServerFailure {
  /// Two transactions stood in each other's way, and this one was taken back: done again it may well go through.
  var isCollision: Bool { state == "40001" || state == "40P01" }

  /// The server is not there, is ending, or takes nobody.
  var isAway: Bool {
    isLost || state.map { $0.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "53300"].contains($0) } ?? false
  }
}

extension AlertError {
  /// - name: of the store, without a password.
  init(_ failure: ServerFailure, _ name: String) {
    if failure.isAway {
      self.init(
        .unavailable, "\(name): \(failure.message)",
        advice: ["see whether the server runs and lets this user in, then do it again"])
      return
    }
    let (code, advice): (Code, String?) =
      switch failure.state ?? "" {
      case "40001", "40P01", "55P03", "57014": (.busy, "others are writing; try again later")
      case "53100": (.full, "make room on the server's disk, then do it again; nothing of the last step was kept")
      case "53200": (.busy, "the server has no memory left; try again later")
      case "25006": (.unwritable, "it may only be read; name the server that may be written")
      case "42501": (.unwritable, "give the role its rights, as docs/operator.md says")
      case "54000": (.badValue, "a text is longer than what the server can find again")
      case "P0001", "23502", "23503", "23505", "23514": (.refused, nil)
      case "42P01", "42703", "42804", "42883", "3F000", ServerFailure.damage, "XX002":
        (.damaged, "the tables are not as they were made; bring a kept copy back")
      default: (.internal, nil)
      }
    self.init(code, "\(name): \(failure.message)", advice: advice.map { [$0] } ?? [])
  }
}
