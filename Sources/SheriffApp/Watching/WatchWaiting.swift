import CommandLineKit
import Foundation

/// Waits for what is to be watched, as long as that is wished.
struct WatchWaiting {
  private let standing: WatchStanding
  private let interruption: Interruption
  private let mayGoOn: () -> Bool

  init(_ standing: WatchStanding, _ interruption: Interruption, mayGoOn: @escaping () -> Bool) {
    (self.standing, self.interruption, self.mayGoOn) = (standing, interruption, mayGoOn)
  }

  /// What is there at last; nil where that is to be waited for no longer.
  ///
  /// - look: nil where it is not there yet, and why.
  func first<Found>(_ look: () throws -> (found: Found?, why: String)) throws -> Found? {
    var told: String?
    while !interruption.isAsked {
      let (found, why) = try look()
      if let found { return found }
      if told != why { standing.log.say(.info, "waiting", why) }
      told = why
      guard mayGoOn() else { return nil }
      standing.waits(why)
      usleep(100_000)
    }
    return nil
  }
}
