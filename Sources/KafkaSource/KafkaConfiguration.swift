import CKafka
import Foundation
import Records

/// Settings of librdkafka under construction; the client that is made of them owns them from then on.
final class KafkaConfiguration {
  /// Nil once a client owns it.
  private var handle: OpaquePointer?
  private let source: String

  /// What an address's own parts say, or what must hold so that nothing is lost or read twice.
  private static let reserved: [String: String] = [
    "bootstrap.servers": "the brokers stand before the topic", "metadata.broker.list": "the brokers stand before the topic",
    "group.id": "use group=NAME", "security.protocol": "use tls= and sasl=", "ssl.ca.location": "use tls-ca=FILE",
    "ssl.certificate.location": "use tls-certificate=FILE", "ssl.key.location": "use tls-key=FILE",
    "enable.ssl.certificate.verification": "use tls=unverified", "sasl.mechanism": "use sasl=",
    "sasl.mechanisms": "use sasl=", "sasl.username": "the user stands before @",
    "enable.auto.commit": "a position is committed only after what was read is kept",
    "auto.commit.enable": "a position is committed only after what was read is kept",
    "enable.auto.offset.store": "a position is committed only after what was read is kept",
    "auto.offset.reset": "what the broker no longer has is told, and never skipped silently",
    "isolation.level": "only what producers have committed is read",
    "enable.partition.eof": "the ends of partitions are always told",
    "test.mock.num.brokers": "it would read from brokers that do not exist",
    "ssl.engine.location": "an address runs no other program",
    "sasl.kerberos.kinit.cmd": "an address runs no other program",
  ]

  /// Whatever holds a secret, by its name.
  private static func isSecret(_ name: String) -> Bool {
    ["password", "secret", ".pem", "oauthbearer.config"].contains { name.contains($0) }
  }

  /// Holds properties against librdkafka's own table of them.
  static func check(_ properties: [String: String], source: String) throws(SourceError) {
    let trial = try KafkaConfiguration(source: source)
    try trial.set(properties)
  }

  private init(source: String) throws(SourceError) {
    guard let handle = rd_kafka_conf_new() else { throw SourceError(.internal, source: source, "librdkafka has no memory") }
    (self.handle, self.source) = (handle, source)
  }

  /// All that a consumer of this address is set to. Secrets are fetched here, and kept nowhere else.
  convenience init(_ address: KafkaAddress, environment: [String: String]) throws(SourceError) {
    try self.init(source: address.description)
    for (name, value) in KafkaConfiguration.defaults { try set(name, value) }
    try set(address.properties)
    try set("bootstrap.servers", address.brokers.joined(separator: ","))
    try set("group.id", address.group)
    try secure(address, environment)
    rd_kafka_conf_set_events(
      handle,
      RD_KAFKA_EVENT_FETCH | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_OFFSET_COMMIT | RD_KAFKA_EVENT_STATS
    )
    // Whatever matters comes as an event; librdkafka writes on standard error only where its own log was asked for.
    if address.properties["debug"] == nil { rd_kafka_conf_set_log_cb(handle, nil) }
  }

  private static let defaults = [
    ("client.id", "sheriff"), ("enable.auto.commit", "false"), ("enable.auto.offset.store", "false"),
    ("auto.offset.reset", "error"), ("isolation.level", "read_committed"), ("enable.partition.eof", "true"),
    ("allow.auto.create.topics", "false"), ("partition.assignment.strategy", "cooperative-sticky"),
    // What waits to be taken is bounded; the broker keeps the rest.
    ("queued.max.messages.kbytes", "16384"), ("statistics.interval.ms", "5000"),
  ]

  private func secure(_ address: KafkaAddress, _ environment: [String: String]) throws(SourceError) {
    var isEncrypted = false
    if case .on(let certificates, let isVerified) = address.encryption {
      isEncrypted = true
      try set("enable.ssl.certificate.verification", isVerified ? "true" : "false")
      // A certificate of another host is as good as none.
      try set("ssl.endpoint.identification.algorithm", isVerified ? "https" : "none")
      for (name, path) in [
        ("ssl.ca.location", certificates.authority), ("ssl.certificate.location", certificates.certificate),
        ("ssl.key.location", certificates.key),
      ] { if let path { try set(name, path) } }
      if let secret = certificates.keyPassword { try set("ssl.key.password", try fetched(secret, environment)) }
    }
    if let login = address.login {
      try set("sasl.mechanisms", login.mechanism.rawValue)
      try set("sasl.username", login.user)
      try set("sasl.password", try fetched(login.password, environment))
    }
    try set("security.protocol", (address.login == nil ? "" : "sasl_") + (isEncrypted ? "ssl" : "plaintext"))
  }

  private func fetched(_ secret: KafkaSecret, _ environment: [String: String]) throws(SourceError) -> String {
    switch secret {
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw SourceError(
          .badAddress, source: source, "the variable \(name) holds no password; set it, or name a file by password-file=FILE")
      }
      return value
    case .file(let path):
      guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
        throw SourceError(
          .notFound, source: source, "the password's file \(path) cannot be read; see that it is there and readable")
      }
      // Editors end a file with a line feed, which is no part of the password.
      let line = text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
      guard !line.isEmpty, !line.unicodeScalars.contains("\0") else {
        throw SourceError(.badAddress, source: source, "the password's file \(path) is empty or no text")
      }
      return line
    }
  }

  private func set(_ properties: [String: String]) throws(SourceError) {
    for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
      guard !KafkaConfiguration.isSecret(name) else {
        throw SourceError(.badAddress, source: source, KafkaAddress.passwordRefusal)
      }
      // A plugin is a library that is loaded; an address brings no program code.
      let reason = name.hasPrefix("plugin.") ? "an address runs no other program" : KafkaConfiguration.reserved[name]
      if let reason {
        throw SourceError(.badAddress, source: source, "rdkafka.\(name) cannot be set: \(reason)")
      }
      try set(name, value)
    }
  }

  private func set(_ name: String, _ value: String) throws(SourceError) {
    let (result, message) = failureText { rd_kafka_conf_set(handle, name, value, $0, $1) }
    guard result == RD_KAFKA_CONF_OK else {
      throw SourceError(
        .badAddress, source: source, KafkaConfiguration.isSecret(name) ? "librdkafka does not accept \(name)" : message)
    }
  }

  /// A client made of the settings.
  func consumer() throws(SourceError) -> OpaquePointer {
    let (client, message) = failureText { rd_kafka_new(RD_KAFKA_CONSUMER, handle, $0, $1) }
    guard let client else { throw SourceError(.badAddress, source: source, message) }
    handle = nil
    return client
  }

  deinit {
    if let handle { rd_kafka_conf_destroy(handle) }
  }
}

/// Calls what writes its reason into a buffer.
func failureText<Result>(_ body: (UnsafeMutablePointer<CChar>?, Int) -> Result) -> (Result, String) {
  var text = [CChar](repeating: 0, count: 512)
  let result = text.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
  return (result, String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
}
