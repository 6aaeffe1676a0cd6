import Records

enum RightHash {
  static func text(_ body: some StringProtocol) -> String {
    "sheriff distributions 1\n\(SHA256.hash(String(body)))\n\(body)\n"
  }
}
