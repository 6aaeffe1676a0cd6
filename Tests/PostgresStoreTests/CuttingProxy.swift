import Foundation
import Synchronization

/// A way to the server that can be cut at the worst moment: after a commit has reached the server, and before its answer comes back.
final class CuttingProxy: Sendable {
  let port: Int
  private let listener: Int32
  private let target: Int
  private let isArmed = Mutex(false)
  private let cuts = Mutex(0)

  init(to target: Int) throws {
    self.target = target
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = CuttingProxy.loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    struct NoPort: Error {}
    guard isBound else { throw NoPort() }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        Thread.detachNewThread { [self] in carry(client) }
      }
    }
  }

  /// No more are let in; those who are in stay until either side ends.
  func end() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// The next commit's answer is lost.
  func arm() { isArmed.withLock { $0 = true } }

  var cutCount: Int { cuts.withLock { $0 } }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
  }

  private func carry(_ client: Int32) {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer {
      close(client)
      close(server)
    }
    var address = CuttingProxy.loopback(target)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var ends = [pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0)]
      guard poll(&ends, 2, -1) > 0 else { return }
      for (end, other) in [(0, server), (1, client)] where ends[end].revents != 0 {
        let count = read(ends[end].fd, &buffer, buffer.count)
        guard count > 0, send(other, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return }
        let isCommit = end == 0 && String(decoding: buffer[..<count], as: UTF8.self).contains("COMMIT\0")
        if isCommit,
          isArmed.withLock({ armed in
            defer { armed = false }; return armed
          })
        {
          // The server has said that it is done, and nobody hears it.
          _ = read(server, &buffer, buffer.count)
          cuts.withLock { $0 += 1 }
          return
        }
      }
    }
  }
}
