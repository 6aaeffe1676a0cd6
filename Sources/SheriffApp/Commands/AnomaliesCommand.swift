import CommandLineKit

let anomaliesCommand = Command(
  "anomalies", "the strangest records of a history, found without labels",
  discussion:
    "Fits models on the features that the rules declare, without being told what fraud is, and lists the records that are least like the others: how "
    + "each model ranks them, and in which features they are odd. What is odd need not be fraud. Features that read a label are left out. With "
    + "--label or --truth the rankings are measured against it; nothing is learned from it. With --fit-share the models see the earlier records only, "
    + "and the later ones are ranked.",
  arguments: [RecordReading.argument],
  options: [
    Option(
      "by", value: "MODEL", "which model ranks the records", default: "all",
      allowed: ["isolation", "tails", "autoencoder", "all"]),
    Option("top", value: "N", "how many records are listed, or all", default: "20"),
    Option(
      "fit-share", value: "SHARE", "of the records, the earliest ones, that are learned from; the others are ranked",
      default: "100%"),
    Option("label", value: "FIELD", "a flag that says which records are fraud: the rankings are measured by it"),
    Option("truth", value: "FILE", "a CSV file of the fraudulent rows, row and scheme, to measure by"),
    Option("scheme", value: "NAME", "of the truth, the only scheme that counts"),
    Option("without", value: "NAMES", "features that are left out, parted by commas"),
    Option("samples", value: "N", "how many samples the intervals are of; 0 for none", default: "200"),
    Option("seed", value: "S", "of what is drawn", default: "1"),
    RecordReading.baseline,
    RecordReading.catalog,
    Option("format", value: "FORMAT", "how the list is written", default: "table", allowed: ["table", "csv", "jsonl"]),
    Option("out", value: "FILE", "where the list is written; else standard output"),
  ] + RecordReading.options,
  examples: [
    "sheriff anomalies history/orders.csv --top 50",
    "sheriff anomalies payments/cards.csv --fit-share 50% --label fraud",
    "sheriff anomalies orders.csv --by tails --top all --format csv --out ranked.csv",
  ], action: anomalies)

private func anomalies(_ invocation: Invocation) throws -> ExitCode {
  let settings = try AnomalySettings(invocation)
  let ranking = try AnomalyRanking(invocation, settings)
  ranking.say(invocation.terminal)
  let list = try AnomalyList(invocation, settings)
  try list.write(ranking)
  let report = try ranking.labels.map { try AnomalyReport(ranking, $0, settings) }
  // The list alone is data where a program reads it.
  if let report {
    if list.leavesOutput {
      try invocation.terminal.write(report.text(invocation.terminal))
    } else {
      report.say(invocation.terminal)
    }
  }
  return .fine
}
