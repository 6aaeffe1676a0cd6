import PostgresLink
import TestSupport

/// Another program in the middle of a transaction.
final class Holding {
  private let link: ServerLink

  init(_ trial: Trial, _ statement: String) throws {
    link = try ServerLink([("dbname", trial.server.address)])
    try link.run("BEGIN")
    try link.run(statement.replacing("%", with: "\"\(trial.schema)\"."))
  }

  func end() throws { try link.run("ROLLBACK") }
}
