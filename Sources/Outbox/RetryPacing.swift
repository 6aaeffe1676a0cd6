/// How long is waited before a batch is tried again: twice as long each time, a part of it by chance, so that many senders that failed
/// together do not come back together.
public struct RetryPacing: Sendable {
  /// After this many attempts a batch is given up.
  public var attemptsMax: Int
  public var first: Duration
  public var longest: Duration
  /// What a receiver may ask for at most.
  public var askedLongest: Duration

  public init(
    attemptsMax: Int = 12, first: Duration = .seconds(1), longest: Duration = .seconds(300),
    askedLongest: Duration = .seconds(3600)
  ) {
    (self.attemptsMax, self.first, self.longest, self.askedLongest) = (attemptsMax, first, longest, askedLongest)
  }

  /// - attempts: how many have failed, at least one.
  /// - asked: how long the receiver wants to be left alone.
  /// - chance: from 0 to 1.
  public func wait(afterAttempts attempts: Int, asked: Duration?, chance: Double) -> Duration {
    if let asked { return min(askedLongest, max(first / 2, asked)) }
    let whole = min(longest, first * (1 << min(20, max(0, attempts - 1))))
    return whole / 2 + whole / 2 * min(1, max(0, chance))
  }
}
