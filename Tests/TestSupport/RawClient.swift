import Foundation

/// A client that says exactly what it is told to, byte for byte.
public final class RawClient {
  public struct Failure: Error, CustomStringConvertible { public let description: String }

  public let descriptor: Int32

  public init(_ address: String, receiveBufferBytes: Int32? = nil) throws {
    let isSix = address.hasPrefix("[")
    let port = UInt16(address.split(separator: ":").last ?? "") ?? 0
    descriptor = socket(isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    if var size = receiveBufferBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var status: Int32
    if isSix {
      var name = sockaddr_in6()
      name.sin6_family = sa_family_t(AF_INET6)
      name.sin6_port = port.bigEndian
      name.sin6_addr = in6addr_loopback
      status = RawClient.connect(descriptor, &name)
    } else {
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = inet_addr("127.0.0.1")
      status = RawClient.connect(descriptor, &name)
    }
    guard status == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw Failure(description: "\(address): \(reason)")
    }
  }

  deinit { close(descriptor) }

  private static func connect<Name>(_ descriptor: Int32, _ name: inout Name) -> Int32 {
    withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Name>.size))
      }
    }
  }

  /// - Returns: whether all of it went; the other side may have closed.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// What comes until the other side closes, or until `seconds` are over without anything.
  public func receive(seconds: Double = 10, bytesMax: Int = .max) -> [UInt8] {
    var limit = timeval(tv_sec: Int(seconds), tv_usec: Int((seconds - seconds.rounded(.down)) * 1e6))
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while all.count < bytesMax {
      let count = recv(descriptor, &buffer, min(buffer.count, bytesMax - all.count), 0)
      if count <= 0 { break }
      all += buffer[..<count]
    }
    return all
  }

  /// One request and its whole answer.
  public static func ask(_ request: String, at address: String) throws -> String {
    let client = try RawClient(address)
    client.send(request)
    return String(decoding: client.receive(), as: UTF8.self)
  }

  public static func get(_ path: String, at address: String) throws -> String {
    try ask("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", at: address)
  }
}
