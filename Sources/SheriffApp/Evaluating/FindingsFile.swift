import CSVSource
import CommandLineKit
import Evaluation
import JSONSource
import Records

/// Findings as `sheriff scan` writes them, JSON lines or CSV, read back.
struct FindingsFile {
  let judging: Judging
  /// Of the losses; nil where no finding has one.
  let currency: Currency?

  private enum Place: Int { case row, scheme, flagged, score, calibrated, loss, currency, entity }

  private static let required = ["row", "scheme", "flagged", "score"]

  init(_ path: String) throws {
    let (source, input) = try FindingsFile.open(path)
    var judging = Judging()
    var currency: Currency?
    var names: [Symbol: String] = [:]
    while let batch = try reading({ () throws(SourceError) in try source.next() }) {
      if let reject = batch.rejects.first {
        throw CommandFailure(
          .badData, "\(path): line \(reject.line): \(reject.message)", hints: ["write the findings anew with `sheriff scan`"])
      }
      func name(_ place: Place, _ record: Int) -> String? {
        let column = batch.columns[place.rawValue]
        guard column.validity[record] else { return nil }
        let symbol = column.keys[record]
        if let known = names[symbol] { return known }
        let text = source.symbols.text(of: symbol)
        names[symbol] = text
        return text
      }
      let (flagged, calibrated) = (batch.columns[Place.flagged.rawValue].flags, batch.columns[Place.calibrated.rawValue])
      let (scores, losses) = (batch.columns[Place.score.rawValue].numbers, batch.columns[Place.loss.rawValue])
      for record in 0..<batch.count {
        let row = batch.columns[Place.row.rawValue].integers[record]
        guard (0...1).contains(scores[record]) else {
          throw CommandFailure(.badData, "\(path): row \(row): the score \(scores[record]) is not between 0 and 1")
        }
        let hasLoss = losses.validity[record]
        if hasLoss, let text = name(.currency, record) {
          guard let found = Currency(text) else {
            throw CommandFailure(.badData, "\(path): row \(row): `\(text)` is no currency's code")
          }
          guard currency == nil || currency == found else {
            throw CommandFailure(
              .badData,
              "\(path): row \(row): losses are in \(currency?.code ?? "") and in \(found.code), and a truth names no currency",
              hints: ["evaluate the findings of each currency by themselves"])
          }
          currency = found
        }
        judging.add(
          row: row, scheme: name(.scheme, record) ?? "", score: scores[record], isFlagged: flagged[record],
          isCalibrated: calibrated.validity[record] && calibrated.flags[record],
          loss: hasLoss ? Money(unchecked: losses.money[record]) : nil, entity: name(.entity, record))
      }
    }
    guard judging.count > 0 else { throw FindingsFile.empty(input.name) }
    if let (row, scheme) = judging.repeatedRow() {
      throw CommandFailure(
        .badData, "\(path): row \(row) has `\(scheme)` twice, and a record has one finding in a scheme",
        hints: ["were two scans written into one file? Evaluate each by itself"])
    }
    (self.judging, self.currency) = (judging, currency)
  }

  private static func empty(_ path: String) -> CommandFailure {
    CommandFailure(
      .badData, "\(path): there is no finding in it",
      hints: ["if nothing was flagged, scan with --all: then it is known what was looked at"])
  }

  private static func open(_ path: String) throws -> (any RecordSource, SourceInput) {
    let inputs = try OpenedSource.inputs(path)
    let look = try FirstLook(inputs[0])
    guard !look.names.isEmpty else { throw empty(path) }
    let known = Set(look.names.map { $0.lowercased() })
    let lacking = required.filter { !known.contains($0) }
    guard lacking.isEmpty else {
      throw CommandFailure(
        .badData, "\(path): these are no findings: \(lacking.map { "`\($0)`" }.joined(separator: ", ")) is lacking",
        hints: [
          "it has \(look.names.prefix(12).joined(separator: ", "))",
          "write findings with `sheriff scan SOURCE --all --format jsonl --out FILE`",
        ])
    }
    let fields = [
      Field(name: "row", type: .integer, isRequired: true), Field(name: "scheme", type: .key, isRequired: true),
      Field(name: "flagged", type: .flag, isRequired: true), Field(name: "score", type: .number, isRequired: true),
      Field(name: "calibrated", type: .flag), Field(name: "loss", type: .money(.usDollar)), Field(name: "currency", type: .key),
      Field(name: "entity", type: .key),
    ]
    let kind: SourceMapping.Kind = look.isJSON ? .json : .columns
    let mapping = SourceMapping(kind: kind, fields: fields.map { [$0.name] })
    let schema = Schema(name: "findings", fields: fields, mappings: [mapping])
    let rest = [look.input] + inputs.dropFirst()
    let source: any RecordSource =
      look.isJSON
      ? JSONSource(inputs: rest, schema: schema, mapping: mapping, symbols: SymbolTable())
      : CSVSource(inputs: rest, schema: schema, mapping: mapping, symbols: SymbolTable())
    return (source, look.input)
  }
}
