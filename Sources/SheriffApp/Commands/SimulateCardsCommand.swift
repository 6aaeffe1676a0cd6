import CommandLineKit
import Simulator

let simulateCardsCommand = Command(
  "cards", "card payments with known frauds, as the Fraud Detection Handbook describes them",
  discussion:
    "Writes cards.csv and truth.csv, and in the handbook's layout cards.jsonl. Customers pay at terminals near them. Fraud is every amount "
    + "above 220.00 (scenario 1), all payments at a terminal for 28 days after it was tampered with (2), and a third of a customer's "
    + "payments for 14 days after the card was stolen, five times as high (3). In truth.csv the customer stands in the column "
    + "`rep`, and the payment's amount is the loss. The anonymous layout is synthetic: it has the shape of the classic data set "
    + "(Time, V1 to V28, Amount, Class; two days), and none of its payments. The same options give the same bytes.",
  options: simulationOptions(CardOptions.self),
  examples: [
    "sheriff simulate cards --seed 7 --out payments",
    "sheriff simulate cards --layout anonymous --out anonymous",
  ], action: simulateCards)

private func simulateCards(_ invocation: Invocation) throws -> ExitCode {
  let folder = try invocation.required("out")
  let options = try givenOptions(invocation, CardOptions.self)
  let files = try SimulatedFiles(CardWriting.files(of: options.layout), in: folder)
  var writing = CardWriting(options) { file, bytes in try files.write(bytes, to: file) }
  try writing.run()
  try files.finish()
  let kinds = writing.frauds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  let frauds = writing.frauds.values.reduce(0, +)
  invocation.terminal.say(
    "\(folder): \(writing.rows) payments, \(frauds) of them fraudulent\(frauds == 0 ? "" : " (\(kinds))"), seed \(options.seed)")
  return .fine
}
