import Foundation

/// Loops that wait for something, each with an end.
public enum Waiting {
  /// Whether the condition came to hold in time. Asked often at first, for most things come soon.
  public static func holds(within limit: Duration = .seconds(60), _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    var pause: UInt32 = 500
    while try !condition() {
      guard ContinuousClock.now < deadline else { return false }
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
    return true
  }
}
