import Alerts
import CommandLineKit
import Files
import Records
import Reports

let reportCommand = Command(
  "report", "what executives read: who, how, how much, since when, how sure",
  discussion:
    "Tells of the alerts that are stored, with the verdicts on them; with a SOURCE, of what the rules find in it now, and of the rest of "
    + "it besides: peers, prices, what was checked and found clean. All formats state the same figures, and the records behind them are "
    + "written beside. Persons go by pseudonyms unless --names is said.",
  arguments: [Argument("source", "a history to report on; else what is stored", arity: .optional)],
  options: [
    Option("out", value: "DIR", "the folder that the report is written into"),
    Option("from", value: "DATE", "records from this day on"),
    Option("to", value: "DATE", "records up to this day, all of it; with --from the period before is compared"),
    Option("format", value: "LIST", "of html, pdf, xlsx, csv, separated by commas", default: "html,pdf,xlsx,csv"),
    Option(
      "history", value: "SOURCE", "the history that stored alerts are about; `none` leaves it out; unless told, it is looked for"),
    Option("names", "real names in place of pseudonyms"),
    Option("locale", value: "LOCALE", "how numbers and dates are written", default: "en_US"),
    Option("phrases", value: "FILE", "another language, or a company's own words; see `sheriff docs phrases`"),
    Option("model", value: "NAME", "the model that scores a SOURCE beside the rules", default: "none"),
    RecordReading.baseline, RecordReading.catalog, SourceName.option, AlertOpening.option,
  ] + RecordReading.options,
  examples: [
    "sheriff report --out report", "sheriff report --from 2024-01-01 --to 2024-03-31 --out report",
    "sheriff report history/orders.csv --names --out report",
  ], action: report)

private func report(_ invocation: Invocation) throws -> ExitCode {
  guard let folder = invocation.text("out"), !folder.isEmpty else {
    throw invocation.usage("say with `--out` which folder the report is written into")
  }
  let period = try ReportOptions.period(invocation)
  let formats = try ReportOptions.formats(invocation)
  let wording = try ReportOptions.wording(invocation)
  // Before anything is worked out: a folder that cannot be written is known at once.
  try reading { () throws(SourceError) in try OutputFile.makeFolder(folder) }
  let material = try ReportMaterial(invocation, period)
  let story = try material.story(period, wording, invocation)
  let files = try ReportFiles(story, wording, formats, in: folder)
  try files.write(material.alerts)
  if !invocation.flag("quiet") { files.say(invocation.terminal) }
  return .fine
}
