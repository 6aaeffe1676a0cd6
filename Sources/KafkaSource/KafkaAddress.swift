/// Which topics of which brokers to read, in what group, and how to get in:
/// `kafka://[user@]host[:port][,host[:port]…]/topic[,topic…][?option=value&…]`.
///
/// An address stands in scripts, process lists and logs, so it never holds a secret: it names where the secret is.
public struct KafkaAddress: Hashable, Sendable {
  /// `host:port` each; an IPv6 address in square brackets.
  public var brokers: [String]
  public var topics: [String]
  /// Consumers of one group share the partitions of a topic among them.
  public var group: String
  public var encryption: KafkaEncryption
  public var login: KafkaLogin?
  /// Further properties of librdkafka by their own names.
  public var properties: [String: String]

  public static let groupDefault = "sheriff"
  public static let portDefault = 9092
  public static let passwordVariableDefault = "SHERIFF_KAFKA_PASSWORD"
}

/// Whether the connection is encrypted, and who is believed.
public enum KafkaEncryption: Hashable, Sendable {
  case none
  case on(KafkaCertificates, isVerified: Bool)
}

/// Files in the PEM format. Without an authority the system's own are believed.
public struct KafkaCertificates: Hashable, Sendable {
  public var authority: String?
  public var certificate: String?
  public var key: String?
  public var keyPassword: KafkaSecret?

  public init(
    authority: String? = nil, certificate: String? = nil, key: String? = nil, keyPassword: KafkaSecret? = nil
  ) {
    (self.authority, self.certificate, self.key, self.keyPassword) = (authority, certificate, key, keyPassword)
  }
}

public struct KafkaLogin: Hashable, Sendable {
  public enum Mechanism: String, CaseIterable, Sendable {
    case plain = "PLAIN"
    case scramSHA256 = "SCRAM-SHA-256"
    case scramSHA512 = "SCRAM-SHA-512"
  }

  public var mechanism: Mechanism
  public var user: String
  public var password: KafkaSecret
}

/// Where a secret is, never what it is.
public enum KafkaSecret: Hashable, Sendable {
  case environment(String)
  case file(String)
}

extension KafkaAddress: CustomStringConvertible {
  /// The same address in its one written form. It can be read again and holds no secret.
  public var description: String {
    var options: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { options.append(name + "=" + KafkaAddress.encoded(value)) }
    }
    add("group", group == KafkaAddress.groupDefault ? nil : group)
    switch encryption {
    case .none:
      // Whoever sends a password in the clear has said so.
      add("tls", login?.mechanism == .plain ? "off" : nil)
    case .on(let certificates, let isVerified):
      add("tls", isVerified ? "on" : "unverified")
      add("tls-ca", certificates.authority)
      add("tls-certificate", certificates.certificate)
      add("tls-key", certificates.key)
      switch certificates.keyPassword {
      case .environment(let name): add("tls-key-password-env", name)
      case .file(let path): add("tls-key-password-file", path)
      case nil: break
      }
    }
    if let login {
      add("sasl", login.mechanism.rawValue.lowercased())
      switch login.password {
      case .environment(let name): add("password-env", name == KafkaAddress.passwordVariableDefault ? nil : name)
      case .file(let path): add("password-file", path)
      }
    }
    for (name, value) in properties.sorted(by: { $0.key < $1.key }) { add("rdkafka." + name, value) }
    return "kafka://" + (login.map { KafkaAddress.encoded($0.user) + "@" } ?? "") + brokers.joined(separator: ",") + "/"
      + topics.joined(separator: ",") + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
  }

  /// Percent signs for every byte that could mean something in an address.
  static func encoded(_ text: String) -> String {
    var written = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"):
        written.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        written += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return written
  }
}
