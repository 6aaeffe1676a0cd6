import Diagnostics
import Dispatch
import Foundation
import Records
import RuleEngine
import RuleLanguage

/// Orders in columns, made from a seed: 500 reps, 20,000 customers, 8 regions, three years.
struct EngineBenchmark {
  private let batch: RecordBatch
  private let schema: Schema
  private let symbols: SymbolTable

  init(orders: Int) {
    let file = SchemaFile(SourceText(path: "bench.schema", text: BenchmarkRules.schema))
    schema = file.schemas[0]
    let symbols = SymbolTable()
    self.symbols = symbols
    var state: UInt64 = 7
    func random(_ bound: UInt64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % bound)
    }
    let reps = (0..<500).map { symbols.intern("rep \($0)") }
    let customers = (0..<20_000).map { symbols.intern("customer \($0)") }
    let regions = (0..<8).map { symbols.intern("R\($0)") }
    let span: Int64 = 3 * 365 * 86_400_000_000
    var times: [Int64] = []
    var (repColumn, customerColumn, regionColumn): ([Symbol], [Symbol], [Symbol]) = ([], [], [])
    var (pieces, lists, costs, charged): ([Int64], [Int64], [Int64], [Int64]) = ([], [], [], [])
    for order in 0..<orders {
      times.append(1_400_000_000_000_000 + span / Int64(orders) * Int64(order))
      repColumn.append(reps[Int(random(500))])
      customerColumn.append(customers[Int(random(20_000))])
      regionColumn.append(regions[Int(random(8))])
      pieces.append(random(9) + 1)
      let list = random(50_000_000) + 10_000
      lists.append(list)
      costs.append(list * 6 / 10)
      charged.append(list - list * random(30) / 100)
    }
    var validity = Bitmap()
    for _ in 0..<orders { validity.append(true) }
    func column(_ values: Column.Values) -> Column { Column(values: values, validity: validity) }
    batch = RecordBatch(
      schema: schema, rows: (0..<orders).map { Int64($0 + 1) },
      columns: [
        column(.time(times)), column(.key(repColumn)), column(.key(customerColumn)), column(.key(regionColumn)),
        column(.integer(pieces)), column(.money(lists)), column(.money(costs)), column(.money(charged)),
      ], lists: [], rejects: [], end: SourcePosition(source: "bench"))
  }

  private func program(_ rules: String) -> Program {
    let load = RuleLoad(
      [SourceText(path: "bench.rules", text: BenchmarkRules.head + rules)], registry: Registry(),
      surroundings: OneSchema(schema: schema))
    precondition(load.isSound, "\(load.files.flatMap(\.diagnostics).map(\.message))")
    return load.program
  }

  /// The whole history at once; the median of five runs.
  func timeColumns(_ name: String, _ rules: String) {
    let program = program(rules)
    var times: [Double] = []
    var fired = 0
    let before = processorSeconds()
    for _ in 0..<5 {
      fired = 0
      let start = ContinuousClock.now
      let engine = HistoryEngine(
        program, schema: 0, surroundings: RunSurroundings(), symbols: symbols, workers: EngineBenchmark.workers)
      engine.decide(batch) { decisions in
        for rule in decisions.rules.indices {
          for word in 0..<(decisions.count + 63) / 64 { fired += decisions.fired(rule, word: word).nonzeroBitCount }
        }
      }
      times.append(seconds(ContinuousClock.now - start))
    }
    report(name, program, times, processorSeconds() - before, fired)
  }

  /// One record after the other, each decided before the next is looked at.
  func timeStream(_ rules: String) {
    let program = program(rules)
    let single = (0..<batch.count).map { $0..<$0 + 1 }
    var times: [Double] = []
    var fired = 0
    let before = processorSeconds()
    for _ in 0..<3 {
      fired = 0
      let engine = StreamEngine(program, schema: 0, surroundings: RunSurroundings(), symbols: symbols, rowsMax: 64)
      let start = ContinuousClock.now
      for range in single {
        engine.decide(batch, range) { decisions in
          for rule in decisions.rules.indices { fired += decisions.fired(rule, word: 0).nonzeroBitCount }
        }
      }
      times.append(seconds(ContinuousClock.now - start))
    }
    report("stream", program, times, processorSeconds() - before, fired)
  }

  private static let workers = Workers(count: 2) { pieces, body in
    DispatchQueue.concurrentPerform(iterations: pieces, execute: body)
  }

  private func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  /// Of all threads: what a busy machine makes wait counts for nothing here.
  private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func report(_ name: String, _ program: Program, _ times: [Double], _ processor: Double, _ fired: Int) {
    let median = times.sorted()[times.count / 2]
    print(
      "\(name): \(batch.count) orders, \(program.rules.count) rules, \(program.features.count) features: "
        + String(
          format: "%.3f s, %.2f million orders a second, %.3f processor seconds, %d fired", median,
          Double(batch.count) / median / 1e6, processor / Double(times.count), fired))
  }

  func writeCSV() {
    var text = "at,rep,customer,region,pieces,list,cost,charged\n"
    for row in 0..<batch.count {
      let keys = (1...3).map { symbols.text(of: batch.columns[$0].keys[row]) }
      let amounts = (5...7).map { String(format: "%.4f", Double(batch.columns[$0].money[row]) / 10_000) }
      text +=
        "\(batch.columns[0].times[row]),\(keys.joined(separator: ",")),\(batch.columns[4].integers[row]),\(amounts.joined(separator: ","))\n"
      if text.utf8.count > 1 << 20 {
        FileHandle.standardOutput.write(Data(text.utf8))
        text = ""
      }
    }
    FileHandle.standardOutput.write(Data(text.utf8))
  }
}

private struct OneSchema: PackSurroundings {
  let schema: Schema

  func schema(named name: String, usedBy path: String) -> SchemaLookup { .found(schema) }
  func listFile(_ name: String, usedBy path: String) -> [UInt8]? { nil }
}
