import Synchronization

/// One metric in all its series, one for each choice of its labels' values. A series is looked up once and then kept by whoever
/// updates it: looking up takes a lock, updating a counter or a gauge takes none.
public final class MetricFamily<Series: Sendable>: Sendable {
  /// Each series stays in memory and on the page of every scrape. Who takes a label's values from the data, an order's number say,
  /// learns of it by an error and not by a full memory.
  public static var seriesCountMax: Int { 1000 }

  typealias Writing = @Sendable (Series, MetricDefinition, [String], inout MetricPage) -> Void

  let definition: MetricDefinition
  private let make: @Sendable () -> Series
  private let writing: Writing
  private let all = Mutex<[[String]: Series]>([:])

  init(_ definition: MetricDefinition, make: @escaping @Sendable () -> Series, writing: @escaping Writing) {
    (self.definition, self.make, self.writing) = (definition, make, writing)
  }

  /// The series of these values, in the order of the labels; where there was none it is made, and begins at zero.
  public func series(_ values: String...) throws(MetricError) -> Series { try series(of: values) }

  public func series(of values: [String]) throws(MetricError) -> Series {
    guard values.count == definition.labels.count else {
      let labels = definition.labels.joined(separator: ", ")
      throw MetricError(.labelCount, definition.name, "its labels are [\(labels)], and \(values.count) values were given")
    }
    let found: Series? = all.withLock { all in
      if let known = all[values] { return known }
      guard all.count < MetricFamily.seriesCountMax else { return nil }
      let new = make()
      all[values] = new
      return new
    }
    guard let found else {
      throw MetricError(
        .tooManySeries, definition.name,
        "there are \(MetricFamily.seriesCountMax) series already; give it labels with few values, such as rules and not records")
    }
    return found
  }

  /// Takes a series off the page, as that of a model which no longer decides. Whoever still holds it updates what nobody reads.
  public func remove(_ values: String...) { all.withLock { _ = $0.removeValue(forKey: values) } }
}

/// What the registry asks of a metric, whatever its kind.
protocol PagedMetric: Sendable {
  var definition: MetricDefinition { get }
  func write(to page: inout MetricPage)
}

extension MetricFamily: PagedMetric {
  func write(to page: inout MetricPage) {
    let ordered = all.withLock { all in all.map { (values: $0.key, series: $0.value) } }
      .sorted { $0.values.lexicographicallyPrecedes($1.values) }
    // A metric that has no series yet is not on the page: a kind without a value says nothing.
    guard !ordered.isEmpty else { return }
    page.begin(definition)
    for (values, series) in ordered { writing(series, definition, values, &page) }
  }
}
