import CommandLineKit
import Records

/// Which schema a header, or the keys of a document, belong to.
struct Recognition {
  struct Candidate {
    var entry: SchemaLibrary.Entry
    var mapping: SourceMapping
    var found: Int
    var asked: Int
    var lacking: [String]
  }

  /// Best first; those that lack what they require come last.
  let candidates: [Candidate]

  init(names: [String], kind: SourceMapping.Kind, library: SchemaLibrary) {
    let known = Set(names.map { $0.lowercased() })
    candidates = library.entries.flatMap { entry in
      entry.schema.mappings.filter { $0.kind == kind }.map { Recognition.candidate(entry, $0, known) }
    }.sorted { ($0.lacking.count, -$0.share, -$0.found) < ($1.lacking.count, -$1.share, -$1.found) }
  }

  /// A schema of which at least half is there, with all that it requires.
  var best: Candidate? { candidates.first { $0.lacking.isEmpty && $0.share >= 0.5 } }

  private static func candidate(_ entry: SchemaLibrary.Entry, _ mapping: SourceMapping, _ known: Set<String>) -> Candidate {
    var result = Candidate(entry: entry, mapping: mapping, found: 0, asked: 0, lacking: [])
    for (index, places) in mapping.fields.enumerated() where !places.isEmpty {
      let field = entry.schema.fields[index]
      let isThere = places.contains { known.contains(topLevel($0, mapping.kind)) }
      // An identity may be the row's number, so that nothing is amiss without its column.
      if !isThere, index == entry.schema.identityField { continue }
      result.asked += 1
      if isThere {
        result.found += 1
      } else if field.isRequired, field.defaultText == nil {
        result.lacking.append(places.joined(separator: " or "))
      }
    }
    return result
  }

  /// A document is recognised by its outermost keys.
  private static func topLevel(_ place: String, _ kind: SourceMapping.Kind) -> String {
    kind == .json ? String(place.split(separator: ".").first ?? "").lowercased() : place.lowercased()
  }

  func failure(_ source: String) -> CommandFailure {
    var hints = candidates.prefix(3).map { candidate in
      let lacking = candidate.lacking.isEmpty ? "" : ", lacks \(candidate.lacking.prefix(5).joined(separator: ", "))"
      return "`\(candidate.entry.schema.name)`: \(candidate.found) of \(candidate.asked) fields found\(lacking)"
    }
    hints.append("write a first schema for it with `sheriff schema infer \(source)`, or name one with --schema")
    return CommandFailure(.badData, "\(source): no schema fits", hints: hints)
  }
}

extension Recognition.Candidate {
  var share: Double { asked == 0 ? 0 : Double(found) / Double(asked) }
}
