import CSVSource
import CommandLineKit
import Detection
import Records

/// A file of fraudulent rows, as `sheriff simulate` writes one: `row`, `scheme`, and what was lost.
struct TruthFile {
  let rows: [Labels.TruthRow]

  /// - currency: of the losses.
  init(_ path: String, _ currency: Currency) throws {
    let inputs = try OpenedSource.inputs(path)
    let look = try FirstLook(inputs[0])
    for name in ["row", "scheme"] where look.isJSON || !look.names.contains(name) {
      throw CommandFailure(
        .badData, "\(path): a truth file is a CSV file with columns `row` and `scheme`, and `loss` where it is known",
        hints: ["it has \(look.names.isEmpty ? "no header" : look.names.joined(separator: ", "))"])
    }
    let schema = Schema(
      name: "truth",
      fields: [
        Field(name: "row", type: .integer, isRequired: true), Field(name: "scheme", type: .text, isRequired: true),
        Field(name: "loss", type: .money(currency)),
      ], mappings: [SourceMapping(kind: .columns, fields: [["row"], ["scheme"], ["loss"]])])
    let source = CSVSource(
      inputs: [look.input] + inputs.dropFirst(), schema: schema, mapping: schema.mappings[0], symbols: SymbolTable())
    var rows: [Labels.TruthRow] = []
    while let batch = try reading({ () throws(SourceError) in try source.next() }) {
      if let reject = batch.rejects.first {
        throw CommandFailure(.badData, "\(path): line \(reject.line): \(reject.message)")
      }
      for record in 0..<batch.count {
        let hasLoss = batch.columns[2].validity[record]
        rows.append(
          .init(
            row: batch.columns[0].integers[record], scheme: batch.columns[1].texts[record],
            loss: hasLoss ? batch.columns[2].money[record] : 0))
      }
    }
    self.rows = rows
  }
}
