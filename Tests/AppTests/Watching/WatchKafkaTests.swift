import Alerts
import Foundation
import KafkaTestSupport
import PostgresStore
import Records
import SQLiteStore
import TestSupport
import Testing

/// Topics that are followed by one and by several end with the alerts of scans of their partitions. The brokers are librdkafka's own,
/// reached over TCP.
@Suite(.mostlyWaits) struct WatchKafkaTests {
  /// Payments of four partitions, each customer's in one of them, and what scans of each partition say of them.
  private final class Payments {
    let folder: Program.Folder
    let cluster: MockCluster
    let expected: [String]
    private let producer: TestProducer
    private var messages: ArraySlice<(partition: Int, text: String)>

    static let partitions = 4
    private static let source = """

      source payments from json {
        id        from id
        at        from at
        customer  from customer
        terminal  from terminal
        amount    from amount
      }

      """

    init(_ count: Int, seed: UInt64) throws {
      folder = try Program.Folder()
      try folder.write(RememberedPayments.schema + Payments.source, to: "pack/payments.schema")
      try folder.write(RememberedPayments.rules, to: "pack/payments.rules")
      cluster = try MockCluster()
      cluster.createTopic("payments", partitions: Payments.partitions)
      producer = try TestProducer(cluster, topic: "payments")
      var random = SeededGenerator(seed: seed)
      var made: [(partition: Int, text: String)] = []
      for number in 0..<count {
        let customer = Int.random(in: 0..<40, using: &random)
        let at = Date(timeIntervalSince1970: 1_780_000_000 + Double(number * 600)).formatted(.iso8601)
        let amount = Int.random(in: 0..<50, using: &random) == 0 ? "\"much\"" : "\(Int.random(in: 1...900, using: &random)).50"
        let id = number % 61 == 60 ? number - 40 : number
        made.append(
          (
            customer % Payments.partitions,
            "{\"id\":\"P\(id)-c\(customer)\",\"at\":\"\(at)\",\"customer\":\"c\(customer)\",\"terminal\":\"t\(number % 7)\",\"amount\":\(amount)}"
          ))
      }
      messages = made[...]
      for partition in 0..<Payments.partitions {
        let lines = made.filter { $0.partition == partition }.map { $0.text + "\n" }.joined()
        try folder.write(lines, to: "part-\(partition).jsonl")
        let scan = try Program.run(
          [
            "scan", "part-\(partition).jsonl", "--sink", "store", "--home", "scanned", "--rules", "pack", "--source-name",
            "payments",
            "--max-rejects", "50%",
          ], in: folder)
        #expect(scan.code == 0, "\(scan.talk)")
      }
      expected = try Payments.alerts(
        SQLiteAlertStore(try Database(path: "\(folder.path)/scanned/sheriff.db", mode: .existing)), firstRow: 1)
      #expect(expected.count > count * 8 / 10)
    }

    func produce(_ count: Int) {
      for (partition, text) in messages.prefix(count) { producer.send(text, to: partition) }
      messages = messages.dropFirst(count)
      producer.flush()
    }

    /// - firstRow: files count from 1, partitions from 0.
    static func alerts(_ store: any AlertStore, firstRow: Int64 = 0) throws -> [String] {
      let found = try store.alerts(AlertQuery(AlertFilter(), limit: 1_000_000), at: Instant(microseconds: 0))
      return found.map { alert in
        var sighting = alert.sighting
        sighting.row -= firstRow
        return "\(alert.key) \(alert.sightingCount) \(sighting)"
      }.sorted()
    }

    /// - home: of one member.
    func words(home: String, store: String? = nil, _ more: [String] = []) -> [String] {
      let timing = "rdkafka.session.timeout.ms=4500&rdkafka.heartbeat.interval.ms=300"
      return [
        "watch", "kafka://\(cluster.brokers)/payments?\(timing)", "--home", home, "--rules", "pack", "--source-name", "payments",
        "--checkpoint-every", "0.05",
      ] + (store.map { ["--store", $0] } ?? []) + more
    }
  }

