import Metrics
import Testing

@Suite struct MetricDefinitionTests {
  private func code(_ define: (MetricRegistry) throws -> Void) -> MetricError.Code? {
    do {
      try define(MetricRegistry())
      return nil
    } catch { return (error as? MetricError)?.code }
  }

  @Test(arguments: [
    "", "9_total", "_total", "Records_total", "recordsRead_total", "récords_total", "records", "a:b_total", "a b_total",
    "a\n_total",
    "wait_milliseconds_total", "wait_ms_total", "read_kb_total", "record_counter_total", "read_megabytes_total",
    "cpu_percent_total",
  ]) func aCountersNameIsChecked(name: String) { #expect(code { _ = try $0.counter(name, help: "x") } == .badName) }

  @Test(arguments: ["records_total", "a_sum", "a_count", "a_bucket", "a_gauge", "age_hours"]) func anyOtherNameToo(name: String) {
    #expect(code { _ = try $0.gauge(name, help: "x") } == .badName)
    #expect(code { _ = try $0.histogram(name, help: "x", bounds: [1]) } == .badName)
  }

  @Test(arguments: ["", "le", "quantile", "__name__", "_a", "someLabel", "a-b", "1a", "a\"b"]) func aLabelIsChecked(label: String)
  {
    #expect(code { _ = try $0.gauge("a", help: "x", labels: [label]) } == .badLabel)
  }

  @Test func whatElseIsRefused() throws {
    #expect(code { _ = try $0.gauge("a", help: "x", labels: ["b", "b"]) } == .badLabel)
    #expect(code { _ = try $0.gauge("a", help: " \n") } == .badHelp)
    for bounds in [[], [1, 1], [2, 1], [1, .infinity], [.nan]] {
      #expect(code { _ = try $0.histogram("a", help: "x", bounds: bounds) } == .badBuckets)
    }
    #expect(
      code {
        _ = try $0.gauge("a", help: "x")
        _ = try $0.histogram("a", help: "y", bounds: [1])
      } == .definedTwice)
    #expect(code { _ = try $0.gauge("a", help: "x", labels: ["b"]).series() } == .labelCount)
    #expect(code { _ = try $0.gauge("a", help: "x", labels: ["b"]).series("1", "2") } == .labelCount)
  }

  @Test func labelsFromTheDataAreNoticed() throws {
    let family = try MetricRegistry().counter("orders_total", help: "x", labels: ["order"])
    for order in 0..<1000 { _ = try family.series("\(order)") }
    #expect(throws: MetricError.self) { try family.series("one more") }
    #expect(throws: Never.self) { try family.series("999") }
    family.remove("17")
    #expect(throws: Never.self) { try family.series("one more") }
  }

  @Test func anErrorSaysWhatToDo() {
    #expect(throws: MetricError.self) { try MetricRegistry().gauge("age_hours", help: "x") }
    do { _ = try MetricRegistry().gauge("age_hours", help: "x") } catch {
      #expect("\(error)" == "the metric `age_hours`: `hours` is no base unit; measure in `seconds`")
    }
  }
}
