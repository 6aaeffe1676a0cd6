import Foundation
import Metrics
import TestSupport
import Testing

@Suite struct MetricPageTests {
  @Test func aPageIsWrittenAsTheFormatWantsIt() throws {
    let page = try SamplePages.registry().page
    #expect(
      page == """
        # HELP sheriff_batch_seconds How long a batch takes.
        # TYPE sheriff_batch_seconds histogram
        sheriff_batch_seconds_bucket{step="commit",le="0.001"} 0
        sheriff_batch_seconds_bucket{step="commit",le="0.01"} 0
        sheriff_batch_seconds_bucket{step="commit",le="0.1"} 7
        sheriff_batch_seconds_bucket{step="commit",le="+Inf"} 7
        sheriff_batch_seconds_sum{step="commit"} 0.14
        sheriff_batch_seconds_count{step="commit"} 7
        sheriff_batch_seconds_bucket{step="decide",le="0.001"} 2
        sheriff_batch_seconds_bucket{step="decide",le="0.01"} 2
        sheriff_batch_seconds_bucket{step="decide",le="0.1"} 3
        sheriff_batch_seconds_bucket{step="decide",le="+Inf"} 4
        sheriff_batch_seconds_sum{step="decide"} 3.0515
        sheriff_batch_seconds_count{step="decide"} 4
        # HELP sheriff_lag_seconds How far the newest record lies back.
        # TYPE sheriff_lag_seconds gauge
        sheriff_lag_seconds 0.25
        # HELP sheriff_records_total Records read, \\\\ by schema.\\nAll.
        # TYPE sheriff_records_total counter
        sheriff_records_total{schema="a \\"quoted\\" name"} 2048
        sheriff_records_total{schema="back\\\\slash\r\\nand line"} 3072
        sheriff_records_total{schema="orders"} 1024
        # HELP sheriff_work_seconds_total Time spent deciding.
        # TYPE sheriff_work_seconds_total counter
        sheriff_work_seconds_total 1e-07

        """)
    #expect(PageLinter.faults(of: page) == [])
    #expect(try SamplePages.registry(isReversed: true).page == page)
  }

  @Test(arguments: SamplePages.faulty) func theLinterFindsWhatIsWrong(page: String) {
    #expect(!PageLinter.faults(of: page).isEmpty)
  }

  @Test(arguments: [
    "# HELP a x\n# TYPE a gauge\na 1\na 2\n",
    "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
    "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
    "# HELP a x\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n",
    "# HELP a x\n# TYPE a gauge\na 1\n# HELP b x\n# TYPE b gauge\nb 1\n# HELP a x\n",
  ]) func theLinterHoldsMoreThanPromtoolDoes(page: String) { #expect(!PageLinter.faults(of: page).isEmpty) }

  @Test func numbersReadBackAsTheyAre() throws {
    let registry = MetricRegistry()
    let gauge = try registry.gauge("value", help: "Any number.")
    for value in [
      0, -0.0, 1, -17, 0.1, 1e300, .leastNonzeroMagnitude, 0x1p53, 0x1p53 + 2, -1e16, 123_456_789.125, .infinity, -.infinity,
    ] {
      gauge.set(value)
      let written = try #require(registry.page.split(separator: " ").last?.dropLast())
      #expect(Double(written.replacingOccurrences(of: "Inf", with: "infinity")) == value)
      #expect(PageLinter.faults(of: registry.page) == [])
    }
    gauge.set(.nan)
    #expect(registry.page.hasSuffix("value NaN\n"))
  }

  @Test func anEmptyRegistryHasAnEmptyPage() throws {
    let registry = MetricRegistry()
    #expect(registry.page == "")
    let models = try registry.gauge("model_active", help: "Which version decides.", labels: ["version"])
    #expect(registry.page == "")
    try models.series("3").set(1)
    try models.series("4").set(1)
    models.remove("3")
    #expect(registry.page.split(separator: "\n").last == "model_active{version=\"4\"} 1")
    #expect(registry.page.split(separator: "\n").count == 3)
  }
}
