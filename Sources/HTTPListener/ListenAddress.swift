import Glibc

/// A socket that listens, made of what a person wrote.
struct ListenAddress {
  let descriptor: Int32
  /// As it came to be: numbers, and the port that was found where 0 was asked for.
  let host: String
  let port: Int

  /// - text: `HOST:PORT`; an address of IPv6 stands in brackets.
  init(listeningOn text: String) throws(ListenerError) {
    let (host, port) = try ListenAddress.parts(of: text)
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, port, &hints, &list)
    guard status == 0, let list else {
      throw ListenerError(
        .unknownHost, text, "the host is not found (\(String(cString: gai_strerror(status)))); write an address of this machine")
    }
    defer { freeaddrinfo(list) }
    // A name may stand for several addresses; the first that can be had is taken.
    var failure: Int32 = EADDRNOTAVAIL
    for candidate in sequence(first: list, next: { $0.pointee.ai_next }) {
      let descriptor = ListenAddress.listening(on: candidate.pointee)
      guard descriptor >= 0 else {
        failure = errno
        continue
      }
      guard let (host, port) = ListenAddress.name(of: descriptor) else {
        failure = errno
        close(descriptor)
        continue
      }
      (self.descriptor, self.host, self.port) = (descriptor, host, port)
      return
    }
    throw ListenAddress.error(failure, text)
  }

  var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func parts(of text: String) throws(ListenerError) -> (host: String, port: String) {
    // Of an address without brackets nobody can say where it ends.
    let match = text.wholeMatch(of: #/(?:\[(?<bracketed>[0-9a-fA-F:.%a-z]+)\]|(?<plain>[^\[\]:\s]+)):(?<port>[0-9]{1,5})/#)
    guard let match, UInt16(match.output.port) != nil, let host = match.output.bracketed ?? match.output.plain else {
      throw ListenerError(
        .badAddress, text, "an address is written HOST:PORT, as 127.0.0.1:9464 or [::1]:9464, with a port from 0 to 65535")
    }
    return (String(host), String(match.output.port))
  }

  /// - Returns: -1 with errno where it cannot be.
  private static func listening(on candidate: addrinfo) -> Int32 {
    // Closed in programs that are started meanwhile, and never waited on: the library polls it.
    let kind = candidate.ai_socktype | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(candidate.ai_family, kind, candidate.ai_protocol)
    guard descriptor >= 0 else { return -1 }
    // Connections of a program that ended a moment ago do not keep its port from the next one.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0, listen(descriptor, SOMAXCONN) == 0 else {
      let failure = errno
      close(descriptor)
      errno = failure
      return -1
    }
    return descriptor
  }

  private static func name(of descriptor: Int32) -> (host: String, port: Int)? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let isFound = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length) == 0
          && getnameinfo(
            $0, length, &host, socklen_t(host.count), &port, socklen_t(port.count), NI_NUMERICHOST | NI_NUMERICSERV) == 0
      }
    }
    guard isFound, let number = Int(text(of: port)) else { return nil }
    return (text(of: host), number)
  }

  private static func text(of characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func error(_ code: Int32, _ text: String) -> ListenerError {
    switch code {
    case EADDRINUSE:
      ListenerError(.inUse, text, "another program listens there; end it, or choose another port (0 takes a free one)")
    case EACCES, EPERM: ListenerError(.notPermitted, text, "this port is kept for the system; choose one above 1023")
    case EADDRNOTAVAIL:
      ListenerError(.badAddress, text, "this machine does not have the address; `ip address` lists those it has")
    default: ListenerError(.unavailable, text, "listening is not possible: \(String(cString: strerror(code)))")
    }
  }
}
