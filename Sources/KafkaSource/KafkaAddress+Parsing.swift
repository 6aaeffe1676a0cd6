import Foundation
public import Records

extension KafkaAddress {
  /// Reads an address. What is wrong is said without repeating what might be a secret: a value that was not understood is
  /// named by its place.
  public init(_ text: String) throws(SourceError) {
    let name = KafkaAddress.withoutSecrets(text)
    func refused(_ message: String) -> SourceError { SourceError(.badAddress, source: name, message) }

    let scheme = "kafka://"
    guard text.hasPrefix(scheme) else { throw refused("a Kafka address begins with \(scheme)") }
    let parts = text.dropFirst(scheme.count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var place = parts[0]
    var user: String?
    if let at = place.lastIndex(of: "@") {
      let holder = place[..<at]
      guard !holder.contains(":") else { throw refused(KafkaAddress.passwordRefusal) }
      guard let decoded = KafkaAddress.decoded(holder), !decoded.isEmpty else {
        throw refused("the user before @ is empty or badly encoded")
      }
      user = decoded
      place = place[place.index(after: at)...]
    }
    guard let slash = place.firstIndex(of: "/") else {
      throw refused("no topic; write kafka://host:port/topic, several with commas between them")
    }
    let hosts = place[..<slash].split(separator: ",", omittingEmptySubsequences: false)
    var brokers: [String] = []
    for (index, host) in hosts.enumerated() {
      guard let broker = KafkaAddress.broker(host) else {
        throw refused(
          "broker \(index + 1) of \(hosts.count) is no host:port; a port is a number from 1 to 65535, an IPv6 address stands in [ ]"
        )
      }
      brokers.append(broker)
    }
    let names = place[place.index(after: slash)...].split(separator: ",", omittingEmptySubsequences: false)
    var topics: [String] = []
    for (index, topic) in names.enumerated() {
      guard KafkaAddress.isTopic(topic) else {
        throw refused(
          "topic \(index + 1) of \(names.count) is no topic's name: up to 249 letters, digits, dots, underscores and hyphens")
      }
      guard !topics.contains(String(topic)) else { throw refused("topic \(topic) is named twice") }
      topics.append(String(topic))
    }

    var options = try KafkaOptions(parts.count > 1 ? parts[1] : "", source: name)
    let group = try options.take("group") ?? KafkaAddress.groupDefault
    let encryption = try options.encryption()
    let login = try options.login(user: user, isEncryptionSaid: options.saidEncryption, encryption)
    try options.finish()
    self.init(
      brokers: brokers, topics: topics, group: group, encryption: encryption, login: login, properties: options.properties)
    // Under the name without options: one of them may be what is refused.
    try KafkaConfiguration.check(options.properties, source: name)
  }

  static let passwordRefusal =
    "an address is seen by others, so it holds no password; keep it in the variable \(passwordVariableDefault), "
    + "or name where it is by password-env=NAME or password-file=FILE"

  /// What can be shown of a text that may not be an address at all.
  static func withoutSecrets(_ text: String) -> String {
    guard text.hasPrefix("kafka://") else { return "Kafka address" }
    let body = text.dropFirst("kafka://".count)
    // Without a user nothing before the options is secret; a colon can only lead to a port.
    guard let at = body.lastIndex(of: "@") else {
      let place = body.prefix { $0 != "?" }
      return place.contains("/") ? "kafka://" + place : "kafka://…"
    }
    // A question mark before the last @ may be part of a password.
    guard !body[..<at].contains("?") else { return "kafka://…" }
    return "kafka://…" + body[at...].prefix { $0 != "?" }
  }

  /// Text without percent signs; nil where it is broken or holds what no name has.
  static func decoded(_ text: Substring) -> String? {
    guard let decoded = String(text).removingPercentEncoding,
      !decoded.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else { return nil }
    return decoded
  }

  private static func broker(_ text: Substring) -> String? {
    var host = text
    var port = String(portDefault)
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = text[...end]
      let rest = text[text.index(after: end)...]
      let digits = host.dropFirst().dropLast()
      guard !digits.isEmpty, digits.allSatisfy({ $0.isHexDigit && $0.isASCII || $0 == ":" || $0 == "." }) else { return nil }
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      if !rest.isEmpty { port = String(rest.dropFirst()) }
    } else {
      if let colon = text.firstIndex(of: ":") {
        host = text[..<colon]
        port = String(text[text.index(after: colon)...])
      }
      guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || ".-_".contains($0) }) else {
        return nil
      }
    }
    guard port.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }), let number = UInt16(port), number > 0
    else { return nil }
    return "\(host):\(number)"
  }

  private static func isTopic(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.count <= 249 && text != "." && text != ".."
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "._-".contains($0) }
  }
}
