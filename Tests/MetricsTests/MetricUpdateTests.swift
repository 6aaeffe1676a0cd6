import Foundation
import Metrics
import TestSupport
import Testing

@Suite struct MetricUpdateTests {
  @Test func aCounterOnlyGrows() throws {
    let counter = try MetricRegistry().counter("records_total", help: "Records.")
    counter.add(3)
    counter.add(-1)
    counter.add(Double.nan)
    counter.add(Double.infinity)
    counter.add(0.5)
    #expect(counter.value == 3.5)
    counter.raise(to: 10)
    counter.raise(to: 9)
    counter.raise(to: .nan)
    #expect(counter.value == 10)
  }

  @Test func aMeasurementFallsIntoTheBucketWhoseBoundItDoesNotExceed() throws {
    let registry = MetricRegistry()
    let histogram = try registry.histogram("size_bytes", help: "Sizes.", bounds: [-1, 0, 1, 10])
    histogram.observe([-5, -1, -0.5, 0, 1, 1.000001, 10, 10.1, .nan, .infinity])
    histogram.observe(2, times: 0)
    histogram.observe(2, times: -3)
    let counts = registry.page.split(separator: "\n").filter { $0.contains("_bucket") }.map { $0.split(separator: " ").last }
    #expect(counts == ["2", "4", "5", "7", "8"])
    #expect(PageLinter.faults(of: registry.page) == [])
  }

  @Test func boundsGrowByTheirFactor() {
    #expect(Histogram.bounds(from: 0.5, factor: 2, count: 4) == [0.5, 1, 2, 4])
    #expect(Histogram.bounds(from: 0.5, factor: 2, count: -1) == [])
  }

  @Test func theSameValuesAreTheSameSeries() throws {
    let family = try MetricRegistry().counter("alerts_total", help: "Alerts.", labels: ["scheme", "rule"])
    #expect(try family.series("padding", "R1") === family.series(of: ["padding", "R1"]))
    #expect(try family.series("padding", "R1") !== family.series("padding", "R2"))
  }

  /// A page that is read in between is a sound page, and at the end nothing is lost.
  @Test func threadsUpdateWhileAnotherReads() throws {
    let registry = MetricRegistry()
    let counters = try registry.counter("records_total", help: "Records.", labels: ["schema"])
    let gauge = try registry.gauge("waiting", help: "What waits.")
    let histogram = try registry.histogram("batch_seconds", help: "Batches.", bounds: [1, 2, 3])
    let rounds = 20_000
    DispatchQueue.concurrentPerform(iterations: 5) { worker in
      if worker == 4 {
        var last = 0.0
        for _ in 0..<200 {
          let page = registry.page
          #expect(PageLinter.faults(of: page) == [])
          let line = page.split(separator: "\n").first { $0.hasPrefix("records_total{schema=\"shared\"}") }
          let value = line.flatMap { $0.split(separator: " ").last }.flatMap { Double($0) } ?? 0
          #expect(value >= last)
          last = value
        }
      } else {
        for _ in 0..<rounds {
          (try? counters.series("shared"))?.add(2)
          gauge.add(worker.isMultiple(of: 2) ? 1 : -1)
          histogram.observe(Double(worker))
        }
      }
    }
    #expect(try counters.series("shared").value == Double(4 * rounds * 2))
    #expect(gauge.value == 0)
    #expect(registry.page.contains("batch_seconds_count \(4 * rounds)\n"))
    #expect(registry.page.contains("batch_seconds_sum \(6 * rounds)\n"))
  }
}
