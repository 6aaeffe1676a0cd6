import Glibc

/// Where a service manager listens for what its service says: a path, or behind `@` a name outside of the file system.
struct NotifySocket: Hashable, Sendable {
  private let bytes: [UInt8]

  init(_ text: String) throws(SupervisionError) {
    guard let first = text.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"), text.utf8.count > 1 else {
      throw SupervisionError(
        .badEnvironment, "NOTIFY_SOCKET is `\(text)`, and neither a path nor a name behind `@`; leave it to the service manager")
    }
    guard text.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else {
      throw SupervisionError(.badEnvironment, "NOTIFY_SOCKET is longer than a socket's name can be: \(text)")
    }
    // A name outside of the file system begins with a zero byte.
    bytes = first == UInt8(ascii: "@") ? [0] + text.utf8.dropFirst() : Array(text.utf8)
  }

  /// One message, whole or not at all.
  func send(_ text: String) throws(SupervisionError) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw NotifySocket.failure(errno) }
    defer { close(descriptor) }
    // A service manager that is stuck does not hold us up for ever.
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    // The zero behind a path is not counted, and would be part of a name.
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let message = Array(text.utf8)
    let sent = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        var sent: Int
        repeat {
          sent = sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), address, length)
        } while sent < 0 && errno == EINTR
        return sent
      }
    }
    guard sent == message.count else { throw NotifySocket.failure(errno) }
  }

  private static func failure(_ code: Int32) -> SupervisionError {
    SupervisionError(
      .notDelivered,
      "the service manager was not reached by NOTIFY_SOCKET: \(String(cString: strerror(code))); the program works on without it")
  }
}
