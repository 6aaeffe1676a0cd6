import Diagnostics
import Foundation
import Records
import RuleEngine
import RuleLanguage

/// Times an engine's snapshot and how it is restored, over orders in memory.
///
///     snapshot-benchmark [ORDERS] [ids]     with ids every order may still have another version
let arguments = CommandLine.arguments.dropFirst()
let orders = arguments.first.flatMap { Int($0) } ?? 400_000
let hasIDs = arguments.contains("ids")

let schemaText = """
  schema orders {
    \(hasIDs ? "id id" : "serial integer")
    at       time
    rep      key
    customer key
    charged  money
  }
  """
let rules = """
  package bench
  use schema orders
  feature rep_sum = sum(charged) by rep over 180d
  feature rep_count = count() by rep over 7d
  feature customer_avg = avg(charged) by customer over 180d
  feature customer_max = max(charged) by customer over last 10
  """

struct OneSchema: PackSurroundings {
  let schema: Schema
  func schema(named name: String, usedBy path: String) -> SchemaLookup { .found(schema) }
  func listFile(_ name: String, usedBy path: String) -> [UInt8]? { nil }
}

/// 500 reps, 20,000 customers, 80 days: nothing has left any window.
func history(_ schema: Schema, _ symbols: SymbolTable) -> RecordBatch {
  var state: UInt64 = 7
  func random(_ bound: UInt64) -> Int64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int64((state >> 33) % bound)
  }
  let reps = (0..<500).map { symbols.intern("rep \($0)") }
  let customers = (0..<20_000).map { symbols.intern("customer \($0)") }
  let step = 80 * Instant.microsecondsPerDay / Int64(orders)
  var (times, amounts, repColumn, customerColumn): ([Int64], [Int64], [Symbol], [Symbol]) = ([], [], [], [])
  var ids = TextColumn()
  var validity = Bitmap()
  for order in 0..<orders {
    times.append(1_400_000_000_000_000 + step * Int64(order))
    repColumn.append(reps[Int(random(500))])
    customerColumn.append(customers[Int(random(20_000))])
    amounts.append(random(50_000_000) + 10_000)
    var id = "order-\(order)"
    id.withUTF8 { ids.append($0) }
    validity.append(true)
  }
  let first: Column.Values = hasIDs ? .text(ids) : .integer((0..<orders).map { Int64($0) })
  let columns = [first, .time(times), .key(repColumn), .key(customerColumn), .money(amounts)]
  return RecordBatch(
    schema: schema, rows: (0..<orders).map { Int64($0 + 1) },
    columns: columns.map { Column(values: $0, validity: validity) }, lists: [], rejects: [], end: SourcePosition(source: "bench"))
}

/// Bytes of memory that the process has.
func resident() -> Int {
  let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
  return words.count > 1 ? (Int(words[1]) ?? 0) * 4_096 : 0
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let duration = try ContinuousClock().measure(body)
  return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

/// The median of five, in seconds.
func median(_ body: () throws -> Void) rethrows -> String {
  let times = try (0..<5).map { _ in try seconds(body) }.sorted()
  return String(format: "%.3f", times[2])
}

let schema = SchemaFile(SourceText(path: "bench.schema", text: schemaText)).schemas[0]
let load = RuleLoad(
  [SourceText(path: "bench.rules", text: rules)], registry: Registry(), surroundings: OneSchema(schema: schema))
precondition(load.isSound, "\(load.files.flatMap(\.diagnostics).map(\.message))")
let symbols = SymbolTable()
let batch = history(schema, symbols)
let before = resident()
let engine = StreamEngine(load.program, schema: 0, surroundings: RunSurroundings(), symbols: symbols)
let run = seconds { engine.decide(batch) { _ in } }
engine.compact()
let taken = resident() - before
let memory = engine.memory
print(
  "\(orders) orders in \(String(format: "%.3f", run)) s: \(memory.entries) entries of \(memory.keys) keys, \(memory.versions) ids"
)
print("memory: \(memory.bytes) bytes as estimated, \(taken) more resident")
var bytes: [UInt8] = []
print("snapshot: \(median { bytes = engine.snapshot() }) s for \(bytes.count) bytes")
var other = engine
let restored = try median {
  other = StreamEngine(load.program, schema: 0, surroundings: RunSurroundings(), symbols: SymbolTable())
  try other.restore(bytes)
}
print("restore: \(restored) s")
precondition(other.snapshot() == bytes, "a restored engine's snapshot is another")
