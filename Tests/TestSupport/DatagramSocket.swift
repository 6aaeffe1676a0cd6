import Foundation

/// What a service manager listens on.
public final class DatagramSocket {
  public struct Failure: Error { public let description: String }

  /// For NOTIFY_SOCKET.
  public let name: String
  private let descriptor: Int32

  /// - isAbstract: outside of the file system.
  public init(isAbstract: Bool = false) throws {
    let short = "sheriff-notify-\(UInt32.random(in: 0...UInt32.max))"
    name = isAbstract ? "@\(short)" : "/tmp/\(short)"
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = isAbstract ? [0] + Array(short.utf8) : Array(name.utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard status == 0 else { throw Failure(description: "no socket \(name): \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(descriptor)
    unlink(name)
  }

  /// The next message; nothing where none comes in time.
  public func message(seconds: Double = 10) -> String? {
    var limit = timeval(tv_sec: Int(seconds), tv_usec: Int((seconds - seconds.rounded(.down)) * 1e6) + 1)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
  }
}
