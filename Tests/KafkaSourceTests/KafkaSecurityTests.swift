import Foundation
import KafkaSource
import Records
import TestSupport
import Testing

/// Settings of security that librdkafka accepts, and what a TLS server of ours makes of them. The mock cluster knows neither TLS nor
/// logins, so no test here has logged in anywhere.
@Suite(.mostlyWaits) struct KafkaSecurityTests {
  private func refusal(_ text: String, _ environment: [String: String] = [:]) -> String {
    do throws(SourceError) {
      _ = try KafkaConsumer(try KafkaAddress(text), environment: environment)
      Issue.record("\(text) was opened")
      return ""
    } catch { return error.description }
  }

  @Test func passwordsComeFromTheEnvironmentOrAFile() throws {
    let base = "kafka://desk@127.0.0.1:1/orders?tls=on&sasl="
    #expect(refusal(base + "plain").contains("the variable SHERIFF_KAFKA_PASSWORD holds no password"))
    #expect(refusal(base + "plain&password-file=/no/such/file").contains("/no/such/file cannot be read"))
    let file = FileManager.default.temporaryDirectory.appending(path: "sheriff-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data().write(to: file)
    #expect(refusal(base + "plain&password-file=\(file.path)").contains("is empty"))
    try Data("a word\n".utf8).write(to: file)
    for mechanism in ["plain", "scram-sha-256", "scram-sha-512"] {
      _ = try KafkaConsumer(KafkaAddress(base + mechanism + "&password-file=\(file.path)"), environment: [:])
      let consumer = try KafkaConsumer(KafkaAddress(base + mechanism), environment: ["SHERIFF_KAFKA_PASSWORD": "a word"])
      #expect(!consumer.name.contains("a word"))
    }
  }

  @Test func aMissingAuthorityIsSaidAtOnce() {
    let message = refusal("kafka://127.0.0.1:1/orders?tls=on&tls-ca=/no/such/authority.pem")
    #expect(message.contains("ssl.ca.location"))
  }

  @Test func aServerThatNobodyVouchesForIsNotTalkedTo() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sheriff-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (key, certificate) = (folder.appending(path: "key.pem").path, folder.appending(path: "certificate.pem").path)
    let making = try ChildProcess.run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
      ])
    #expect(making.status == 0, "\(making.errors)")
    let port = try TestServer.freePort()
    // It ends with its input.
    let server = try ChildProcess(
      "/usr/bin/openssl", ["s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate], input: .written)
    defer { server.kill() }
    try server.line(beginning: "ACCEPT")
    let stranger = try firstNotice("kafka://localhost:\(port)/orders?tls=on&rdkafka.broker.address.family=v4")
    #expect(stranger.contains("certificate verify failed"), "\(stranger)")
    let misnamed = try firstNotice("kafka://127.0.0.1:\(port)/orders?tls=on&tls-ca=\(certificate)")
    #expect(misnamed.contains("certificate verify failed"), "\(misnamed)")
    // Who is vouched for is talked to; that it then speaks no Kafka is another matter.
    let trusted = "kafka://localhost:\(port)/orders?tls=on&tls-ca=\(certificate)&rdkafka.broker.address.family=v4"
    #expect(try !firstNotice(trusted).contains("certificate"))
    #expect(try !firstNotice("kafka://127.0.0.1:\(port)/orders?tls=unverified").contains("certificate"))
  }

  /// What is told first within a few seconds.
  private func firstNotice(_ address: String) throws -> String {
    let consumer = try KafkaConsumer(KafkaAddress(address), environment: [:])
    let deadline = ContinuousClock.now + .seconds(3)
    while ContinuousClock.now < deadline {
      for event in try consumer.events(waiting: .milliseconds(100)) {
        if case .notice(let notice) = event { return "\(notice)" }
      }
    }
    return ""
  }

}
