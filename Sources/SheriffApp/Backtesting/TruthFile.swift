import CSVSource
import CommandLineKit
import Detection
import Evaluation
import Records

/// A file of fraudulent rows, as `sheriff simulate` writes one: `row`, `scheme`, and what was lost.
struct TruthFile {
  let rows: [TruthRow]

  /// As a backtest's labels want them.
  var labels: [Labels.TruthRow] {
    rows.map { Labels.TruthRow(row: $0.row, scheme: $0.scheme, loss: $0.loss?.tenThousandths ?? 0) }
  }

  /// Some of a file's rows.
  init(rows: [TruthRow]) { self.rows = rows }

  /// - currency: of the losses.
  init(_ path: String, _ currency: Currency) throws {
    try self.init(path, inputs: OpenedSource.inputs(path), currency)
  }

  init(_ path: String, inputs: [SourceInput], _ currency: Currency) throws {
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
        Field(name: "loss", type: .money(currency)), Field(name: "rep", type: .text), Field(name: "variant", type: .text),
      ], mappings: [SourceMapping(kind: .columns, fields: [["row"], ["scheme"], ["loss"], ["rep"], ["variant"]])])
    let source = CSVSource(
      inputs: [look.input] + inputs.dropFirst(), schema: schema, mapping: schema.mappings[0], symbols: SymbolTable())
    var rows: [TruthRow] = []
    while let batch = try reading({ () throws(SourceError) in try source.next() }) {
      if let reject = batch.rejects.first {
        throw CommandFailure(.badData, "\(path): line \(reject.line): \(reject.message)")
      }
      for record in 0..<batch.count {
        let hasLoss = batch.columns[2].validity[record]
        func text(_ column: Int) -> String {
          batch.columns[column].validity[record] ? batch.columns[column].texts[record] : ""
        }
        rows.append(
          TruthRow(
            row: batch.columns[0].integers[record], scheme: text(1),
            loss: hasLoss ? Money(unchecked: batch.columns[2].money[record]) : nil, rep: text(3), variant: text(4)))
      }
    }
    self.rows = rows
  }
}
