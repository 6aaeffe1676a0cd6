/// HMAC with SHA-256 (RFC 2104): proves to whoever knows the same secret that a message was not altered.
public enum HMAC {
  private static let blockBytes = 64

  /// The code in hexadecimal.
  public static func sha256(_ message: [UInt8], secret: [UInt8]) -> String {
    var key = secret.count > blockBytes ? SHA256.digest(secret) : secret
    key += [UInt8](repeating: 0, count: blockBytes - key.count)
    return SHA256.hash(key.map { $0 ^ 0x5C } + SHA256.digest(key.map { $0 ^ 0x36 } + message))
  }
}
