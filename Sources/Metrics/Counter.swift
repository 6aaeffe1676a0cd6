/// A number that only grows, from zero at the start of the program: records, bytes, seconds spent.
///
/// Count in a variable of your own while a batch is worked on, and add once for the batch. Whole numbers are exact up to 2^53.
public final class Counter: Sendable {
  private let cell = MetricCell()

  public var value: Double { cell.value }

  public func add(_ count: Int) { add(Double(count)) }

  /// An amount below zero, or none that is finite, is left out: a counter that falls looks like a program that began anew.
  public func add(_ amount: Double) {
    guard amount >= 0, amount.isFinite else { return }
    cell.change { $0 + amount }
  }

  /// For what somebody else has counted since the start. What is lower than what was said before is left out.
  public func raise(to total: Double) {
    guard total.isFinite else { return }
    cell.change { max($0, total) }
  }
}
