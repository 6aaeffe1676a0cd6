import Alerts
import Foundation
import PostgresStore
import SQLiteStore
import TestSupport
import Testing

/// Every kind of store there is: one definition of a test is held against all of them.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
  case sqlite, postgres

  var testDescription: String { rawValue }
}

/// Somewhere that a store of a kind can be opened, again and again; gone with it.
final class StorePlace {
  private enum Place {
    case folder(String)
    case schema(TestServer, String)
  }

  private let place: Place

  init(_ kind: StoreKind) throws {
    let name = UUID().uuidString.lowercased()
    switch kind {
    case .sqlite:
      let folder = FileManager.default.temporaryDirectory.appending(path: "sheriff-alerts-\(name)").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      place = .folder(folder)
    case .postgres:
      let server = try TestServer.shared()
      place = .schema(server, server.address(schema: name))
    }
  }

  deinit { if case .folder(let folder) = place { try? FileManager.default.removeItem(atPath: folder) } }

  func store() throws -> any AlertStore {
    switch place {
    case .folder(let folder): SQLiteAlertStore(try Database(path: "\(folder)/sheriff.db"))
    case .schema(_, let address): try PostgresAlertStore(address)
    }
  }

  /// What is not sound in it, by its own account.
  func problems() throws -> [String] {
    switch place {
    case .folder(let folder):
      let database = try Database(path: "\(folder)/sheriff.db")
      return try database.problems() + SQLiteAlertStore(database).problems()
    case .schema(_, let address): return try PostgresAlertStore(address).problems()
    }
  }
}
