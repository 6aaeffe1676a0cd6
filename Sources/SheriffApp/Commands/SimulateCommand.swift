import CommandLineKit
import Simulator

let simulateCommand = Command(
  "simulate", "draw a history whose fraud is known to the cent",
  subcommands: [
    Command(
      "orders", "orders of a sales force, with padding reps and an administrator's leavings",
      discussion:
        "Writes orders.csv (the wide layout), orders.jsonl, catalog.csv and truth.csv. The same options give the same bytes.",
      options: simulationOptions(SimulationOptions.self),
      examples: ["sheriff simulate orders --orders 100000 --seed 7 --guilty-reps 2 --out history"], action: simulateOrders),
    simulateCardsCommand,
  ])

private func simulateOrders(_ invocation: Invocation) throws -> ExitCode {
  let folder = try invocation.required("out")
  let options = try givenOptions(invocation, SimulationOptions.self)
  let files = try SimulatedFiles(OrderWriting.File.allCases, in: folder)
  var writing = OrderWriting(options) { file, bytes in try files.write(bytes, to: file) }
  try writing.run()
  try files.finish()
  invocation.terminal.say("\(folder): \(writing.rows) orders, \(writing.frauds) of them fraudulent, seed \(options.seed)")
  return .fine
}
