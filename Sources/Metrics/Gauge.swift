/// A number that rises and falls: what waits, how far behind, which version. It stands as it was last set, so set what changes by
/// itself, as the memory in use, when the page is asked for.
public final class Gauge: Sendable {
  private let cell = MetricCell()

  public var value: Double { cell.value }

  public func set(_ value: Double) { cell.change { _ in value } }

  public func set(_ value: Int) { set(Double(value)) }

  public func add(_ amount: Double) { cell.change { $0 + amount } }
}
