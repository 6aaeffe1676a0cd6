import Testing

@testable import Webhook

@Suite struct AddressTests {
  /// After the IANA's registries of special addresses, and the forms in which one is hidden in another.
  @Test(arguments: [
    ("127.0.0.1", "loopback"), ("127.255.0.9", "loopback"), ("::1", "loopback"), ("::ffff:127.0.0.1", "loopback"),
    ("64:ff9b::7f00:1", "loopback"), ("2002:7f00:1::", "loopback"),
    ("10.0.0.1", "private"), ("172.16.0.1", "private"), ("172.31.255.255", "private"), ("192.168.1.1", "private"),
    ("100.64.0.1", "private"), ("100.127.9.9", "private"), ("fc00::1", "private"), ("fd12::1", "private"),
    ("fec0::1", "private"), ("::ffff:10.1.2.3", "private"), ("64:ff9b::c0a8:101", "private"), ("2002:a00:1::1", "private"),
    ("169.254.169.254", "link-local"), ("fe80::1", "link-local"), ("::ffff:169.254.169.254", "link-local"),
    ("0.0.0.0", "reserved"), ("0.1.2.3", "reserved"), ("192.0.0.1", "reserved"), ("192.0.2.1", "reserved"),
    ("198.18.0.1", "reserved"), ("198.51.100.1", "reserved"), ("203.0.113.9", "reserved"), ("224.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"), ("240.0.0.1", "reserved"), ("::", "reserved"), ("::7f00:1", "reserved"),
    ("ff02::1", "reserved"), ("2001::1", "reserved"), ("2001:db8::1", "reserved"), ("4000::1", "reserved"),
    ("9.255.255.255", "public"), ("11.0.0.0", "public"), ("172.15.0.1", "public"), ("172.32.0.1", "public"),
    ("100.63.0.1", "public"), ("100.128.0.1", "public"), ("169.253.0.1", "public"), ("192.167.0.1", "public"),
    ("93.184.216.34", "public"), ("2606:2800:220:1::1", "public"), ("2001:4860:4860::8888", "public"),
    ("::ffff:93.184.216.34", "public"),
  ])
  func everyAddressIsOfOneKind(_ text: String, _ kind: String) throws {
    #expect(try #require(NetworkAddress(text)).kind.rawValue == kind)
  }

  @Test func aHostIsAllowedByNameAndPort() throws {
    func isNamed(_ url: String, by host: String) throws -> Bool { try AllowedHost(host).names(WebhookAddress(url)) }
    #expect(try isNamed("https://Hooks.Example.com/x", by: "hooks.example.COM"))
    #expect(try isNamed("https://hooks.example.com:8443/x", by: "hooks.example.com:8443=private"))
    #expect(try isNamed("https://[2606:2800::1]:99/", by: "[2606:2800::1]:99"))
    #expect(try isNamed("http://127.0.0.1/x", by: "127.0.0.1:80"))
    // As the library reads it, so is it asked.
    #expect(try isNamed("https://0x7f.1/x", by: "127.0.0.1"))
    #expect(try !isNamed("https://hooks.example.com:8443/x", by: "hooks.example.com"))
    #expect(try !isNamed("https://hooks.example.com/x", by: "hooks.example.com:8443"))
    #expect(try !isNamed("https://a.hooks.example.com/x", by: "hooks.example.com"))
    #expect(try !isNamed("https://hooks.example.com.evil.test/x", by: "hooks.example.com"))
    #expect(try !isNamed("https://evil.test/#@hooks.example.com", by: "hooks.example.com"))
  }

  @Test func whoMayBeSpokenToUnderWhichName() throws {
    func refusal(_ host: String, _ address: String, plain: Bool = false) throws -> String? {
      try AllowedHost(host).refusal(of: try #require(NetworkAddress(address)), isPlain: plain)
    }
    #expect(try refusal("hooks.example.com", "93.184.216.34") == nil)
    #expect(try refusal("hooks.example.com", "10.0.0.1") != nil)
    #expect(try refusal("hooks.example.com", "127.0.0.1") != nil)
    #expect(try refusal("hooks.example.com", "::ffff:169.254.169.254") != nil)
    #expect(try refusal("hooks.example.com=private", "10.0.0.1") == nil)
    #expect(try refusal("hooks.example.com=private", "127.0.0.1") == nil)
    // Where machines in a cloud learn their secrets.
    #expect(try refusal("hooks.example.com=private", "169.254.169.254") != nil)
    #expect(try refusal("169.254.169.254", "169.254.169.254") == nil)
    #expect(try refusal("10.0.0.1", "10.0.0.1") == nil)
    #expect(try refusal("10.0.0.1", "10.0.0.2") != nil)
    #expect(try refusal("localhost=private", "127.0.0.1", plain: true) == nil)
    #expect(try refusal("127.0.0.1", "127.0.0.1", plain: true) == nil)
    #expect(try refusal("hooks.example.com=private", "10.0.0.1", plain: true) != nil)
    #expect(try refusal("hooks.example.com", "93.184.216.34", plain: true) != nil)
  }

  @Test func whatNamesNoHostOrNoURLIsRefused() {
    for text in [
      "", ":80", "host:", "host:0", "host:99999", "host:x", "[::1", "https://host/", "a host", "*.example.com", "a@b", "[]",
    ] {
      #expect(throws: WebhookError.self, "\(text)") { try AllowedHost(text) }
    }
    for text in [
      "", "hooks", "ftp://host/x", "file:///etc/passwd", "https://user@host/", "https://u:p@host/", "https://",
      "https://[fe80::1%25lo]/",
    ] {
      #expect(throws: WebhookError.self, "\(text)") { try WebhookAddress(text) }
    }
  }

  @Test func whatIsOftenASecretIsNotShown() throws {
    #expect(try WebhookAddress("https://hooks.example.com/a?token=quiet").shown == "https://hooks.example.com/a")
  }
}
