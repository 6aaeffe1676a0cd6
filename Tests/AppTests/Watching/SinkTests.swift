import Foundation
import TestSupport
import Testing

/// Webhooks and commands as a monitor's operator has them.
@Suite(.mostlyWaits) struct SinkTests {
  private func folder(_ rows: Int = 300) throws -> Program.Folder {
    let folder = try Program.Folder()
    try RememberedPayments.write(to: folder)
    try folder.write(RememberedPayments.header + RememberedPayments.rows(rows, seed: 3).joined(), to: "payments.csv")
    return folder
  }

  private func words(_ sink: String, _ more: [String] = []) -> [String] {
    [
      "watch", "payments.csv", "--rules", "pack", "--source-name", "payments", "--until-idle", "0.3", "--sink",
      "jsonl:lines.jsonl",
      "--sink", sink,
    ] + more
  }

  private func hook(_ server: HTTPReceiver, _ more: [String] = []) -> [String] {
    words("webhook:http://127.0.0.1:\(server.port)/alerts", ["--webhook-allow", "127.0.0.1:\(server.port)"] + more)
  }

  /// What a receiver has that passes over batches it has seen, as lines.
  private func received(_ requests: [HTTPReceiver.Request]) throws -> [String] {
    var seen: Set<String> = []
    return try requests.flatMap { request -> [String] in
      guard try seen.insert(#require(request.headers["idempotency-key"])).inserted else { return [] }
      let text = String(decoding: request.body, as: UTF8.self)
      return text.dropFirst().dropLast().components(separatedBy: ",\n")
    }
  }

  private func lines(_ folder: Program.Folder) throws -> [String] {
    try folder.read("lines.jsonl").split(separator: "\n").map(String.init)
  }

  @Test func aWebhookGetsWhatAFileGets() throws {
    let folder = try folder()
    try folder.write("tall order\n", to: "secret")
    let server = try HTTPReceiver([.answer(500), .answer(429, headers: ["Retry-After: 1"])])
    let run = try Program.run(hook(server, ["--webhook-secret", "file:secret"]), in: folder)
    #expect(run.code == 0, "\(run.talk)")
    #expect(run.talk.contains("answered 500; it is tried again") && run.talk.contains("what held it up is over"), "\(run.talk)")
    let requests = server.requests
    #expect(try received(requests) == lines(folder) && requests.count > 4)
    #expect(Set(requests.prefix(3).map { $0.headers["idempotency-key"] }).count == 1)
    #expect(requests[2].at - requests[1].at >= .milliseconds(950))
    #expect(requests.allSatisfy { $0.headers["x-sheriff-signature"]?.hasPrefix("sha256=") == true })
    // Another run has nothing to tell.
    #expect(try Program.run(hook(server), in: folder).code == 0)
    #expect(server.requests.count == requests.count)
    let list = try Program.run(["sinks", "list", "--format", "json"], in: folder)
    let count = try lines(folder).count
    #expect(list.output.contains("\"waiting\":0") && list.output.contains("\"sent\":\(count)"), "\(list.output)")
  }

  @Test func aServerThatHangsHoldsNobodyUpAndWhatWaitsIsSentByTheNextRun() throws {
    let folder = try folder()
    let server = try HTTPReceiver([.hang])
    let start = ContinuousClock.now
    let run = try Program.run(hook(server, ["--sink-drain", "0.5"]), in: folder)
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(run.code == 0 && run.talk.contains("left for the next run"), "\(run.talk)")
    let count = try lines(folder).count
    #expect(count > 200)
    let list = try Program.run(["sinks", "list"], in: folder)
    #expect(list.output.contains("webhook:http://127.0.0.1") && list.output.contains("\(count)"), "\(list.output)")
    #expect(try Program.run(hook(server), in: folder).code == 0)
    #expect(try received(server.requests) == lines(folder))
  }

  @Test func whatIsRefusedIsPutBackOrDropped() throws {
    let folder = try folder()
    let server = try HTTPReceiver([.answer(400, body: "no such field")])
    let run = try Program.run(hook(server), in: folder)
    #expect(
      run.code == 0 && run.talk.contains("100 findings given up after 1 attempt: answered 400: no such field"), "\(run.talk)")
    #expect(try received(server.requests) == lines(folder))
    let list = try Program.run(["sinks", "list"], in: folder)
    #expect(list.output.contains("100") && list.output.contains("answered 400: no such field"), "\(list.output)")

    let running = try RunningProgram(hook(server).map { $0 == "0.3" ? "600" : $0 }, in: folder)
    defer { _ = try? running.stop(SIGKILL) }
    try running.waitUntil("goes on from")
    let busy = try Program.run(["sinks", "retry"], in: folder)
    #expect(busy.code == 69 && busy.talk.contains("is at work"), "\(busy.talk)")
    #expect(try running.stop(SIGTERM) == 0)

    let before = server.requests.count
    let retried = try Program.run(["sinks", "retry"], in: folder)
    #expect(retried.code == 0 && retried.output.contains("100 dead letters wait again"), "\(retried)")
    #expect(try Program.run(hook(server), in: folder).code == 0)
    #expect(server.requests.count == before + 1)
    #expect(server.requests.last?.headers["idempotency-key"] == server.requests.first?.headers["idempotency-key"])

    let (other, refusing) = (try self.folder(), try HTTPReceiver(then: .answer(403)))
    #expect(try Program.run(hook(refusing), in: other).code == 0)
    let asked = try Program.run(["sinks", "drop"], in: other)
    #expect(asked.code == 64 && asked.talk.contains("would be forgotten"), "\(asked.talk)")
    let unknown = try Program.run(["sinks", "drop", "webhook:https://elsewhere.example/", "--yes"], in: other)
    #expect(unknown.code == 66, "\(unknown.talk)")
    #expect(try Program.run(["sinks", "drop", "--yes"], in: other).code == 0)
    #expect(try Program.run(["sinks", "list", "--format", "json"], in: other).output.contains("\"dead\":0"))
  }

