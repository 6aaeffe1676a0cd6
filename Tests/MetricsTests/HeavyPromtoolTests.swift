import Foundation
import Metrics
import TestSupport
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
    let outcome = try ChildProcess.run(tool.path, ["check", "metrics"], input: .text(page), errors: .withOutput)
    return outcome.output + (outcome.status == 0 ? "" : "(exit \(outcome.status))")
  }

  @Test func promtoolFindsNothingInOurPages() throws { #expect(try promtool(SamplePages.registry().page) == "") }

  @Test(arguments: SamplePages.faulty) func promtoolFindsWhatOurLinterFinds(page: String) throws {
    #expect(try promtool(page) != "")
  }
}
