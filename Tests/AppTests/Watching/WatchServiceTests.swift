import Foundation
import TestSupport
import Testing

/// A monitor as a service manager and a collector of metrics see it.
@Suite(.mostlyWaits) struct WatchServiceTests {
  private func address(_ running: RunningProgram) throws -> String {
    try running.waitUntil("begins with")
    let talk = try running.talk()
    let start = try #require(talk.firstRange(of: "listens on ")).upperBound
    return String(talk[start...].prefix { !$0.isWhitespace })
  }

  private func body(_ answer: String) -> String {
    answer.firstRange(of: "\r\n\r\n").map { String(answer[$0.upperBound...]) } ?? ""
  }

  @Test func figuresAndStandingAreServed() throws {
    let folder = try Program.Folder()
    try RememberedPayments.write(to: folder)
    let rows = RememberedPayments.rows(300, seed: 3)
    try folder.write(RememberedPayments.header + rows.joined(), to: "payments.csv")
    let running = try RunningProgram(["watch", "payments.csv", "--rules", "pack", "--listen", "127.0.0.1:0"], in: folder)
    defer { _ = try? running.stop(SIGKILL) }
    let address = try address(running)
    var page = ""
    for _ in 0..<200 where !page.contains("sheriff_idle_seconds 0.") {
      page = body(try RawClient.get("/metrics", at: address))
      usleep(20_000)
    }
    let bad = rows.filter { $0.contains("much") }.count
    #expect(PageLinter.faults(of: page) == [])
    #expect(page.contains("sheriff_records_total \(300 - bad)\n") && page.contains("sheriff_rejects_total \(bad)\n"), "\(page)")
    #expect(page.contains("sheriff_rule_fired_total{rule=\"payments.remembered\"} "), "\(page)")
    #expect(try RawClient.get("/livez", at: address).hasPrefix("HTTP/1.1 200"))
    #expect(try RawClient.get("/readyz", at: address).hasPrefix("HTTP/1.1 200"))
    #expect(try RawClient.get("/none", at: address).contains("\"code\":\"not_found\""))
  }

  @Test func whileNothingIsThereItLivesAndIsNotReady() throws {
    let folder = try Program.Folder()
    try RememberedPayments.write(to: folder)
    let running = try RunningProgram(["watch", "payments.csv", "--rules", "pack", "--listen", "127.0.0.1:0"], in: folder)
    defer { _ = try? running.stop(SIGKILL) }
    try running.waitUntil("waiting for the first record")
    let talk = try running.talk()
    let address = String(try #require(talk.split(separator: "listens on ").last).prefix { !$0.isWhitespace })
    #expect(try RawClient.get("/livez", at: address).hasPrefix("HTTP/1.1 200"))
    let readiness = try RawClient.get("/readyz", at: address)
    #expect(readiness.hasPrefix("HTTP/1.1 503") && readiness.contains("waiting for the first record"), "\(readiness)")
  }

  @Test func theServiceManagerHearsHowItIs() throws {
    let folder = try Program.Folder()
    try RememberedPayments.write(to: folder)
    try folder.write(RememberedPayments.header + RememberedPayments.rows(20, seed: 3).joined(), to: "payments.csv")
    let socket = try DatagramSocket()
    let running = try RunningProgram(
      ["watch", "payments.csv", "--rules", "pack"], in: folder, environment: ["NOTIFY_SOCKET": socket.name])
    defer { _ = try? running.stop(SIGKILL) }
    #expect(socket.message() == "READY=1\nSTATUS=follows payments.csv")
    running.signal(SIGHUP)
    #expect(socket.message()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
    #expect(socket.message() == "READY=1\nSTATUS=follows payments.csv")
    running.signal(SIGTERM)
    #expect(socket.message()?.hasPrefix("STOPPING=1") == true)
    #expect(try running.wait() == 0)
  }

  /// The disk is full: nothing is lost, nothing more is read, and all goes on when there is room.
  @Test func whatCannotBeDeliveredIsHeldUntilItCan() throws {
    let folder = try Program.Folder()
    try RememberedPayments.write(to: folder)
    let text = RememberedPayments.header + RememberedPayments.rows(2_000, seed: 3).joined()
    try folder.write(text, to: "payments.csv")
    // No file of the process may grow beyond the limit, as on a full disk.
    let running = try RunningProgram(
      ["watch", "payments.csv", "--rules", "pack", "--listen", "127.0.0.1:0", "--sink", "jsonl:out.jsonl", "--until-idle", "1"],
      in: folder, sizeLimitKibibytes: 700)
    defer { _ = try? running.stop(SIGKILL) }
    try running.waitUntil("it is tried again until it works")
    let address = try address(running)
    #expect(body(try RawClient.get("/metrics", at: address)).contains("sheriff_held 1\n"))
    #expect(try RawClient.get("/readyz", at: address).hasPrefix("HTTP/1.1 503"))
    try running.liftSizeLimit()
    #expect(try running.wait() == 0)
    let scan = try Program.run(["scan", "payments.csv", "--rules", "pack", "--format", "jsonl"], in: folder)
    #expect(try folder.read("out.jsonl") == scan.output)
  }

  /// A database that goes away in the middle and comes back later.
  @Test func aStoreThatGoesAwayIsWaitedFor() throws {
    let server = try TestServer()
    let folder = try Program.Folder()
    try RememberedPayments.write(to: folder)
    let rows = RememberedPayments.rows(400, seed: 8)
    try folder.write(RememberedPayments.header + rows[..<200].joined(), to: "payments.csv")
    let words = ["--rules", "pack", "--store", server.address(), "--source-name", "payments"]
    let running = try RunningProgram(
      ["watch", "payments.csv", "--until-idle", "2", "--checkpoint-every", "0.05", "--listen", "127.0.0.1:0"] + words, in: folder)
    defer { _ = try? running.stop(SIGKILL) }
    let address = try address(running)
    for _ in 0..<400 where try !body(RawClient.get("/metrics", at: address)).contains("sheriff_checkpoints_total 1") {
      usleep(10_000)
    }
    server.crash()
    let handle = try FileHandle(forWritingTo: URL(filePath: "\(folder.path)/payments.csv"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(rows[200...].joined().utf8))
    try handle.close()
    try running.waitUntil("it is tried again until it works")
    #expect(try RawClient.get("/readyz", at: address).hasPrefix("HTTP/1.1 503"))
    try server.revive()
    #expect(try running.wait() == 0)

    let scan = try Program.run(["scan", "payments.csv", "--rules", "pack", "--format", "jsonl"], in: folder)
    let list = try Program.run(["alerts", "list", "--format", "jsonl", "--store", server.address()], in: folder)
    let again = try Program.run(["scan", "payments.csv", "--sink", "store"] + words, in: folder)
    // A record that was corrected has two findings and one alert.
    let records = Set(scan.output.split(separator: "\n").compactMap { $0.firstMatch(of: /"id":"([^"]*)"/)?.1 })
    #expect(list.output.split(separator: "\n").count == records.count)
    #expect(again.talk.contains("nothing new"), "\(again.talk)")
  }
}
