import Diagnostics
import Foundation
import Records
import RuleEngine
import RuleLanguage

/// Times the engines over orders in memory, and writes the same orders as CSV for whoever else wants to be timed.
///
///     engine-benchmark WHAT ORDERS [RULES]     WHAT: rules, windows, stream, csv
let arguments = CommandLine.arguments
let what = arguments.count > 1 ? arguments[1] : "rules"
let orders = arguments.count > 2 ? Int(arguments[2]) ?? 1_000_000 : 1_000_000
let ruleCount = arguments.count > 3 ? Int(arguments[3]) ?? 10 : 10

let benchmark = EngineBenchmark(orders: orders)
switch what {
case "csv": benchmark.writeCSV()
case "windows": benchmark.timeColumns("windows", BenchmarkRules.windows)
case "stream": benchmark.timeStream(BenchmarkRules.windows + BenchmarkRules.plain(10))
case "shared": benchmark.timeColumns("shared", BenchmarkRules.windows + BenchmarkRules.reading(ruleCount))
default: benchmark.timeColumns("rules", BenchmarkRules.plain(ruleCount))
}