  static let isHeavy = ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] != nil

  /// Where several members keep what they know.
  private enum Memory {
    /// On one machine, under one home.
    case shared
    /// On two machines, in PostgreSQL.
    case apart
  }

  @Test func membersOnTwoMachinesEndWithTheAlertsOfScans() throws { try comeAndGo(.apart) }

  @Test(.enabled(if: isHeavy)) func membersOfOneHomeEndWithTheAlertsOfScansHeavy() throws { try comeAndGo(.shared) }

  private func comeAndGo(_ memory: Memory) throws {
    let payments = try Payments(4_000, seed: 7)
    let server = memory == .apart ? try TestServer() : nil
    let address = server?.address
    let homes = memory == .apart ? ["one", "two"] : ["both", "both"]
    payments.produce(1_000)
    let first = try RunningProgram(payments.words(home: homes[0], store: address), in: payments.folder)
    try first.waitUntil("payments/3: begins with")
    payments.produce(500)
    let second = try RunningProgram(payments.words(home: homes[1], store: address), in: payments.folder)
    // What the first one knew of two partitions is handed over.
    try second.waitUntil("goes on from checkpoint")
    payments.produce(1_000)
    try first.stop(SIGKILL)
    payments.produce(500)
    // Nobody gave these away; what their last checkpoints say is gone on with.
    let third = try RunningProgram(
      payments.words(home: homes[0], store: address, ["--until-idle", "15"]), in: payments.folder)
    try third.waitUntil("goes on from checkpoint")
    payments.produce(1_000)
    #expect(try third.wait() == 0)
    #expect(try second.stop(SIGTERM) == 0)
    let last = try Program.run(payments.words(home: homes[1], store: address, ["--until-idle", "2"]), in: payments.folder)
    #expect(last.code == 0, "\(last.talk)")
    let store: any AlertStore =
      if let address {
        try PostgresAlertStore(address, mode: .existing)
      } else { SQLiteAlertStore(try Database(path: "\(payments.folder.path)/both/sheriff.db", mode: .existing)) }
    let found = try Payments.alerts(store)
    #expect(found.count == payments.expected.count)
    #expect(found == payments.expected)
  }

  /// Each moment is sure to come: a run has four partitions with new messages, so it reads, stores and remembers four times at least, and what
  /// is remembered at the moment before is there to be restored.
  @Test func killedAtSomeMomentsItEndsWithTheAlertsOfScans() throws {
    try killed(at: ["after-store:3", "before-rename:3", "during-restore:1"])
  }

  @Test(.enabled(if: isHeavy)) func killedAtManyMomentsItEndsWithTheAlertsOfScansHeavy() throws {
    try killed(at: [
      "after-read:2", "after-store:3", "after-sinks:2", "before-rename:2", "after-checkpoint:2", "during-restore:1",
      "after-read:4",
      "after-rename:3", "during-restore:1", "before-rename:4", "after-rename:1",
    ])
  }

  private func killed(at points: [String]) throws {
    let payments = try Payments(points.count * 1_500, seed: 8)
    for point in points {
      payments.produce(1_500)
      let outcome = try Program.run(
        payments.words(home: "home", ["--until-idle", "2"]), in: payments.folder, environment: ["SHERIFF_CRASH_AT": point])
      #expect(outcome.code == -SIGKILL, "\(point) did not come: \(outcome.talk)")
    }
    let last = try Program.run(payments.words(home: "home", ["--until-idle", "2"]), in: payments.folder)
    #expect(last.code == 0, "\(last.talk)")
    let store = SQLiteAlertStore(try Database(path: "\(payments.folder.path)/home/sheriff.db", mode: .existing))
    #expect(try Payments.alerts(store) == payments.expected)
  }

  @Test func whatIsNoRecordIsKeptAndWhatIsMissingIsSaid() throws {
    let payments = try Payments(100, seed: 9)
    let nothing = try Program.run(payments.words(home: "home", ["--until-idle", "0.5"]), in: payments.folder)
    #expect(nothing.code == 0 && nothing.talk.contains("payments: there is no JSON object in the topic yet"), "\(nothing.talk)")
    payments.produce(100)
    let producer = try TestProducer(payments.cluster, topic: "payments")
    producer.send(nil, key: Array("P1".utf8), to: 1)
    producer.send("no json", to: 1)
    producer.flush()
    let outcome = try Program.run(payments.words(home: "home", ["--until-idle", "2"]), in: payments.folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let rejects = try FileManager.default.subpathsOfDirectory(atPath: payments.folder.path).filter {
      $0.hasSuffix("rejects.jsonl")
    }
    let kept = try rejects.map { try payments.folder.read($0) }.joined()
    #expect(kept.contains("the message has no payload") && kept.contains("no json"), "\(kept)")
    let away = try Program.run(
      ["watch", "kafka://127.0.0.1:1/payments", "--home", "away", "--rules", "pack", "--until-idle", "1"], in: payments.folder)
    #expect(away.code == 0 && away.talk.contains("cannot be asked for payments"), "\(away.talk)")
  }
}
