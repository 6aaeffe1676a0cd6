import CommandSink
import Foundation
import Outbox
import Records
import Testing

/// Programs that are there on every machine, run as an operator would have them run.
@Suite struct CommandSinkTests {
  private static let batch = OutboxBatch(
    lines: (1...3).map { OutboxLine(identity: "\($0)", came: Instant(microseconds: 0), json: "{\"n\":\($0)}") })

  private func carried(_ text: String, seconds: Double = 30) throws -> CarriedOutcome {
    try CommandCarrier(text, seconds: seconds).carry(Self.batch) { false }
  }

  private func temporary() -> String { FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path }

  @Test func aProgramReadsTheFindingsAsLines() throws {
    let place = temporary()
    defer { try? FileManager.default.removeItem(atPath: place) }
    #expect(try carried("cp /dev/stdin '\(place)'") == .delivered)
    #expect(try String(contentsOfFile: place, encoding: .utf8) == "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n")
  }

  @Test func aProgramThatReadsNothingIsFine() throws { #expect(try carried("true") == .delivered) }

  @Test func howItEndsAndWhatItSaidIsTheReason() throws {
    #expect(try carried("sh -c 'echo one >&2; echo two >&2; exit 3'") == .failed("sh ended with exit 3: one | two"))
    #expect(try carried("sh -c 'exit 75'") == .failed("sh asks to be run again later (exit 75)"))
    #expect(try carried("sh -c 'kill -SEGV $$'") == .failed("sh was ended by signal 11"))
    let reason = try #require(try carried("sh -c 'seq 1 100000 >&2; exit 1'").failure)
    #expect(reason == "sh ended with exit 1: 99998 | 99999 | 100000")
  }

  @Test func noShellReadsTheWords() throws {
    let place = temporary()
    defer { try? FileManager.default.removeItem(atPath: place) }
    #expect(
      try carried(
        "sh -c 'printf \"%s\\n\" \"$@\" > \"$0\"' \(place) \"two words\" '$HOME; exit 1' a\\ b \"\" * \"say \\\"so\\\"\"")
        == .delivered)
    #expect(
      try String(contentsOfFile: place, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        == ["two words", "$HOME; exit 1", "a b", "", "*", "say \"so\"", ""])
  }

  @Test func oneThatDoesNotEndIsKilledWithWhatItStarted() throws {
    let place = temporary()
    defer { try? FileManager.default.removeItem(atPath: place) }
    let start = ContinuousClock.now
    let outcome = try carried("sh -c 'sleep 600 & echo $! > \(place); sleep 600'", seconds: 1)
    #expect(outcome == .failed("sh was killed after 1 s"))
    #expect(ContinuousClock.now - start < .seconds(10))
    let child = try #require(
      Int32(try String(contentsOfFile: place, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
    for _ in 0..<500 where isAlive(child) { usleep(10_000) }
    #expect(!isAlive(child))
  }

  /// Whoever adopts it may take a while to bury it.
  private func isAlive(_ id: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
    return !status.contains(") Z")
  }

  @Test func nobodyWaitsForItOnceAllEnds() throws {
    let carrier = try CommandCarrier("sleep 600")
    let end = ContinuousClock.now + .milliseconds(200)
    #expect(carrier.carry(Self.batch) { ContinuousClock.now >= end } == .abandoned)
    #expect(ContinuousClock.now < end + .seconds(5))
  }

  @Test func aSecretIsNotHandedOn() throws {
    setenv("SHERIFF_TEST_SECRET", "quiet", 1)
    setenv("SHERIFF_TEST_OTHER", "loud", 1)
    let carrier = try CommandCarrier(
      "sh -c 'echo \"${SHERIFF_TEST_SECRET:-none} $SHERIFF_TEST_OTHER\" >&2; exit 1'", withholding: ["SHERIFF_TEST_SECRET"])
    #expect(carrier.carry(Self.batch) { false } == .failed("sh ended with exit 1: none loud"))
  }

  @Test func whatCannotBeRunIsSaidBeforehand() {
    for (text, part) in [
      ("", "names no program"), ("'unclosed", "a quote in it does not end"), ("no-such-program-here", "is no program in PATH"),
      ("/etc/passwd", "no program that may be run"), ("/tmp", "no program that may be run"), ("a\\", "does not end"),
    ] {
      do {
        _ = try CommandCarrier(text)
        Issue.record("`\(text)` is taken")
      } catch { #expect("\(error)".contains(part), "\(error)") }
    }
  }
}

extension CarriedOutcome {
  var failure: String? {
    if case .failed(let reason, _) = self { reason } else { nil }
  }
}
