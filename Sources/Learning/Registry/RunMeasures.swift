public import Records

/// A setting of a run, as it was written.
public struct RunParameter: Hashable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

/// A number that a run came to. What could not be measured is left out.
public struct RunMetric: Hashable, Sendable {
  public var name: String
  public var value: Double
  public var interval: ClosedRange<Double>?

  public init(_ name: String, _ value: Double, interval: ClosedRange<Double>? = nil) {
    (self.name, self.value, self.interval) = (name, value, interval)
  }
}

/// An amount of money that a run came to, exact.
public struct RunAmount: Hashable, Sendable {
  public var name: String
  public var value: Money
  public var interval: ClosedRange<Money>?
  public var currency: Currency

  public init(_ name: String, _ value: Money, interval: ClosedRange<Money>? = nil, currency: Currency) {
    (self.name, self.value, self.interval, self.currency) = (name, value, interval, currency)
  }
}
