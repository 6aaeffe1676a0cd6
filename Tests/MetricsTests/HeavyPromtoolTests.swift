import Foundation
import Metrics
import Testing

/// The pages and the linter, held against Prometheus' own tool, which `make deps-heavy` brings.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] == "1")) struct HeavyPromtoolTests {
  private struct Failure: Error { let description: String }

  /// What promtool says of a page; nothing where it finds nothing.
  private func promtool(_ page: String) throws -> String {
    let tree = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let tool = tree.appending(path: ".build/promtool")
    guard FileManager.default.isExecutableFile(atPath: tool.path) else {
      throw Failure(description: "there is no \(tool.path); run `make deps-heavy`")
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "sheriff-page-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(page.utf8).write(to: file)
    let process = Process()
    process.executableURL = tool
    process.arguments = ["check", "metrics"]
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text + (process.terminationStatus == 0 ? "" : "(exit \(process.terminationStatus))")
  }

  @Test func promtoolFindsNothingInOurPages() throws { #expect(try promtool(SamplePages.registry().page) == "") }

  @Test(arguments: SamplePages.faulty) func promtoolFindsWhatOurLinterFinds(page: String) throws {
    #expect(try promtool(page) != "")
  }
}
