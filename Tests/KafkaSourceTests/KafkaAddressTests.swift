import KafkaSource
import Records
import TestSupport
import Testing

@Suite struct KafkaAddressTests {
  private func refusal(_ text: String) -> String {
    do throws(SourceError) {
      let address = try KafkaAddress(text)
      Issue.record("\(text) was read as \(address)")
      return ""
    } catch {
      #expect(error.code == .badAddress)
      return error.description
    }
  }

  @Test func brokersTopicsAndGroupAreRead() throws {
    let address = try KafkaAddress("kafka://one:9093,two.example.com,[::1]:9094/orders,returns?group=fraud%20desk")
    #expect(address.brokers == ["one:9093", "two.example.com:9092", "[::1]:9094"])
    #expect(address.topics == ["orders", "returns"])
    #expect(address.group == "fraud desk")
    #expect(address.encryption == .none && address.login == nil && address.properties.isEmpty)
    #expect("\(address)" == "kafka://one:9093,two.example.com:9092,[::1]:9094/orders,returns?group=fraud%20desk")
    #expect(try KafkaAddress("kafka://one/orders").group == "sheriff")
  }

  @Test func encryptionAndLoginAreRead() throws {
    let address = try KafkaAddress(
      "kafka://desk@one/orders?tls=on&tls-ca=/etc/ca.pem&tls-certificate=c.pem&tls-key=k.pem&tls-key-password-file=/run/k"
        + "&sasl=scram-sha-512&password-env=KAFKA_WORD&rdkafka.socket.timeout.ms=5000")
    #expect(
      address.encryption
        == .on(
          KafkaCertificates(authority: "/etc/ca.pem", certificate: "c.pem", key: "k.pem", keyPassword: .file("/run/k")),
          isVerified: true))
    #expect(address.login?.mechanism == .scramSHA512 && address.login?.user == "desk")
    #expect(address.login?.password == .environment("KAFKA_WORD"))
    #expect(address.properties == ["socket.timeout.ms": "5000"])
    #expect(try KafkaAddress("\(address)") == address)
    let plain = try KafkaAddress("kafka://desk@one/orders?tls=off&sasl=plain")
    #expect(plain.login?.password == .environment(KafkaAddress.passwordVariableDefault))
    #expect(try KafkaAddress("\(plain)") == plain)
    #expect(try KafkaAddress("kafka://one/orders?tls=unverified").encryption == .on(KafkaCertificates(), isVerified: false))
  }

  @Test(arguments: [
    ("orders.csv", "begins with kafka://"), ("kafka://one", "no topic"), ("kafka://one/", "topic 1 of 1"),
    ("kafka:///orders", "broker 1 of 1"), ("kafka://one:0/orders", "a number from 1 to 65535"),
    ("kafka://one,,two/orders", "broker 2 of 3"), ("kafka://one:65536/orders", "broker 1"), ("kafka://[::1/orders", "broker 1"),
    ("kafka://one/or ders", "topic 1"), ("kafka://one/^orders.*", "topic 1"), ("kafka://one/a,a", "named twice"),
    ("kafka://one/..", "topic 1"), ("kafka://one/orders?", ""), ("kafka://one/orders?group", "option 1 is no name=value"),
    ("kafka://one/orders?group=", "group has no value"), ("kafka://one/orders?group=%zz", "badly encoded"),
    ("kafka://one/orders?group=a%00b", "badly encoded"), ("kafka://one/orders?groups=a", "no option groups; there are group,"),
    ("kafka://one/orders?group=a&group=b", "given twice"), ("kafka://one/orders?tls=yes", "on, off or unverified"),
    ("kafka://one/orders?tls-ca=a.pem", "without tls=on"), ("kafka://one/orders?tls=on&tls-key=a", "belong together"),
    ("kafka://one/orders?sasl=plain", "sasl needs a user"), ("kafka://desk@one/orders", "not how to log in"),
    ("kafka://desk@one/orders?sasl=gssapi", "sasl is plain, scram-sha-256 or scram-sha-512"),
    ("kafka://desk@one/orders?sasl=plain", "in the clear"), ("kafka://@one/orders", "the user before @"),
    ("kafka://desk@one/orders?sasl=plain&tls=on&password-env=A&password-file=b", "both given"),
    ("kafka://one/orders?rdkafka.no.such.thing=1", "No such configuration property"),
    ("kafka://one/orders?rdkafka.socket.timeout.ms=soon", "socket.timeout.ms"),
    ("kafka://one/orders?rdkafka.enable.auto.commit=true", "committed only after"),
    ("kafka://one/orders?rdkafka.group.id=a", "use group=NAME"),
    ("kafka://one/orders?rdkafka.plugin.anything=a", "runs no other program"),
  ])
  func whatIsWrongIsSaid(_ text: String, _ part: String) {
    if part.isEmpty { return }
    let message = refusal(text)
    #expect(message.contains(part), "\(message)")
  }

  @Test(arguments: [
    "kafka://desk:hunter2@one/orders?sasl=plain&tls=on", "kafka://desk:hun/ter2@one/orders", "kafka://desk:hunter2?@one/orders",
    "kafka://desk:@hunter2@one/orders", "kafka://desk@one/orders?sasl=plain&tls=on&password=hunter2",
    "kafka://one/orders?rdkafka.sasl.password=hunter2", "kafka://one/orders?rdkafka.ssl.key.password=hunter2",
    "kafka://desk@one/orders?sasl=plain&password=a@hunter2", "kafka://desk:hunter2", "kafka://desk:a?b=c&hunter2@one/orders",
  ])
  func aSecretInAnAddressIsRefusedAndNotRepeated(_ text: String) {
    let message = refusal(text)
    #expect(!message.contains("hunter2") && !message.contains("ter2"), "\(message)")
  }

  @Test func aPasswordInAnAddressComesWithWhereItBelongs() {
    let message = refusal("kafka://desk:hunter2@one/orders")
    #expect(message.contains("SHERIFF_KAFKA_PASSWORD") && message.contains("password-file=FILE"))
    #expect(message.hasPrefix("kafka://…@one/orders: "))
  }

  @Test func noAddressIsUnsafeToRead() throws {
    let seeds = [
      "kafka://one:9093,two,[::1]:9094/orders,returns?group=fraud%20desk&rdkafka.socket.timeout.ms=5000",
      "kafka://desk@one/orders?tls=on&tls-ca=/etc/ca.pem&sasl=scram-sha-256&password-file=/run/word",
      "kafka://one/orders?tls=unverified&group=%C3%A9",
    ]
    let signs = Array("kafka:/@?&=%,.[]-_0aZé\0\n 9{}^rdkafka.")
    fuzz("addresses", seed: 20_261_122, rounds: 5000) { random, round in
      var text = Array(seeds[round % seeds.count])
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let place = Int.random(in: 0...text.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text.insert(signs.randomElement(using: &random) ?? "a", at: place)
        case 1 where place < text.count: text.remove(at: place)
        default:
          let end = Int.random(in: place...text.count, using: &random)
          text.replaceSubrange(place..<end, with: text[..<Int.random(in: 0...text.count, using: &random)].prefix(20))
        }
      }
      let written = String(text)
      do throws(SourceError) {
        let address = try KafkaAddress(written)
        // What is printed is the same address.
        do throws(SourceError) {
          #expect(try KafkaAddress(address.description) == address, "\(written)")
        } catch { Issue.record("\(written) was read, \(address) not: \(error)") }
      } catch {
        #expect(error.code == .badAddress && !error.message.isEmpty)
      }
      return written.utf8.count
    }
  }

  @Test func noPasswordIsRepeatedWhateverItIsMadeOf() {
    let signs = Array("abcXYZ019:/@?&=%,.[]-_#+ é")
    fuzz("passwords", seed: 7, rounds: 3000) { random, _ in
      let tail = String((0..<Int.random(in: 0...8, using: &random)).map { _ in signs.randomElement(using: &random) ?? "a" })
      let text = "kafka://desk:\(tail)hunter2@one:9092/orders?sasl=plain&tls=on"
      do throws(SourceError) {
        let address = try KafkaAddress(text)
        Issue.record("\(text) was read as \(address)")
      } catch {
        #expect(!error.description.contains("hunter2"), "\(error.description) for \(text)")
      }
      return text.utf8.count
    }
  }
}
