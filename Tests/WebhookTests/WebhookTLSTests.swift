import Foundation
import Outbox
import TestSupport
import Testing
import Webhook

/// A server that speaks TLS, by Python's own library, with certificates made by openssl for this test.
@Suite struct WebhookTLSTests {
  private static let hasPrograms = ["/usr/bin/python3", "/usr/bin/openssl"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private static let server = """
    import http.server, ssl, sys

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers['Content-Length']))
            open(sys.argv[2], 'ab').write(body + b'\\n')
            self.send_response(200)
            self.send_header('Content-Length', '0')
            self.end_headers()

        def log_message(self, *words):
            pass

    server = http.server.HTTPServer(('127.0.0.1', 0), Receiver)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1] + '.crt', sys.argv[1] + '.key')
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print('listens on', server.server_port, flush=True)
    server.serve_forever()
    """

  /// Ended with its owner.
  private final class Running {
    let folder: String
    let port: Int
    private let process: ChildProcess

    init(name: String) throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "sheriff-tls-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(WebhookTLSTests.server.utf8).write(to: URL(filePath: "\(folder)/server.py"))
      let making = try ChildProcess.run(
        "/usr/bin/openssl",
        [
          "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-addext",
          "subjectAltName=DNS:\(name)",
          "-keyout", "\(folder)/own.key", "-out", "\(folder)/own.crt",
        ])
      try #require(making.status == 0, "\(making.errors)")
      process = try ChildProcess("/usr/bin/python3", ["\(folder)/server.py", "\(folder)/own", "\(folder)/received"])
      port = try #require(Int(try process.line(beginning: "listens on")))
    }

    deinit {
      process.kill()
      try? FileManager.default.removeItem(atPath: folder)
    }

    func carried(trusting authorities: String?) throws -> CarriedOutcome {
      let settings = WebhookCarrier.Settings(
        url: try WebhookAddress("https://localhost:\(port)/"), allowed: [try AllowedHost("localhost:\(port)=private")],
        authorities: authorities)
      return try WebhookCarrier(settings) { 1_790_000_000 }.carry(WebhookTests.batch()) { false }
    }
  }

  @Test(.enabled(if: hasPrograms)) func aCertificateIsVerified() throws {
    let server = try Running(name: "localhost")
    // The system knows nothing of it.
    let reason = try #require(try server.carried(trusting: nil).failure)
    #expect(reason.contains("certificate"), "\(reason)")
    #expect(!FileManager.default.fileExists(atPath: "\(server.folder)/received"))
    #expect(try server.carried(trusting: "\(server.folder)/own.crt") == .delivered)
    let received = try Data(contentsOf: URL(filePath: "\(server.folder)/received"))
    #expect(Array(received.dropLast()) == WebhookTests.batch().array)
  }

  @Test(.enabled(if: hasPrograms)) func aCertificateOfAnotherNameIsRefused() throws {
    let server = try Running(name: "elsewhere.example")
    let reason = try #require(try server.carried(trusting: "\(server.folder)/own.crt").failure)
    #expect(reason.contains("name"), "\(reason)")
    #expect(!FileManager.default.fileExists(atPath: "\(server.folder)/received"))
  }
}
