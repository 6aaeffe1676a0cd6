import CSVSource
import CommandLineKit
import Labelling
import Records

/// What analysts said of records: a CSV file of `id`, `scheme` and `verdict`, fraud or legit.
struct VerdictFile {
  /// By scheme, then by the record's id.
  private let verdicts: [String: [String: Verdict]]
  private let path: String

  init(_ path: String) throws {
    let inputs = try OpenedSource.inputs(path)
    let look = try FirstLook(inputs[0])
    let names = ["id", "scheme", "verdict"]
    for name in names where look.isJSON || !look.names.contains(name) {
      throw CommandFailure(
        .badData, "\(path): verdicts are a CSV file with columns `id`, `scheme` and `verdict`",
        hints: ["it has \(look.names.isEmpty ? "no header" : look.names.joined(separator: ", "))"])
    }
    let schema = Schema(
      name: "verdicts", fields: names.map { Field(name: $0, type: .text, isRequired: true) },
      mappings: [SourceMapping(kind: .columns, fields: names.map { [$0] })])
    let source = CSVSource(
      inputs: [look.input] + inputs.dropFirst(), schema: schema, mapping: schema.mappings[0], symbols: SymbolTable())
    var verdicts: [String: [String: Verdict]] = [:]
    while let batch = try reading({ () throws(SourceError) in try source.next() }) {
      if let reject = batch.rejects.first {
        throw CommandFailure(.badData, "\(path): line \(reject.line): \(reject.message)")
      }
      for record in 0..<batch.count {
        let (id, scheme, text) = (batch.columns[0].texts[record], batch.columns[1].texts[record], batch.columns[2].texts[record])
        guard let verdict = ["fraud": Verdict.fraud, "legit": .legit][text] else {
          throw CommandFailure(.badData, "\(path): `\(id)`: `\(text)` is no verdict", hints: ["write fraud or legit"])
        }
        if let known = verdicts[scheme]?[id], known != verdict {
          throw CommandFailure(
            .badData, "\(path): `\(id)` is fraud and legit in `\(scheme)`", hints: ["keep the verdict that holds"])
        }
        verdicts[scheme, default: [:]][id] = verdict
      }
    }
    (self.verdicts, self.path) = (verdicts, path)
  }

  func verdicts(on scheme: String, of ids: [String]) -> [Verdict] {
    let known = verdicts[scheme] ?? [:]
    return ids.map { known[$0] ?? .none }
  }

  /// A verdict that finds no record would be silently lost.
  func check(against ids: [String], _ schemes: [String]) throws {
    let records = Set(ids)
    for (scheme, known) in verdicts.sorted(by: { $0.key < $1.key }) {
      guard schemes.contains(scheme) else {
        throw CommandFailure(
          .badData, "\(path): `\(scheme)` is no scheme that is labelled", hints: ["there are \(schemes.joined(separator: ", "))"])
      }
      if let id = known.keys.filter({ !records.contains($0) }).min() {
        throw CommandFailure(
          .badData, "\(path): the source has no record `\(id)`", hints: ["are the verdicts about this source?"])
      }
    }
  }
}
