import Synchronization

/// A number that several threads change and read without a lock. Every change is there whole or not at all.
struct MetricCell: ~Copyable, Sendable {
  private let bits = Atomic<UInt64>(0)

  // Nothing else is published through a cell, so an order between cells is not asked for.
  var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

  func change(_ next: (Double) -> Double) {
    var before = bits.load(ordering: .relaxed)
    while true {
      let outcome = bits.weakCompareExchange(
        expected: before, desired: next(Double(bitPattern: before)).bitPattern, ordering: .relaxed)
      if outcome.exchanged { return }
      before = outcome.original
    }
  }
}
