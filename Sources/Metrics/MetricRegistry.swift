import Synchronization

/// All metrics of a program, and the page that shows them in the text format of Prometheus.
///
/// Metrics are defined when the program starts and updated by whoever works; the page is read from another thread at any time. It is the
/// same for the same numbers: metrics by name, series by their labels' values, labels as they were defined.
public final class MetricRegistry: Sendable {
  /// What a page is, for whoever hands it out.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private let metrics = Mutex<[String: any PagedMetric]>([:])

  public init() {}

  public func counter(_ name: String, help: String) throws(MetricError) -> Counter {
    try counter(name, help: help, labels: []).series()
  }

  public func counter(_ name: String, help: String, labels: [String]) throws(MetricError) -> MetricFamily<Counter> {
    let definition = try MetricDefinition(.counter, name, help: help, labels: labels)
    return try add(
      MetricFamily(definition, make: { Counter() }) { counter, definition, values, page in
        page.sample(definition, values, counter.value)
      })
  }

  public func gauge(_ name: String, help: String) throws(MetricError) -> Gauge {
    try gauge(name, help: help, labels: []).series()
  }

  public func gauge(_ name: String, help: String, labels: [String]) throws(MetricError) -> MetricFamily<Gauge> {
    let definition = try MetricDefinition(.gauge, name, help: help, labels: labels)
    return try add(
      MetricFamily(definition, make: { Gauge() }) { gauge, definition, values, page in
        page.sample(definition, values, gauge.value)
      })
  }

  public func histogram(_ name: String, help: String, bounds: [Double]) throws(MetricError) -> Histogram {
    try histogram(name, help: help, labels: [], bounds: bounds).series()
  }

  /// - bounds: finite and ascending; what is above the last is counted all the same.
  public func histogram(
    _ name: String, help: String, labels: [String], bounds: [Double]
  ) throws(MetricError) -> MetricFamily<Histogram> {
    let definition = try MetricDefinition(.histogram, name, help: help, labels: labels)
    let isAscending = zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
    guard !bounds.isEmpty, isAscending, bounds.allSatisfy(\.isFinite) else {
      throw MetricError(.badBuckets, name, "the bounds of its buckets are to be finite, ascending and at least one")
    }
    return try add(
      MetricFamily(definition, make: { Histogram(bounds: bounds) }) { histogram, definition, values, page in
        page.histogram(definition, values, histogram)
      })
  }

  /// The page as it is now.
  public var page: String {
    let ordered = metrics.withLock { Array($0.values) }.sorted { $0.definition.name < $1.definition.name }
    var page = MetricPage()
    for metric in ordered { metric.write(to: &page) }
    return page.text
  }

  private func add<Series>(_ family: MetricFamily<Series>) throws(MetricError) -> MetricFamily<Series> {
    let name = family.definition.name
    let isNew = metrics.withLock { metrics in
      guard metrics[name] == nil else { return false }
      metrics[name] = family
      return true
    }
    guard isNew else { throw MetricError(.definedTwice, name, "it is defined already; define it once and hand it on") }
    return family
  }
}
