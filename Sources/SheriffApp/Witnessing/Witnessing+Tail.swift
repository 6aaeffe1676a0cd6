import CommandLineKit
import Foundation
import PostgresSource
import Provenance
import Records

/// Follows the log as it grows: findings within moments of the commit.
extension Witnessing {
  struct TailOptions {
    /// Ends after so long without a change; nil goes on until told to stop.
    var untilIdle: Double?
    var looksEvery: Double
    /// Between looks at every row; nil for none.
    var hashesEvery: Double?
  }

  private static let definitionsEvery = 2.0
  private static let beatsEvery = 10.0
  private static let transactionsMax = 1000

  func follow(_ options: TailOptions, _ interruption: Interruption, _ write: ([Suspicion]) throws -> Void) throws {
    try settle(at: lookAtEverything(), write)
    var (lastChange, lastDefinitions, lastBeat, lastHash) = (Clock.now, Clock.now, Clock.now, Clock.now)
    while !interruption.isAsked {
      let before = transactions
      let log = try openLog()
      try readAvailable(log)
      if transactions > before { lastChange = Clock.now }
      if !events.isEmpty || Clock.now - lastDefinitions >= options.looksEvery {
        try lookAtDefinitions(WitnessCatalogue(session, state.installation))
        state.lookedAt = try reading { () throws(SourceError) in try look.now() }.microseconds
        lastDefinitions = Clock.now
      }
      let isDue = Clock.now - lastBeat >= Witnessing.beatsEvery
      if isDue {
        // Moves the slot on where nobody writes orders, and shows that the log still comes.
        try reading { () throws(SourceError) in try look.mark("heartbeat") }
        lastBeat = Clock.now
      }
      if transactions > before || !suspicions.isEmpty || isDue { try settle(at: log.reached, write) }
      if let every = options.hashesEvery, Clock.now - lastHash >= every {
        try settle(at: lookAtEverything(), write)
        lastHash = Clock.now
      }
      if let idle = options.untilIdle, Clock.now - lastChange >= idle { break }
    }
    try settle(at: log?.reached ?? state.confirmed, write)
  }

  /// What has come; waits a moment for the first.
  private func readAvailable(_ log: PostgresLog) throws {
    var wait = 200
    for _ in 0..<Witnessing.transactionsMax {
      guard let event = try reading({ () throws(SourceError) in try log.next(waitMilliseconds: wait) }) else { return }
      if case .transaction(let transaction) = event {
        apply(try judge(transaction))
        wait = 0
      }
    }
  }
}

/// Seconds that only go forward.
enum Clock {
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
