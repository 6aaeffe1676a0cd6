import Foundation
import TestSupport
import Testing

/// What other tests rely on when they start programs.
@Suite struct ChildProcessTests {
  @Test func itsEndIsNoticedWhileOnesThatWereStartedMeanwhileRunOn() throws {
    let short = try ChildProcess("/bin/sh", ["-c", "sleep 0.2"])
    let long = try ChildProcess("/bin/sh", ["-c", "sleep 60"])
    #expect(try short.exitStatus(within: .seconds(20)) == 0)
    #expect(long.isRunning)
    long.signal(SIGTERM)
    #expect(try long.exitStatus(within: .seconds(20)) == -SIGTERM)
  }

  @Test func itInheritsNothingButItsStreams() throws {
    // As a library opens one that does not care for children.
    let descriptor = open("/dev/null", O_RDONLY)
    defer { close(descriptor) }
    // The fourth is the folder that is listed.
    #expect(try ChildProcess.run("ls", ["/proc/self/fd"]).output == "0\n1\n2\n3\n")
    let status = try ChildProcess.run("grep", ["-E", "SigBlk|SigIgn", "/proc/self/status"]).output
    // In the last eight digits: the signals that programs use.
    let signals = status.split(separator: "\n").compactMap { UInt32($0.suffix(8), radix: 16).map { $0 & 0x7FFF_FFFF } }
    #expect(signals == [0, 0], "\(status)")
  }

  @Test func muchOnBothStreamsIsKept() throws {
    let outcome = try ChildProcess.run("/bin/sh", ["-c", "seq 1 60000; seq 1 60000 >&2; exit 7"], folder: "/")
    #expect(outcome.status == 7)
    #expect(outcome.output.count == 348_894 && outcome.errors == outcome.output)
  }

  @Test func whatItReadsComesFromATextOrByAndBy() throws {
    #expect(try ChildProcess.run("cat", input: .text("a\nb")).output == "a\nb")
    let asked = try ChildProcess("cat", input: .written)
    for word in ["one", "two"] {
      try asked.write(word + "\n")
      #expect(try asked.line() == word)
    }
    asked.finishInput()
    #expect(try asked.exitStatus() == 0)
    #expect(try asked.said() == "one\ntwo\n")
    // Whoever ended reads no more, and that does not end us.
    let deaf = try ChildProcess("true", input: .written)
    try deaf.exitStatus()
    #expect(throws: ChildProcess.Failure.self) { try deaf.write("x") }
  }

  @Test func aWaitHasAnEndAndSaysWhatWasSaid() throws {
    let endless = try ChildProcess("/bin/sh", ["-c", "echo so far; exec sleep 60"])
    try endless.waitUntil(says: "so far")
    let failure = #expect(throws: ChildProcess.Failure.self) { try endless.exitStatus(within: .milliseconds(100)) }
    #expect(failure?.description.contains("so far") == true)
    #expect(!endless.isRunning)
    let silent = try ChildProcess("true")
    #expect(throws: ChildProcess.Failure.self) { try silent.line(beginning: "ready") }
  }

  @Test func whatCannotBeStartedIsSaid() {
    let failure = #expect(throws: ChildProcess.Failure.self) { try ChildProcess.run("/no/such/program") }
    #expect(failure?.description.contains("No such file") == true)
  }
}
