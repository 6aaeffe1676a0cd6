import Records

/// The options of an address, taken one after the other; what is left over at the end was meant as something.
struct KafkaOptions {
  private let source: String
  private var values: [String: String] = [:]
  private(set) var properties: [String: String] = [:]
  let saidEncryption: Bool

  static let names = [
    "group", "password-env", "password-file", "sasl", "tls", "tls-ca", "tls-certificate", "tls-key", "tls-key-password-env",
    "tls-key-password-file",
  ]

  init(_ text: Substring, source: String) throws(SourceError) {
    self.source = source
    func refused(_ message: String) -> SourceError { SourceError(.badAddress, source: source, message) }
    let pieces = text.isEmpty ? [] : text.split(separator: "&", omittingEmptySubsequences: false)
    for (index, piece) in pieces.enumerated() {
      let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(halves[0])
      // A name with other signs may be the end of something secret, and is not repeated.
      let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "._-".contains($0) }
      guard !name.isEmpty, isName, halves.count == 2 else {
        throw refused("option \(index + 1) is no name=value; the names are \(KafkaOptions.names.joined(separator: ", "))")
      }
      guard let value = KafkaAddress.decoded(halves[1]), !value.isEmpty else {
        throw refused("the option \(name) has no value, or one that is badly encoded")
      }
      guard !["password", "secret", "tls-key-password"].contains(name.lowercased()) else {
        throw refused(KafkaAddress.passwordRefusal)
      }
      let isNew: Bool
      if name.hasPrefix("rdkafka.") {
        isNew = properties.updateValue(value, forKey: String(name.dropFirst("rdkafka.".count))) == nil
      } else {
        isNew = values.updateValue(value, forKey: name) == nil
      }
      guard isNew else { throw refused("the option \(name) is given twice") }
    }
    saidEncryption = values["tls"] != nil
  }

  mutating func take(_ name: String) throws(SourceError) -> String? { values.removeValue(forKey: name) }

  private func refused(_ message: String) -> SourceError { SourceError(.badAddress, source: source, message) }

  /// A secret's place, by the environment or by a file, not both.
  private mutating func secret(_ name: String) throws(SourceError) -> KafkaSecret? {
    let variable = try take(name + "-env")
    let file = try take(name + "-file")
    guard variable == nil || file == nil else { throw refused("\(name)-env and \(name)-file are both given; leave one") }
    return variable.map { .environment($0) } ?? file.map { .file($0) }
  }

  mutating func encryption() throws(SourceError) -> KafkaEncryption {
    let word = try take("tls")
    let certificates = KafkaCertificates(
      authority: try take("tls-ca"), certificate: try take("tls-certificate"), key: try take("tls-key"),
      keyPassword: try secret("tls-key-password"))
    switch word {
    case nil, "off":
      guard certificates == KafkaCertificates() else { throw refused("certificates are given without tls=on; add it") }
      return .none
    case "on", "unverified":
      guard (certificates.certificate == nil) == (certificates.key == nil) else {
        throw refused("tls-certificate and tls-key belong together; give both or neither")
      }
      guard certificates.keyPassword == nil || certificates.key != nil else {
        throw refused("a password is given for a key, but no tls-key")
      }
      return .on(certificates, isVerified: word == "on")
    default: throw refused("tls is on, off or unverified")
    }
  }

  mutating func login(
    user: String?, isEncryptionSaid: Bool, _ encryption: KafkaEncryption
  ) throws(SourceError) -> KafkaLogin? {
    let word = try take("sasl")
    let password = try secret("password")
    guard let word else {
      guard user == nil, password == nil else {
        throw refused("a user or a password is given, but not how to log in; add sasl=scram-sha-512, scram-sha-256 or plain")
      }
      return nil
    }
    guard let mechanism = KafkaLogin.Mechanism(rawValue: word.uppercased()) else {
      throw refused("sasl is plain, scram-sha-256 or scram-sha-512")
    }
    guard let user else { throw refused("sasl needs a user; write kafka://user@host:port/topic") }
    guard mechanism != .plain || encryption != .none || isEncryptionSaid else {
      throw refused("sasl=plain without tls sends the password in the clear; add tls=on, or tls=off if that is meant")
    }
    return KafkaLogin(
      mechanism: mechanism, user: user, password: password ?? .environment(KafkaAddress.passwordVariableDefault))
  }

  func finish() throws(SourceError) {
    guard let unknown = values.keys.sorted().first else { return }
    throw refused(
      "there is no option \(unknown); there are \(KafkaOptions.names.joined(separator: ", ")), "
        + "and rdkafka.NAME for librdkafka's own properties")
  }
}
