import CCurl
import Glibc
public import Outbox
import Records
import Synchronization

/// Posts batches to a URL as JSON arrays. Owns the library's handle, which keeps its connection open from one batch to the next.
public final class WebhookCarrier: BatchCarrier {
  public struct Settings: Sendable {
    public var url: WebhookAddress
    public var allowed: [AllowedHost]
    /// What batches are signed with.
    public var secret: [UInt8]?
    /// A file of certificates to trust instead of the system's.
    public var authorities: String?
    public var connectSeconds = 5
    public var wholeSeconds = 30

    public init(url: WebhookAddress, allowed: [AllowedHost], secret: [UInt8]? = nil, authorities: String? = nil) {
      (self.url, self.allowed, self.secret, self.authorities) = (url, allowed, secret, authorities)
    }
  }

  private struct Handle: @unchecked Sendable {
    // Used by one thread at a time: the lock around it says which.
    let pointer: UnsafeMutableRawPointer
  }

  private let settings: Settings
  private let entry: AllowedHost
  private let clock: @Sendable () -> Int64
  private let handle: Mutex<Handle>

  /// More of an answer is not read.
  static let answerBytesMax = 64 << 10
  private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// - clock: seconds since 1970.
  public init(_ settings: Settings, clock: @escaping @Sendable () -> Int64) throws(WebhookError) {
    let url = settings.url
    guard let entry = settings.allowed.first(where: { $0.names(url) }) else {
      throw WebhookError(
        "`\(url.host)` at port \(url.port) is not among the hosts that are allowed; "
          + "add `--webhook-allow \(url.port == url.usualPort ? url.host : "\(url.host):\(url.port)")` if it should be")
    }
    if let address = NetworkAddress(url.host), let refusal = entry.refusal(of: address, isPlain: url.isPlain) {
      throw WebhookError("\(url.shown): \(refusal)")
    }
    guard WebhookCarrier.isReady, let pointer = curl_easy_init() else { throw WebhookError("libcurl does not start") }
    (self.settings, self.entry, self.clock) = (settings, entry, clock)
    handle = Mutex(Handle(pointer: pointer))
  }

  deinit { handle.withLock { curl_easy_cleanup($0.pointer) } }

  public func carry(_ batch: OutboxBatch, isEnded: @escaping @Sendable () -> Bool) -> CarriedOutcome {
    handle.withLock { handle in
      let exchange = WebhookExchange(entry: entry, isPlain: settings.url.isPlain, isEnded: isEnded)
      let code = post(batch, exchange, handle.pointer)
      return outcome(code, sheriff_curl_status(handle.pointer), exchange, handle.pointer)
    }
  }

  private func post(_ batch: OutboxBatch, _ exchange: WebhookExchange, _ curl: UnsafeMutableRawPointer) -> CURLcode {
    curl_easy_reset(curl)
    let body = batch.array
    var headers = WebhookHeaders()
    headers.add("Content-Type: application/json")
    headers.add("Idempotency-Key: \(batch.digest)")
    // The library would wait for leave to send a large body.
    headers.add("Expect:")
    let time = String(clock())
    headers.add("X-Sheriff-Timestamp: \(time)")
    if let secret = settings.secret {
      headers.add("X-Sheriff-Signature: sha256=" + HMAC.sha256(Array("\(time).".utf8) + body, secret: secret))
    }
    let pointer = Unmanaged.passUnretained(exchange).toOpaque()
    // What cannot be set is not sent at all: each of these guards something.
    var codes = [
      sheriff_curl_set_text(curl, CURLOPT_URL, settings.url.text),
      sheriff_curl_set_text(curl, CURLOPT_PROTOCOLS_STR, settings.url.isPlain ? "http" : "https"),
      sheriff_curl_set_number(curl, CURLOPT_FOLLOWLOCATION, 0),
      sheriff_curl_set_number(curl, CURLOPT_SSL_VERIFYPEER, 1),
      sheriff_curl_set_number(curl, CURLOPT_SSL_VERIFYHOST, 2),
      sheriff_curl_set_number(curl, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      // A proxy would be spoken to in the host's place, past the list of hosts.
      sheriff_curl_set_text(curl, CURLOPT_PROXY, ""),
      sheriff_curl_set_number(curl, CURLOPT_NOSIGNAL, 1),
      sheriff_curl_set_number(curl, CURLOPT_CONNECTTIMEOUT, settings.connectSeconds),
      sheriff_curl_set_number(curl, CURLOPT_TIMEOUT, settings.wholeSeconds),
      sheriff_curl_set_text(curl, CURLOPT_USERAGENT, "sheriff"),
      sheriff_curl_set_number(curl, CURLOPT_POST, 1),
      sheriff_curl_set_headers(curl, headers.list),
      sheriff_curl_on_body(curl, answerCame), sheriff_curl_set_pointer(curl, CURLOPT_WRITEDATA, pointer),
      sheriff_curl_on_header(curl, headerCame), sheriff_curl_set_pointer(curl, CURLOPT_HEADERDATA, pointer),
      sheriff_curl_on_socket(curl, socketIsWanted), sheriff_curl_set_pointer(curl, CURLOPT_OPENSOCKETDATA, pointer),
      sheriff_curl_on_progress(curl, timePasses), sheriff_curl_set_pointer(curl, CURLOPT_XFERINFODATA, pointer),
      sheriff_curl_set_number(curl, CURLOPT_NOPROGRESS, 0),
      sheriff_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, exchange.reason),
    ]
    if let authorities = settings.authorities { codes.append(sheriff_curl_set_text(curl, CURLOPT_CAINFO, authorities)) }
    codes.append(body.withUnsafeBytes { sheriff_curl_set_body(curl, $0.baseAddress, $0.count) })
    if let wrong = codes.first(where: { $0 != CURLE_OK }) { return wrong }
    let code = withExtendedLifetime(exchange) { curl_easy_perform(curl) }
    // They are gone with this call.
    _ = sheriff_curl_set_headers(curl, nil)
    _ = sheriff_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, nil)
    return code
  }

  private func outcome(
    _ code: CURLcode, _ status: Int, _ exchange: WebhookExchange, _ curl: UnsafeMutableRawPointer
  ) -> CarriedOutcome {
    // An answer of which more came than was wanted is an answer.
    guard code == CURLE_OK || (code == CURLE_WRITE_ERROR && exchange.isFull && status > 0) else {
      if code == CURLE_ABORTED_BY_CALLBACK, exchange.isAbandoned { return .abandoned }
      if let refusal = exchange.refusal { return .failed(refusal) }
      let own = String(cString: exchange.reason)
      return .failed(own.isEmpty ? String(cString: curl_easy_strerror(code)) : own)
    }
    guard exchange.isHeadWhole else { return .failed("the connection ended within the answer") }
    if (200..<300).contains(status) { return .delivered }
    let said = exchange.answer
    let reason = "answered \(status)" + (said.isEmpty ? "" : ": \(said)")
    if (300..<400).contains(status) {
      return .failed("answered \(status), and redirects are not followed; name the URL it leads to")
    }
    if (400..<500).contains(status), ![408, 425, 429].contains(status) { return .refused(reason) }
    let after = sheriff_curl_retry_after(curl)
    return .failed(reason, after: after < 0 ? nil : .seconds(after))
  }
}

/// The library's list of headers. Owns it.
private struct WebhookHeaders: ~Copyable {
  private(set) var list: UnsafeMutablePointer<curl_slist>?

  mutating func add(_ line: String) { list = curl_slist_append(list, line) ?? list }

  deinit { curl_slist_free_all(list) }
}