  @Test func aCommandReadsWhatAFileGets() throws {
    let folder = try folder()
    let run = try Program.run(words("command:sh -c 'cat >> \"$0\"' \(folder.path)/told.jsonl"), in: folder)
    #expect(run.code == 0, "\(run.talk)")
    #expect(try folder.read("told.jsonl") == folder.read("lines.jsonl"))
    let failing = try Program.run(words("command:sh -c 'echo no printer >&2; exit 4'", ["--sink-attempts", "1"]), in: folder)
    #expect(failing.code == 0, "\(failing.talk)")
    // All is known by then, so a new sink hears only of what is new.
    try append(20, to: folder)
    let more = try Program.run(words("command:sh -c 'echo no printer >&2; exit 4'", ["--sink-attempts", "1"]), in: folder)
    #expect(more.talk.contains("given up after 1 attempt: sh ended with exit 4: no printer"), "\(more.talk)")
  }

  private func append(_ rows: Int, to folder: Program.Folder) throws {
    let handle = try FileHandle(forWritingTo: URL(filePath: "\(folder.path)/payments.csv"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(RememberedPayments.rows(rows, seed: 4).joined().utf8))
    try handle.close()
  }

  @Test func whatCannotBeASinkIsSaidBeforeAnythingBegins() throws {
    let folder = try folder(5)
    for (sink, more, code, part) in [
      ("webhook:https://hooks.example.com/x", [], 64, "add `--webhook-allow hooks.example.com`"),
      ("webhook:https://10.1.2.3/x", ["--webhook-allow", "10.1.2.4"], 64, "is not among the hosts"),
      ("webhook:http://hooks.example.com/x", ["--webhook-allow", "http://hooks.example.com"], 64, "names no host"),
      ("webhook:ftp://hooks.example.com/x", [], 64, "begins with https://"),
      ("webhook:https://me:word@hooks.example.com/x", [], 64, "no user and no password"),
      (
        "webhook:http://127.0.0.1:9/x", ["--webhook-allow", "127.0.0.1:9", "--webhook-secret", "quiet"], 64,
        "no place on a command line"
      ),
      (
        "webhook:http://127.0.0.1:9/x", ["--webhook-allow", "127.0.0.1:9", "--webhook-secret", "env:NO_SUCH_ONE"], 78, "is empty"
      ),
      ("webhook:http://127.0.0.1:9/x", ["--webhook-allow", "127.0.0.1:9", "--webhook-ca", "no-such-file"], 66, "no-such-file"),
      ("command:no-such-program-here", [], 64, "is no program in PATH"), ("mail:me", [], 64, "webhook:URL"),
    ] as [(String, [String], Int32, String)] {
      let run = try Program.run(words(sink, more), in: folder)
      #expect(run.code == code && run.talk.contains(part), "\(sink): \(run.code) \(run.talk)")
      #expect(!run.talk.contains("quiet") && !run.talk.contains("word@"), "\(run.talk)")
    }
  }

  /// Whenever the monitor is killed, the receiver has in the end what a file has, once and in order.
  @Test func killedAgainAndAgainTheReceiverMissesNothingAndSeesNothingTwice() throws {
    let folder = try folder(4_000)
    let server = try HTTPReceiver((0..<400).map { $0 % 7 == 6 ? .answer(500) : $0 % 11 == 10 ? .close : .answer(200) })
    let arguments = hook(server, ["--checkpoint-every", "0.05"])
    var random = SeededGenerator(seed: 8)
    var kills = 0
    for round in 0..<8 {
      let environment = round % 2 == 0 ? ["SHERIFF_CRASH_AT": "after-sinks:\(round / 2 + 1)"] : [:]
      let running = try RunningProgram(arguments.map { $0 == "0.3" ? "600" : $0 }, in: folder, environment: environment)
      usleep(UInt32.random(in: 300_000...900_000, using: &random))
      if try running.stop(SIGKILL) == -SIGKILL { kills += 1 }
    }
    let last = try Program.run(arguments + ["--sink-drain", "60"], in: folder)
    #expect(last.code == 0, "\(last.talk)")
    #expect(try received(server.requests) == lines(folder))
    #expect(kills == 8)
  }
}
