import Dispatch
import Foundation
import Synchronization

/// A web server on a free port of the loopback that takes requests as it is told to, and remembers them. Ended with its owner.
public final class HTTPReceiver: Sendable {
  public enum Reply: Sendable {
    case answer(Int, headers: [String] = [], body: String = "")
    /// Nothing, for as long as the client waits.
    case hang
    /// The connection ends before the request is read.
    case close
    /// The connection ends within the answer.
    case torn
    /// An answer that goes on for as long as anybody reads.
    case endless(Int)
  }

  public struct Request: Sendable {
    public var line: String
    /// Names in small letters.
    public var headers: [String: String]
    public var body: [UInt8]
    public var at: ContinuousClock.Instant
  }

  public struct Failure: Error {}

  public let port: Int
  private let listening: Int32
  private let replies: Mutex<[Reply]>
  private let usual: Reply
  private let taken = Mutex<[Request]>([])
  private let isOver = Mutex(false)

  /// - replies: to the first requests; all later ones get the last.
  public init(_ replies: [Reply] = [], then usual: Reply = .answer(200)) throws {
    listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = listening
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && listen(socket, 64) == 0 && getsockname(socket, $0, &size) == 0
      }
    }
    guard isBound else { throw Failure() }
    port = Int(UInt16(bigEndian: address.sin_port))
    self.replies = Mutex(replies)
    self.usual = usual
    let clients = DispatchQueue(label: "receiver.clients", attributes: .concurrent)
    DispatchQueue(label: "receiver").async { [weak self] in
      while true {
        let client = accept(socket, nil, nil)
        guard client >= 0, let self, !self.isOver.withLock({ $0 }) else {
          close(client)
          return
        }
        clients.async {
          self.serve(client)
          close(client)
        }
      }
    }
  }

  deinit { stop() }

  public func stop() {
    let isFirst = isOver.withLock { over in
      defer { over = true }
      return !over
    }
    guard isFirst else { return }
    shutdown(listening, Int32(SHUT_RDWR))
    close(listening)
  }

  public var requests: [Request] { taken.withLock { $0 } }

  private func serve(_ client: Int32) {
    _ = fcntl(client, F_SETFD, FD_CLOEXEC)
    let reply = replies.withLock { $0.isEmpty ? usual : $0.removeFirst() }
    if case .close = reply { return }
    guard let request = read(client) else { return }
    taken.withLock { $0.append(request) }
    switch reply {
    case .close: return
    case .answer(let status, let headers, let body):
      let head = (["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers)
      send(head.joined(separator: "\r\n") + "\r\n\r\n" + body, to: client)
    case .torn: send("HTTP/1.1 200 OK\r\nContent-Le", to: client)
    case .endless(let status):
      send("HTTP/1.1 \(status) X\r\nConnection: close\r\n\r\n", to: client)
      let more = String(repeating: "more ", count: 1000)
      while !isOver.withLock({ $0 }), send(more, to: client) {}
    case .hang:
      var byte: UInt8 = 0
      while !isOver.withLock({ $0 }), recv(client, &byte, 1, 0) > 0 {}
    }
  }

  @discardableResult
  private func send(_ text: String, to client: Int32) -> Bool {
    let bytes = Array(text.utf8)
    return Foundation.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  private func read(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    func more() -> Bool {
      let count = recv(client, &chunk, chunk.count, 0)
      if count > 0 { bytes += chunk[..<count] }
      return count > 0
    }
    var head: Range<Int>?
    while head == nil {
      head = bytes.firstRange(of: Array("\r\n\r\n".utf8))
      if head == nil, !more() { return nil }
    }
    guard let head else { return nil }
    let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    while bytes.count < head.upperBound + length { if !more() { return nil } }
    return Request(
      line: lines[0], headers: headers, body: Array(bytes[head.upperBound..<head.upperBound + length]), at: .now)
  }
}
