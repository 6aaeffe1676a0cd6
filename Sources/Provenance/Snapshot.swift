/// Which transactions a reader of the database sees: all before `end`, but for those that were still running.
public struct Snapshot: Hashable, Sendable {
  public var end: UInt64
  public var running: Set<UInt64>

  /// From `pg_current_snapshot()`: `10:20:10,14,15`.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, UInt64(parts[0]) != nil, let end = UInt64(parts[1]) else { return nil }
    let running = parts[2].split(separator: ",").map { UInt64($0) }
    guard !running.contains(nil) else { return nil }
    (self.end, self.running) = (end, Set(running.compactMap { $0 }))
  }

  /// A transaction of the log, which knows only the low half of its number.
  public func sees(_ transaction: UInt32) -> Bool {
    var full = end & ~0xFFFF_FFFF | UInt64(transaction)
    if full > end, full - end > 1 << 31 {
      guard full >= 1 << 32 else { return true }
      full -= 1 << 32
    } else if end > full, end - full > 1 << 31 {
      full += 1 << 32
    }
    return full < end && !running.contains(full)
  }
}
