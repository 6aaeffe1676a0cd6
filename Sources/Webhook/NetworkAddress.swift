import Glibc

/// An address that a name was resolved to, and who can be reached there.
struct NetworkAddress: Equatable, CustomStringConvertible {
  enum Kind: String {
    case everybody = "public"
    case loopback
    case inside = "private"
    case link = "link-local"
    /// Of no single host that one should speak to: unspecified, multicast, documentation, tunnels.
    case nobody = "reserved"
  }

  /// Four, or sixteen.
  let bytes: [UInt8]

  init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = withUnsafeBytes(of: &four) { Array($0) }
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      bytes = withUnsafeBytes(of: &six) { Array($0) }
    } else {
      return nil
    }
  }

  init?(_ address: UnsafePointer<sockaddr>) {
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
      }
    case AF_INET6:
      bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
        withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
      }
    default: return nil
    }
  }

  private init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "an unknown address" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  var kind: Kind { bytes.count == 4 ? kindOfFour : kindOfSixteen }

  private func begins(_ prefix: [UInt8], bits: Int) -> Bool {
    for bit in 0..<bits {
      let mask: UInt8 = 0x80 >> UInt8(bit % 8)
      let wanted = bit / 8 < prefix.count ? prefix[bit / 8] : 0
      if bytes[bit / 8] & mask != wanted & mask { return false }
    }
    return true
  }

  /// After the IANA's registry of special addresses.
  private var kindOfFour: Kind {
    if begins([127], bits: 8) { return .loopback }
    if begins([169, 254], bits: 16) { return .link }
    let inside: [([UInt8], Int)] = [([10], 8), ([172, 16], 12), ([192, 168], 16), ([100, 64], 10)]
    if inside.contains(where: { begins($0.0, bits: $0.1) }) { return .inside }
    let nobody: [([UInt8], Int)] = [
      ([0], 8), ([192, 0, 0], 24), ([192, 0, 2], 24), ([192, 88, 99], 24), ([198, 18], 15), ([198, 51, 100], 24),
      ([203, 0, 113], 24),
      ([224], 4), ([240], 4),
    ]
    return nobody.contains { begins($0.0, bits: $0.1) } ? .nobody : .everybody
  }

  private var kindOfSixteen: Kind {
    let zeros = [UInt8](repeating: 0, count: 15)
    if begins(zeros + [1], bits: 128) { return .loopback }
    // Addresses of the old kind in the new form.
    if begins(zeros.dropLast(5) + [0xFF, 0xFF], bits: 96) { return NetworkAddress(bytes: bytes[12...]).kind }
    if begins([0, 0x64, 0xFF, 0x9B], bits: 96) { return NetworkAddress(bytes: bytes[12...]).kind }
    if begins([0x20, 0x02], bits: 16) { return NetworkAddress(bytes: bytes[2..<6]).kind }
    if begins([0xFE, 0x80], bits: 10) { return .link }
    if begins([0xFC], bits: 7) || begins([0xFE, 0xC0], bits: 10) { return .inside }
    if begins([0x20, 0x01], bits: 23) || begins([0x20, 0x01, 0x0D, 0xB8], bits: 32) { return .nobody }
    return begins([0x20], bits: 3) ? .everybody : .nobody
  }
}
