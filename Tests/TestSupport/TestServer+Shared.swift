import Foundation
import Synchronization

extension TestServer {
  private struct Shared: @unchecked Sendable { var server: TestServer? }

  private static let held = Mutex(Shared())

  /// One server for all tests of a process, each in a schema or database of its own; it ends with the process.
  public static func shared() throws -> TestServer {
    try held.withLock { shared in
      if let server = shared.server { return server }
      let server = try TestServer()
      shared.server = server
      atexit { TestServer.held.withLock { $0.server = nil } }
      return server
    }
  }
}
