import CommandLineKit
import Evaluation
import Files
import Labelling
import Records

let labelsCommand = Command(
  "labels", "how likely each record is fraud by all rules' votes, and how right each rule is",
  discussion:
    "Live rules vote fraud or legit on the records on which they fire. How right each is follows from where they agree; rules that repeat "
    + "each other count once. Verdicts are a CSV file of id, scheme and verdict, fraud or legit: with five of either the label model, the "
    + "majority vote and the best single rule are compared on verdicts that they have not seen. The truth is a CSV file of the fraudulent "
    + "rows; nothing is learned from it.",
  arguments: [RecordReading.argument],
  options: [
    Option("verdicts", value: "FILE", "what analysts said of records: id, scheme, verdict; or store, for the stored alerts'"),
    Option("truth", value: "FILE", "the fraudulent rows: row and scheme; says how right each rule truly is"),
    Option("out", value: "FILE", "where id, scheme and probability of every record are written"),
    Option("fraud-min", value: "SHARE", "the least share of the records that is fraud", default: "0.01%"),
    Option("fraud-max", value: "SHARE", "the largest; the same as the least where the share is known", default: "20%"),
    Option("samples", value: "N", "how many samples the intervals are of; 0 for none", default: "100"),
    Option("seed", value: "S", "of the samples", default: "1"),
    RecordReading.baseline,
    RecordReading.catalog,
    SourceName.option,
  ] + RecordReading.options,
  examples: [
    "sheriff labels history/orders.csv", "sheriff labels orders.csv --verdicts verdicts.csv --out labels.csv",
  ], action: labels)

private func labels(_ invocation: Invocation) throws -> ExitCode {
  let options = try labelOptions(invocation)
  let verdicts = try invocation.text("verdicts").map {
    try VerdictFile.named($0, source: invocation.arguments[0], invocation)
  }
  let truth = try invocation.text("truth").map { try TruthFile($0, .usDollar) }
  var run = try RecordReading(invocation, source: invocation.arguments[0])
  let rules = try LoadedRules(invocation, for: run.source.schema)
  var deciding = Deciding(invocation, rules, symbols: run.source.records.symbols)
  var batches: [RecordBatch] = []
  try run.run { batches.append($0) }
  var collection = VoteCollection(rules.program, schema: rules.schema)
  try deciding.history(batches) { decisions, batch, start, _ in collection.add(decisions, batch, from: start) }
  guard !collection.rows.isEmpty else {
    throw CommandFailure(.badData, "\(run.source.name): there are no records to label")
  }
  try verdicts?.check(against: collection.ids, collection.schemes)

  let file = try invocation.text("out").map { path in try reading { () throws(SourceError) in try OutputFile(path: path) } }
  try reading { () throws(SourceError) in try file?.write("id,scheme,probability\n") }
  for scheme in collection.schemes {
    let known = verdicts?.verdicts(on: scheme, of: collection.ids) ?? []
    let model: LabelModel
    do throws(LabellingError) {
      model = try LabelModel(collection.votes(on: scheme), verdicts: known, options: options)
    } catch {
      guard error.code == .empty else { throw CommandFailure(.badData, "\(scheme): \(error)") }
      invocation.terminal.say("\(scheme): \(error)")
      continue
    }
    let choice = LabelChoice(model)
    let probabilities = choice.probabilityOfRecord
    // A truth that does not know a scheme says nothing of it.
    let frauds = truth.map { truth in Set(truth.rows.filter { $0.scheme == scheme }.map(\.row)) }.flatMap {
      $0.isEmpty ? nil : $0
    }
    let trueClasses = frauds.map { classes(of: collection.rows, frauds: $0, model) } ?? []
    let precision = frauds.flatMap { averagePrecision(probabilities, collection.rows, $0) }
    try LabelTables(
      scheme: scheme, model: model, choice: choice, report: LabelReport(model, truth: trueClasses), averagePrecision: precision
    ).print(invocation.terminal)
    if let file {
      for (id, probability) in zip(collection.ids, probabilities) {
        try reading { () throws(SourceError) in try file.write("\(csvCell(id)),\(csvCell(scheme)),\(probability)\n") }
      }
    }
  }
  try reading { () throws(SourceError) in try file?.finish() }
  return .fine
}

private func labelOptions(_ invocation: Invocation) throws -> LabelOptions {
  let least = try invocation.number("fraud-min", in: 0.000_000_1...0.999) ?? 0.0001
  let most = try invocation.number("fraud-max", in: 0.000_000_1...0.999) ?? 0.2
  guard least <= most else { throw invocation.usage("--fraud-min lies above --fraud-max") }
  return LabelOptions(
    balance: .learned(within: least...most), samples: try invocation.integer("samples", in: 0...10_000) ?? 100,
    seed: try invocation.seed("seed") ?? 1)
}

/// By pattern how many of its records are fraud, and how many are not.
private func classes(of rows: [Int64], frauds: Set<Int64>, _ model: LabelModel) -> [(frauds: Double, legits: Double)] {
  var classes = model.patterns.counts.map { _ in (frauds: 0.0, legits: 0.0) }
  for (row, pattern) in zip(rows, model.patterns.patternOfRecord) {
    if frauds.contains(row) { classes[Int(pattern)].frauds += 1 } else { classes[Int(pattern)].legits += 1 }
  }
  return classes
}

private func averagePrecision(_ probabilities: [Double], _ rows: [Int64], _ frauds: Set<Int64>) -> Double? {
  AveragePrecision(zip(probabilities, rows).map { (score: $0, count: 1, frauds: frauds.contains($1) ? 1 : 0) })?.expected
}
