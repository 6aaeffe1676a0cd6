import Metrics

/// Metrics as a monitor has them, in all their kinds, with labels that need escaping.
enum SamplePages {
  static func registry(isReversed: Bool = false) throws -> MetricRegistry {
    let registry = MetricRegistry()
    var steps: [() throws -> Void] = [
      {
        let records = try registry.counter("sheriff_records_total", help: "Records read, \\ by schema.\nAll.", labels: ["schema"])
        for (index, schema) in ["orders", "a \"quoted\" name", "back\\slash\r\nand line"].enumerated() {
          try records.series(schema).add(1024 * (index + 1))
        }
      },
      { try registry.gauge("sheriff_lag_seconds", help: "How far the newest record lies back.").set(0.25) },
      { try registry.counter("sheriff_work_seconds_total", help: "Time spent deciding.").add(1e-7) },
      {
        let sizes = try registry.histogram(
          "sheriff_batch_seconds", help: "How long a batch takes.", labels: ["step"], bounds: [0.001, 0.01, 0.1])
        try sizes.series("decide").observe([0.0005, 0.001, 0.05, 3])
        try sizes.series("commit").observe(0.02, times: 7)
      },
    ]
    if isReversed { steps.reverse() }
    for step in steps { try step() }
    return registry
  }

  /// Each page has one fault, which both our linter and promtool are to find.
  static let faulty = [
    "# TYPE a_total counter\na_total 1\n",
    "# HELP a x\n# TYPE a counter\na 1\n",
    "# HELP a_total x\n# TYPE a_total gauge\na_total 1\n",
    "# HELP a_count x\n# TYPE a_count gauge\na_count 1\n",
    "# HELP a_gauge x\n# TYPE a_gauge gauge\na_gauge 1\n",
    "# HELP a:b x\n# TYPE a:b gauge\na:b 1\n",
    "# HELP someThing x\n# TYPE someThing gauge\nsomeThing 1\n",
    "# HELP a_ms x\n# TYPE a_ms gauge\na_ms 1\n",
    "# HELP a_hours x\n# TYPE a_hours gauge\na_hours 1\n",
    "# HELP a_milliseconds x\n# TYPE a_milliseconds gauge\na_milliseconds 1\n",
    "# HELP a x\n# TYPE a gauge\na{le=\"1\"} 1\n",
    "# HELP a x\n# TYPE a gauge\na{someLabel=\"1\"} 1\n",
    "# HELP a x\n# TYPE a gauge\na{b=\"\\x\"} 1\n",
    "# HELP a x\n# TYPE a gauge\na one\n",
    "# HELP a x\n# TYPE a gauge\na 1",
    "# HELP a x\n# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n",
    "# HELP a \\x\n# TYPE a gauge\na 1\n",
  ]
}
