import CommandLineKit
import Files
import Records
import Simulator

let simulateCommand = Command(
  "simulate", "draw a history whose fraud is known to the cent",
  subcommands: [
    Command(
      "orders", "orders of a sales force, with padding reps and an administrator's leavings",
      discussion:
        "Writes orders.csv (the wide layout), orders.jsonl, catalog.csv and truth.csv. The same options give the same bytes.",
      options: [Option("out", value: "DIR", "the folder to write to")]
        + SimulationOptions.table.map { Option($0.name, value: $0.value, $0.help) },
      examples: ["sheriff simulate orders --orders 100000 --seed 7 --guilty-reps 2 --out history"], action: simulateOrders),
    simulateCardsCommand,
  ])

private func simulateOrders(_ invocation: Invocation) throws -> ExitCode {
  let folder = try invocation.required("out")
  var options = SimulationOptions()
  do {
    for (name, _, _) in SimulationOptions.table {
      if let text = invocation.text(name) { try options.set(name, text) }
    }
    try options.check()
  } catch {
    throw invocation.usage(error.description)
  }
  let files = try reading { () throws(SourceError) in
    try OutputFile.makeFolder(folder)
    var files: [OrderWriting.File: OutputFile] = [:]
    for file in OrderWriting.File.allCases { files[file] = try OutputFile(path: "\(folder)/\(file.rawValue)") }
    return files
  }
  var writing = OrderWriting(options) { file, bytes in
    try reading { () throws(SourceError) in try files[file]?.write(bytes) }
  }
  try writing.run()
  for file in files.values { try reading { () throws(SourceError) in try file.finish() } }
  invocation.terminal.say("\(folder): \(writing.rows) orders, \(writing.frauds) of them fraudulent, seed \(options.seed)")
  return .fine
}
