import Alerts
import Foundation
import PostgresLink
import PostgresStore
import Records
import Synchronization
import TestSupport
import Testing

/// A server that goes away, at any moment.
@Suite(.mostlyWaits) struct LostServerTests {
  private static func batch(_ number: Int) -> [Sighting] {
    // Each tells the one before it again, as one does that is not sure how far it came.
    (max(0, number - 1)...number).flatMap { batch in (0..<40).map { Trial.sighting(batch * 40 + $0) } }
  }

  @Test func aConnectionThatWasEndedBetweenTwoCallsIsMadeAnew() throws {
    let trial = try Trial(TestServer())
    let store = try trial.store()
    _ = try store.store([Trial.sighting(1)], checkpoint: Trial.checkpoint(1), at: Trial.now)
    let address = trial.address
    for round in 2...5 {
      try terminate(trial)
      let counts = try store.store(
        [Trial.sighting(1), Trial.sighting(round)], checkpoint: Trial.checkpoint(Int64(round)), at: Trial.now)
      #expect(counts == StoredCounts(added: 1, known: 1))
      try terminate(trial)
      #expect(try store.count(AlertFilter(), at: Trial.now) == round)
    }
    #expect(try PostgresAlertStore(address).checkpoints(named: "watch").map(\.sequence) == [5, 4])
  }

  private func terminate(_ trial: Trial) throws {
    _ = try trial.query(
      """
      SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
      WHERE application_name = 'sheriff alerts' AND pid IN (SELECT pid FROM pg_stat_activity WHERE query LIKE 'COMMIT%')
      """)
  }

  @Test func aConnectionThatEndsWithinACallIsSaidAndNothingIsHalf() throws {
    let server = try TestServer()
    let trial = try Trial(server)
    let store = try trial.store()
    _ = try store.store([Trial.sighting(1)], checkpoint: Trial.checkpoint(1), at: Trial.now)
    // The call waits for what another holds, and is ended there.
    let other = try Holding(trial, "UPDATE %alert SET status = 'open'")
    let address = server.address
    Thread.detachNewThread {
      let link = try? ServerLink([("dbname", address)])
      let query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
      for _ in 0..<200 where (try? link?.texts(query))?.isEmpty != false { usleep(20_000) }
    }
    let batch = [Trial.sighting(1, rules: "r2"), Trial.sighting(2)]
    let error = #expect(throws: AlertError.self) {
      _ = try store.store(batch, checkpoint: Trial.checkpoint(2), at: Trial.now)
    }
    #expect(error?.code == .unavailable && error?.isRetriable == true, "\(error?.description ?? "")")
    try other.end()
    #expect(try store.count(AlertFilter(), at: Trial.now) == 1 && store.checkpoints(named: "watch").map(\.sequence) == [1])
    #expect(try store.store(batch, checkpoint: Trial.checkpoint(2), at: Trial.now) == StoredCounts(added: 1, updated: 1))
  }

  @Test func aCommitWhoseAnswerWasLostIsSafeToDoAgain() throws {
    let trial = try Trial()
    let proxy = try CuttingProxy(to: trial.server.port)
    defer { proxy.end() }
    _ = try trial.store()
    let store = try PostgresAlertStore(trial.address.replacing(":\(trial.server.port)/", with: ":\(proxy.port)/"))
    var counts: [StoredCounts] = []
    for number in 0..<6 {
      let checkpoint = Trial.checkpoint(Int64(number + 1))
      if number % 2 == 0 {
        proxy.arm()
        let error = #expect(throws: AlertError.self) {
          _ = try store.store(Self.batch(number), checkpoint: checkpoint, at: Trial.now)
        }
        #expect(error?.code == .unavailable)
        // It was kept, though nobody was told.
        #expect(try trial.store().checkpoints(named: "watch").first?.sequence == checkpoint.sequence)
      }
      counts.append(try store.store(Self.batch(number), checkpoint: checkpoint, at: Trial.now))
    }
    #expect(proxy.cutCount == 3)
    #expect(counts.map(\.added) == [0, 40, 0, 40, 0, 40] && counts.map(\.known) == [40, 40, 80, 40, 80, 40])
    // Who did not store it himself is told that somebody has gone on, also where the step is the same.
    let error = #expect(throws: AlertError.self) {
      _ = try trial.store().store([], checkpoint: Trial.checkpoint(6), at: Trial.now)
    }
    #expect(error?.code == .outdated)
    #expect(
      #expect(throws: AlertError.self) { _ = try store.store([], checkpoint: Trial.checkpoint(5), at: Trial.now) }?.code
        == .outdated)
    let undisturbed = try Trial()
    let other = try undisturbed.store()
    for number in 0..<6 {
      _ = try other.store(Self.batch(number), checkpoint: Trial.checkpoint(Int64(number + 1)), at: Trial.now)
    }
    #expect(try Trial.contents(store) == Trial.contents(other))
  }

  @Test func aServerThatFallsWhileAlertsAreStoredHasThemAllInTheEnd() throws {
    let server = try TestServer()
    let trial = try Trial(server)
    let address = trial.address
    _ = try trial.store()
    let last = 120
    let progress = Mutex(0)
    let failures = Mutex<[String]>([])
    let failed = Mutex(0)
    let done = DispatchSemaphore(value: 0)
    let follower = Thread {
      defer { done.signal() }
      do {
        let store = try PostgresAlertStore(address)
        for number in 0..<last {
          for attempt in 0... {
            do throws(AlertError) {
              _ = try store.store(Self.batch(number), checkpoint: Trial.checkpoint(Int64(number + 1)), at: Trial.now)
              break
            } catch {
              guard error.code == .unavailable, attempt < 400 else { throw error }
              failed.withLock { $0 += 1 }
              usleep(50_000)
            }
          }
          progress.withLock { $0 = number + 1 }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    follower.start()
    var random = SeededGenerator(seed: 5)
    for fall in 1...3 {
      let isThere = Waiting.holds(within: ChildProcess.patience) {
        progress.withLock { $0 } >= fall * 20 || !failures.withLock { $0 }.isEmpty
      }
      try #require(isThere, "only \(progress.withLock { $0 }) batches were stored")
      usleep(UInt32.random(in: 0..<30_000, using: &random))
      server.crash()
      try server.revive()
    }
    try #require(done.wait(timeout: .now() + 300) == .success, "only \(progress.withLock { $0 }) batches were stored")
    #expect(failures.withLock { $0 } == [])
    #expect(failed.withLock { $0 } > 0, "the server never fell at the wrong moment")
    let undisturbed = try Trial(server)
    let other = try undisturbed.store()
    for number in 0..<last {
      _ = try other.store(Self.batch(number), checkpoint: Trial.checkpoint(Int64(number + 1)), at: Trial.now)
    }
    let store = try trial.store()
    #expect(try Trial.contents(store) == Trial.contents(other))
    #expect(try store.problems() == [])
  }

  @Test func whoIsNotThereIsNamedWithoutThePassword() throws {
    let error = #expect(throws: AlertError.self) {
      try PostgresAlertStore("postgres://ann:secret@127.0.0.1:1/none?connect_timeout=2")
    }
    #expect(error?.code == .unavailable && error?.description.contains("secret") == false)
    #expect(error?.message.hasPrefix("postgres://ann@127.0.0.1:1/none: ") == true)
  }
}
