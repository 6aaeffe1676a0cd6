import Alerts
import Foundation
import PostgresStore
import Records
import Synchronization
import TestSupport
import Testing

/// Several who store at once, of what is partly the same.
@Suite struct ConcurrentStoringTests {
  /// Sightings of some alerts by several rules, each teller in an order of its own, with repetitions.
  private static func batches(_ teller: Int) -> [[Sighting]] {
    var random = SeededGenerator(seed: UInt64(teller))
    return (0..<12).map { _ in
      (0..<60).map { _ in
        Trial.sighting(Int.random(in: 1...150, using: &random), rules: "r\(Int.random(in: 1...4, using: &random))")
      }
    }
  }

  private static func sum(_ left: StoredCounts, _ right: StoredCounts) -> StoredCounts {
    StoredCounts(added: left.added + right.added, updated: left.updated + right.updated, known: left.known + right.known)
  }

  @Test func whatComesOfItIsAsIfOneHadGoneAfterTheOther() throws {
    let (together, alone) = (try Trial(), try Trial())
    let address = together.address
    let sums = Mutex(StoredCounts())
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { teller in
      do {
        let store = try PostgresAlertStore(address)
        for (number, batch) in Self.batches(teller).enumerated() {
          let checkpoint = Trial.checkpoint(Int64(number + 1), of: "teller \(teller)")
          let counts = try store.store(batch, checkpoint: checkpoint, at: Trial.now)
          sums.withLock { $0 = Self.sum($0, counts) }
          if number % 4 == 3 {
            // Verdicts in between, on what several are telling of.
            let keys = Set(batch.prefix(9).map(\.alertKey))
            _ = try store.judge(Array(keys), AlertVerdict(.confirmed, who: "ann", why: "seen", at: Trial.now))
          }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let serial = try alone.store()
    var expected = StoredCounts()
    for teller in 0..<8 {
      for (number, batch) in Self.batches(teller).enumerated() {
        let checkpoint = Trial.checkpoint(Int64(number + 1), of: "teller \(teller)")
        expected = Self.sum(expected, try serial.store(batch, checkpoint: checkpoint, at: Trial.now))
        if number % 4 == 3 {
          let keys = Set(batch.prefix(9).map(\.alertKey))
          _ = try serial.judge(Array(keys), AlertVerdict(.confirmed, who: "ann", why: "seen", at: Trial.now))
        }
      }
    }
    #expect(sums.withLock { $0 } == expected && expected.added == 150)
    let store = try together.store()
    #expect(try Trial.contents(store) == Trial.contents(serial))
    #expect(try store.problems() == [])
  }

  @Test func ofFollowersOfOneSourceOneGoesOnAndTheOthersAreTold() throws {
    let trial = try Trial()
    let address = trial.address
    _ = try trial.store()
    let won = Mutex<[Int64]>([])
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 6) { follower in
      do {
        let store = try PostgresAlertStore(address)
        for sequence in 1...20 as ClosedRange<Int64> {
          do throws(AlertError) {
            // Each would store an alert of its own with the same step.
            _ = try store.store(
              [Trial.sighting(Int(sequence) * 10 + follower)],
              checkpoint: Trial.checkpoint(sequence, of: "watch", UInt8(follower)), at: Trial.now)
            won.withLock { $0.append(sequence) }
          } catch {
            guard error.code == .outdated else { throw error }
          }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let steps = won.withLock { $0 }
    #expect(steps.sorted() == Array(Set(steps)).sorted() && steps.max() == 20)
    let store = try trial.store()
    #expect(try store.count(AlertFilter(), at: Trial.now) == steps.count)
    #expect(try store.checkpoints(named: "watch").map(\.sequence) == Array(steps.sorted().suffix(2).reversed()))
  }
}
