import CSVSource
import CommandLineKit
import Files
import Pricing
import Records

let baselineCommand = Command(
  "baseline", "learn what is ordinary: prices, costs, the ladder of discounts, rates per rep",
  discussion: "The result is an artefact with a hash, kept under --home; what decides over orders later reads it by its name.",
  arguments: [Argument("source", "a file, pattern, folder, - or postgres:// address")],
  options: [
    Option("name", value: "NAME", "what the baseline is called"),
    RecordReading.catalog,
  ] + RecordReading.options,
  examples: ["sheriff baseline history/orders.csv --name winter"], action: learnBaseline)

private func learnBaseline(_ invocation: Invocation) throws -> ExitCode {
  let name = try invocation.required("name")
  guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }), !name.hasPrefix(".") else {
    throw invocation.usage("`--name \(name)`: a name has letters, digits, - _ and . only")
  }
  var run = try RecordReading(invocation, source: invocation.arguments[0])
  let learning = try learn(&run, catalogue: catalogue(invocation))
  let baseline = Baseline(
    name: name, schema: run.source.schema.name, source: run.source.name, learning: learning, symbols: run.source.records.symbols)
  let folder = "\(invocation.text("home") ?? ".sheriff")/baselines"
  try reading { () throws(SourceError) in
    try OutputFile.makeFolder(folder)
    try OutputFile.write(baseline.text, to: "\(folder)/\(name).baseline")
  }
  let undetermined = baseline.book.entries.filter { $0.price == nil }.count
  let steps = baseline.ladder.steps.map { step in
    "\(step) (\(step.support)\(step.inUse.map { ", \($0)" } ?? ""))"
  }.joined(separator: ", ")
  let changes = baseline.book.changes
  let altered = changes.filter { $0.usual != nil }.map { change in
    "\naltered   \(change.product) lists at \(change.price) since \(Instant(microseconds: change.from).date), \(change.usual ?? change.before) before; its cost did not move"
  }.joined()
  try invocation.terminal.write(
    """
    baseline  \(name)
    file      \(folder)/\(name).baseline
    hash      \(baseline.hash)
    orders    \(baseline.orders), \(learning.history.passedOver) passed over
    prices    \(baseline.book.determinedCount) determined, \(undetermined) not; \(changes.count { $0.usual == nil }) changed\(altered)
    contradicting  \(learning.listContradictions.count) orders by their list, \(learning.costContradictions.count) by their cost
    ladder    \(steps.isEmpty ? "none found" : steps), taken from each \(baseline.ladder.mode.rawValue)
    explained \(baseline.ladder.explained) of \(baseline.ladder.discounted) orders below list; \(baseline.ladder.undecided) told by likelihood alone
    unjudged  \(learning.unjudged) orders with a price that is not determined

    """)
  return .fine
}

/// Reads a source of orders whole and learns from it.
func learn(_ run: inout RecordReading, catalogue: PriceBook?) throws -> OrderLearning {
  guard let fields = OrderFields(run.source.schema) else {
    throw CommandFailure(
      .badData,
      "\(run.source.name): `\(run.source.schema.name)` has no orders with list, charged and lines of product and quantity")
  }
  var history = OrderHistory()
  try run.run { history.append($0, fields) }
  guard history.count > 0 else { throw CommandFailure(.badData, "\(run.source.name): there is no order to learn from") }
  return OrderLearning(history, symbols: run.source.records.symbols, catalogue: catalogue, workers: .ofThisMachine)
}

func catalogue(_ invocation: Invocation) throws -> PriceBook? {
  guard let path = invocation.text("catalog") else { return nil }
  let schema = PriceBook.catalogueSchema
  let source = CSVSource(
    inputs: try OpenedSource.inputs(path), schema: schema, mapping: schema.mappings[0], symbols: SymbolTable())
  return try reading { () throws(SourceError) in try PriceBook(catalogue: source) }
}
