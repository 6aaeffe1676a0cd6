import CCurl
import Glibc

// What the library calls, in the thread that posts.

/// One request, as its callbacks find it again.
final class WebhookExchange {
  /// Where the library writes why it failed.
  let reason: UnsafeMutablePointer<CChar>
  private(set) var refusal: String?
  private(set) var isFull = false
  private(set) var isAbandoned = false
  /// The library takes an answer whose headers break off for one that is whole.
  private(set) var isHeadWhole = false
  private let entry: AllowedHost
  private let isPlain: Bool
  private let isEnded: @Sendable () -> Bool
  private var bytes: [UInt8] = []
  private var came = 0

  private static let answerShownMax = 200

  init(entry: AllowedHost, isPlain: Bool, isEnded: @escaping @Sendable () -> Bool) {
    (self.entry, self.isPlain, self.isEnded) = (entry, isPlain, isEnded)
    reason = .allocate(capacity: Int(CURL_ERROR_SIZE))
    reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit { reason.deallocate() }

  static func at(_ pointer: UnsafeMutableRawPointer?) -> WebhookExchange? {
    pointer.map { Unmanaged<WebhookExchange>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The beginning of what was answered, on one line.
  var answer: String {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 } }.joined(separator: " ")
  }

  /// False where it is enough.
  func take(_ more: UnsafeBufferPointer<CChar>) -> Bool {
    came += more.count
    bytes += more.prefix(WebhookExchange.answerShownMax - bytes.count).map { UInt8(bitPattern: $0) }
    isFull = came > WebhookCarrier.answerBytesMax
    return !isFull
  }

  /// One line of the headers, with its end.
  func take(header: UnsafeBufferPointer<CChar>) {
    if header.count <= 2 { isHeadWhole = true }
    // Another answer begins: the one before was only an interim one.
    if header.starts(with: "HTTP/".utf8.map { CChar($0) }) { isHeadWhole = false }
  }

  func mayGoOn() -> Bool {
    if isEnded() { isAbandoned = true }
    return !isAbandoned
  }

  /// A socket for an address that may be spoken to: asked once the name is resolved, so that a name that leads elsewhere later is seen.
  func socket(for wanted: UnsafePointer<curl_sockaddr>) -> Int32 {
    guard let address = NetworkAddress(sheriff_curl_address(wanted)) else { return -1 }
    if let why = entry.refusal(of: address, isPlain: isPlain) {
      refusal = "the address \(address) may not be spoken to: \(why)"
      return -1
    }
    let type = wanted.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return Glibc.socket(wanted.pointee.family, type, wanted.pointee.protocol)
  }
}

typealias BodyCallback = @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int

let answerCame: BodyCallback = { bytes, size, count, context in
  guard let exchange = WebhookExchange.at(context), exchange.take(UnsafeBufferPointer(start: bytes, count: size * count)) else {
    return 0
  }
  return size * count
}

let headerCame: BodyCallback = { bytes, size, count, context in
  guard let exchange = WebhookExchange.at(context) else { return 0 }
  exchange.take(header: UnsafeBufferPointer(start: bytes, count: size * count))
  return size * count
}

typealias SocketCallback =
  @convention(c) (UnsafeMutableRawPointer?, curlsocktype, UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t

let socketIsWanted: SocketCallback = { context, _, wanted in
  guard let exchange = WebhookExchange.at(context), let wanted else { return -1 }
  return exchange.socket(for: wanted)
}

typealias ProgressCallback =
  @convention(c) (UnsafeMutableRawPointer?, curl_off_t, curl_off_t, curl_off_t, curl_off_t) -> Int32

/// About once a second, also while nothing comes.
let timePasses: ProgressCallback = { context, _, _, _, _ in
  WebhookExchange.at(context)?.mayGoOn() == true ? 0 : 1
}
