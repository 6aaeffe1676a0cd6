/// A host that may be spoken to, as an operator names it: `HOST`, `HOST:PORT`, either with `=private` behind it. An address of IPv6
/// stands in brackets.
public struct AllowedHost: Hashable, Sendable, CustomStringConvertible {
  /// In small letters; an address of IPv6 without its brackets.
  let host: String
  /// Nil for the usual one.
  let port: Int?
  /// Whether its name may lead to addresses of the company's own network, or of this machine.
  let isPrivate: Bool
  public let description: String

  public init(_ text: String) throws(WebhookError) {
    description = text
    var rest = text[...]
    isPrivate = text.hasSuffix("=private")
    if isPrivate { rest = rest.dropLast("=private".count) }
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { throw AllowedHost.failure(text) }
      host = rest[rest.index(after: rest.startIndex)..<end].lowercased()
      rest = rest[rest.index(after: end)...]
    } else {
      host = rest.prefix { $0 != ":" }.lowercased()
      rest = rest.drop { $0 != ":" }
    }
    if rest.isEmpty {
      port = nil
    } else {
      guard rest.first == ":", let number = UInt16(rest.dropFirst()), number > 0 else { throw AllowedHost.failure(text) }
      port = Int(number)
    }
    guard !host.isEmpty, !host.contains(where: { "/@=*, ".contains($0) }) else { throw AllowedHost.failure(text) }
  }

  private static func failure(_ text: String) -> WebhookError {
    WebhookError(
      "`\(text)` names no host: expected HOST, HOST:PORT or [ADDRESS]:PORT, and `=private` behind it where it is inside")
  }

  func names(_ address: WebhookAddress) -> Bool { host == address.host && (port ?? address.usualPort) == address.port }

  /// Why this address may not be spoken to under this name; nil where it may.
  func refusal(of address: NetworkAddress, isPlain: Bool) -> String? {
    let kind = address.kind
    // What is not encrypted stays on this machine.
    if isPlain { return kind == .loopback && isNamed(address) ? nil : "plain http goes to this machine only" }
    if kind == .everybody || isNamed(address) && kind != .nobody { return nil }
    return "it is \(kind.rawValue), and "
      + (isPrivate
        ? "`=private` allows private and loopback ones only" : "the list of allowed hosts does not say `\(host)=private`")
  }

  private func isNamed(_ address: NetworkAddress) -> Bool {
    NetworkAddress(host) == address || isPrivate && (address.kind == .inside || address.kind == .loopback)
  }
}

/// Why a webhook cannot be set up.
public struct WebhookError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
