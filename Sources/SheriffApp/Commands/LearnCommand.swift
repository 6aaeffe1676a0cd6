import CommandLineKit
import Files
import Foundation
import Learning
import Records
import XGBoostTrainer

let learnCommand = Command(
  "learn", "train a model on labelled history, hold it against later records, and register it",
  discussion:
    "Labels come from the rules' votes, from a field that is a flag, or from a CSV file of the fraudulent rows. The features are those that the "
    + "rules declare; a rule's own condition is none for a model that learns from its votes. Parameters are chosen and chances are calibrated on "
    + "records later than those that were learned from, and the test is on records later still. Nothing is registered unless all of it is done. "
    + "With --protocol handbook weeks are learned from and tested as the Fraud Detection Handbook does: labels are the schema's own unless --labels "
    + "says otherwise, parameters are chosen once on the weeks before, and take the time that they need unless --seconds bounds it.",
  arguments: [RecordReading.argument],
  options: [
    Option("labels", value: "WHERE", "rules, the name of a field, or a CSV file of row and scheme", default: "rules"),
    Option(
      "verdicts", value: "FILE",
      "what analysts said of records, a CSV file of id, scheme and verdict, or store, for the stored alerts': it holds whatever else labels them"
    ),
    SourceName.option,
    Option("scheme", value: "NAME", "what is learned; else every scheme that has labels"),
    Option("name", value: "NAME", "what the model is called; default the schema's name"),
    Option(
      "shadow", value: "WHY", "put the new version in shadow, for this reason: it scores beside the live one and decides nothing"),
    Option("truth", value: "FILE", "the fraudulent rows: the test is held against them, and nothing is learned from them"),
    Option("budget", value: "N/day", "how many alerts can be looked at", default: "10/day"),
    Option("least-chance", value: "SHARE", "what is less likely fraud is no alert, whatever the budget", default: "5%"),
    Option("review-cost", value: "AMOUNT", "what looking at one alert costs; in place of a budget"),
    Option("without", value: "NAMES", "features that are left out, parted by commas"),
    Option("seconds", value: "N", "how long parameters are searched, for all schemes together", default: "10"),
    Option("candidates", value: "N", "how many sets of parameters are tried", default: "27"),
    Option("rounds", value: "N", "trees at most", default: "300"),
    Option("test-share", value: "SHARE", "of the records, the latest ones", default: "25%"),
    Option("fraud-max", value: "SHARE", "how much of the records may be fraud where rules label them", default: "20%"),
    Option("seed", value: "S", "of the search", default: "1"),
    RecordReading.baseline,
    RecordReading.catalog,
    Option("json", "figures as JSON on standard output"),
    RunPage.option,
  ] + HandbookSettings.options + RecordReading.options,
  examples: [
    "sheriff learn history/orders.csv --budget 20/day --page model.html",
    "sheriff learn payments/orders.csv --labels fraud --name cards --review-cost 15.00",
    "sheriff learn payments/cards.csv --protocol handbook --weeks 4",
  ], action: learn)

private func learn(_ invocation: Invocation) throws -> ExitCode {
  if invocation.text("protocol") != nil { return try HandbookLearning(invocation).run() }
  if let option = ["start", "weeks"].first(where: { invocation.text($0) != nil }) {
    throw invocation.usage("`--\(option)` belongs to `--protocol handbook`; ask for that too, or leave it out")
  }
  let settings = try LearnSettings(invocation)
  let started = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
  let clock = ContinuousClock()
  let begin = clock.now
  var history = try LearningHistory(invocation, labelColumn: settings.labelColumn)
  try history.leaveOut(settings.without)
  let labels = try settings.labels(of: history)
  let truth = try settings.truth()
  let labelled = try settings.labelFile()
  var learned: [LearnedScheme] = []
  var failures: [(scheme: String, reason: String)] = labels.passedOver
  let searching = settings.searching(each: labels.chances.count)
  for (scheme, chances) in labels.chances {
    do throws(LearningError) {
      learned.append(
        try LearnedScheme(
          scheme, history, chances, truth: truth, labelled: labelled, searching, XGBoostTrainer(), terminal: invocation.terminal))
    } catch {
      guard error.code != .cancelled else { throw CommandFailure(.internal, error.message) }
      failures.append((scheme, error.message))
    }
  }
  for (scheme, reason) in failures { invocation.terminal.say("\(scheme): nothing is learned: \(reason)") }
  guard !learned.isEmpty else {
    throw CommandFailure(
      .badData, "no model was made of \(history.sourceName)",
      hints: failures.isEmpty ? ["no rule votes fraud on these records; name a label with --labels"] : [])
  }
  let seconds = Double((clock.now - begin).components.seconds) + Double((clock.now - begin).components.attoseconds) / 1e18
  let registration = ModelRegistration(history, labels: labels.description, learned, settings)
  let registry = try RegistryOpening.created(invocation)
  let version = try registration.register(registry, started: started, microseconds: Int64(seconds * 1e6))
  if let why = invocation.text("shadow") {
    let signature = Signature(who: try signer(invocation), why: why, at: .ofClock())
    _ = try registering { () throws(RegistryError) in
      try registry.promote(version.name, version.version, to: .shadow, signature)
    }
    invocation.terminal.say("\(version.reference) is in shadow: \(why)")
  }
  // Of what was registered, so that it says the same whenever it is drawn.
  try RunPage.write(registry.named("\(version.reference)"), of: registry, invocation)
  let report = LearnReport(history, learned, version, seconds: seconds)
  if invocation.flag("json") {
    try invocation.terminal.write(try report.json())
  } else {
    try report.print(invocation.terminal)
  }
  return .fine
}
