import CCurl

/// A URL, taken apart by the library that will speak to it, so that no two readings of one text can differ.
public struct WebhookAddress: Hashable, Sendable {
  public let text: String
  let host: String
  let port: Int
  let isPlain: Bool

  var usualPort: Int { isPlain ? 80 : 443 }

  public init(_ text: String) throws(WebhookError) {
    guard let parts = curl_url() else { throw WebhookError("out of memory") }
    defer { curl_url_cleanup(parts) }
    let code = curl_url_set(parts, CURLUPART_URL, text, 0)
    guard code == CURLUE_OK else {
      throw WebhookError("`\(text)` is no URL: \(String(cString: curl_url_strerror(code)).lowercased())")
    }
    func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard curl_url_get(parts, part, &value, flags) == CURLUE_OK, let value else { return nil }
      defer { curl_free(value) }
      return String(cString: value)
    }
    let scheme = part(CURLUPART_SCHEME)?.lowercased()
    guard scheme == "https" || scheme == "http" else { throw WebhookError("`\(text)`: a webhook's URL begins with https://") }
    guard part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil else {
      throw WebhookError("a webhook's URL has no user and no password, since others can read it; sign with a secret instead")
    }
    guard let host = part(CURLUPART_HOST)?.lowercased(), !host.isEmpty,
      let port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) }), let whole = part(CURLUPART_URL)
    else { throw WebhookError("`\(text)` names no host") }
    // A zone names an interface of this machine.
    guard part(CURLUPART_ZONEID) == nil else { throw WebhookError("`\(text)`: an address with a zone is link-local") }
    self.text = whole
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    (self.port, isPlain) = (port, scheme == "http")
  }

  /// Without what stands behind `?`, which is often a secret.
  public var shown: String { String(text.prefix { $0 != "?" }) }
}
