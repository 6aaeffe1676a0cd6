import Foundation
import Testing

/// The service's unit, held against systemd's own checks where these are installed.
@Suite(.enabled(if: access("/usr/bin/systemd-analyze", X_OK) == 0)) struct UnitTests {
  private struct Failure: Error { let description: String }

  /// The unit with a program that is there, in a folder of its own.
  private func run(_ command: String) throws -> (status: Int32, output: String) {
    let tree = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let unit = try String(contentsOf: tree.appending(path: "deploy/sheriff.service"), encoding: .utf8)
    #expect(unit.contains("ExecStart=/usr/bin/sheriff watch ${SHERIFF_SOURCE} --home /var/lib/sheriff --listen 127.0.0.1:9464\n"))
    let folder = FileManager.default.temporaryDirectory.appending(path: "sheriff-unit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "sheriff.service")
    try Data(unit.replacingOccurrences(of: "/usr/bin/sheriff", with: "/bin/true").utf8).write(to: file)
    guard let stream = popen("SYSTEMD_LOG_LEVEL=warning systemd-analyze --no-pager \(command) '\(file.path)' 2>&1", "r") else {
      throw Failure(description: "no shell")
    }
    var text = [UInt8]()
    var byte = fgetc(stream)
    while byte >= 0 {
      text.append(UInt8(byte))
      byte = fgetc(stream)
    }
    return (pclose(stream), String(decoding: text, as: UTF8.self))
  }

  @Test func theUnitIsUnderstood() throws {
    let (status, output) = try run("verify")
    #expect(status == 0, "\(output)")
    #expect(!output.contains("sheriff.service:"), "\(output)")
  }

  /// In tenths of systemd's measure, of which 10 is a service that may do anything.
  @Test func theUnitLeavesLittleOpen() throws {
    let (status, output) = try run("security --offline=true --threshold=15")
    #expect(status == 0, "\(output.suffix(300))")
  }
}
