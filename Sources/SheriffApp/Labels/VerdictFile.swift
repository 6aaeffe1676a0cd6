import Alerts
import CSVSource
import CommandLineKit
import Labelling
import Records

/// What analysts said of records: a CSV file of `id`, `scheme` and `verdict`, fraud or legit, or the verdicts on stored alerts.
struct VerdictFile {
  /// By scheme, then by the record's id.
  private let verdicts: [String: [String: Verdict]]
  private let path: String
  /// Where what is said of other records is told; nil where that is an error.
  private let talk: Terminal?

  /// A file by its path, or `store`.
  static func named(_ text: String, source: String, _ invocation: Invocation) throws -> VerdictFile {
    text == "store" ? try VerdictFile(storedFor: source, invocation) : try VerdictFile(text)
  }

  /// The verdicts that hold on the source's alerts. Of alerts there may be more than of what is looked at now: schemes of other rules, and
  /// records that are no longer there.
  private init(storedFor source: String, _ invocation: Invocation) throws {
    let store = try AlertOpening.existing(invocation)
    let name = try SourceName.of(source, invocation)
    let known = try alerting { () throws(AlertError) in try store.verdicts(ofSource: name) }
    guard !known.isEmpty else {
      let all = Set(try alerting { () throws(AlertError) in try store.verdicts(ofSource: nil) }.map(\.source)).sorted()
      throw CommandFailure(
        .inputMissing, "the store has no verdict on records of \(name)",
        hints: [
          all.isEmpty
            ? "give some with `sheriff alerts confirm` and `dismiss`" : "there are some on \(all.joined(separator: ", "))"
        ])
    }
    var verdicts: [String: [String: Verdict]] = [:]
    for verdict in known {
      verdicts[verdict.scheme, default: [:]][verdict.record] = verdict.ruling == .confirmed ? .fraud : .legit
    }
    (self.verdicts, path, talk) = (verdicts, "the store", invocation.terminal)
  }

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
    (self.verdicts, self.path, talk) = (verdicts, path, nil)
  }

  func verdicts(on scheme: String, of ids: [String]) -> [Verdict] {
    let known = verdicts[scheme] ?? [:]
    return ids.map { known[$0] ?? .none }
  }

  /// A verdict that finds no record would be silently lost.
  func check(against ids: [String], _ schemes: [String]) throws {
    let records = Set(ids)
    if let talk {
      let elsewhere = verdicts.map { scheme, known in
        schemes.contains(scheme) ? known.keys.count { !records.contains($0) } : known.count
      }.reduce(0, +)
      if elsewhere > 0 { talk.say("\(path): \(Words.counted(elsewhere, "verdict")) on other records or schemes left out") }
      return
    }
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
