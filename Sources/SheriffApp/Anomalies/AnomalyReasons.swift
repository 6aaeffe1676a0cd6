import Foundation
import Learning
import Records
import RuleLanguage

/// Why a record is odd, in words: the features in whose tails it lies, or, where none is odd by itself, those that do not go with the others.
struct AnomalyReasons {
  private let ranking: AnomalyRanking
  private let features: [String: (name: String, type: ValueType)]
  /// The first encoded feature of each column.
  private let starts: [Int]

  private static let namedMax = 3
  /// What more records than this have is nothing to speak of.
  private static let oddShareMax = 0.01

  private struct Mention {
    /// Of the records, how many are as odd.
    var share: Double
    var text: String
  }

  init(_ ranking: AnomalyRanking) {
    self.ranking = ranking
    let program = ranking.history.rules.program
    features = Dictionary(
      ranking.history.features.features.map { feature in
        // What is a field and nothing more goes by the field's name.
        let field = program.plainField(program.features[feature.place].expression)
        let own = feature.name.split(separator: ".").last.map(String.init) ?? feature.name
        return (feature.name, (field?.name ?? own, feature.type))
      }
    ) { first, _ in first }
    var (next, starts) = (0, [Int]())
    for column in ranking.models.encoding.columns {
      starts.append(next)
      next += column.names.count
    }
    self.starts = starts
  }

  /// - place: among the ranked records.
  func sentence(_ place: Int) -> String {
    let row = ranking.frame.rows([place])
    guard let rows = try? ranking.models.encoding.rows(of: row) else { return "" }
    let mentions = ranking.models.encoding.columns.indices.compactMap { mention($0, row, rows) }
    let odd = mentions.filter { $0.share <= AnomalyReasons.oddShareMax }.sorted { $0.share < $1.share }
    if !odd.isEmpty { return odd.prefix(AnomalyReasons.namedMax).map(\.text).joined(separator: "; ") }
    let surprises = surprises(row, rows)
    if !surprises.isEmpty { return "no value is odd by itself, but together they are: " + surprises.joined(separator: "; ") }
    guard let nearest = mentions.min(by: { $0.share < $1.share }) else { return "it lacks every value" }
    return "no value is odd by itself; the one furthest out: \(nearest.text)"
  }

  private func mention(_ column: Int, _ row: TrainingFrame, _ rows: EncodedRows) -> Mention? {
    let encoding = ranking.models.encoding.columns[column]
    guard let (name, type) = features[encoding.column], let values = row.column(encoding.column)?.values else { return nil }
    let tails = ranking.models.tails
    let encoded = (0..<encoding.names.count).map { rows.value(0, starts[column] + $0) }
    let first = tails.place(of: encoded[0], feature: starts[column])
    let all = Double(first.rows)
    switch values {
    case .numbers(let numbers):
      guard !numbers[0].isNaN else {
        return Mention(share: Double(first.asLow) / all, text: "\(name) is missing, as in \(share(first.asLow, all))")
      }
      if type == .flag {
        let count = numbers[0] > 0 ? first.asHigh : first.asLow
        return Mention(
          share: Double(count) / all, text: "\(name) is \(numbers[0] > 0 ? "true" : "false"), as in \(share(count, all))")
      }
      let (count, isLow) = first.asLow < first.asHigh ? (first.asLow, true) : (first.asHigh, false)
      let than =
        count == 0
        ? "\(isLow ? "below" : "above") all that was learned from"
        : "\(isLow ? "below" : "above") \(rest(count, all)) of the records"
      return Mention(share: Double(count) / all, text: "\(name) is \(AnomalyText.value(numbers[0], type)), \(than)")
    case .categories(let codes, let texts):
      guard codes[0] >= 0 else {
        return Mention(share: Double(first.asLow) / all, text: "\(name) is missing, as in \(share(first.asLow, all))")
      }
      let text = "\(name) is \(texts[Int(codes[0])])"
      guard !encoded[0].isNaN else {
        return Mention(share: Double(first.asLow) / all, text: "\(text), one of those that are hardly ever seen")
      }
      if case .share = encoding.method {
        // Of 32 bits; as the count that it was made of it is exact.
        let fitted = Double(ranking.models.fittedRows)
        let share = (Double(encoded[0]) * fitted).rounded() / fitted
        return Mention(share: share, text: "\(text), as in \(AnomalyText.percent(share)) of the records")
      }
      let own = encoded.firstIndex(of: 1) ?? 0
      let count = tails.place(of: 1, feature: starts[column] + own).asHigh
      return Mention(share: Double(count) / all, text: "\(text), as in \(share(count, all))")
    }
  }

  /// Numbers that the network expected otherwise.
  private func surprises(_ row: TrainingFrame, _ rows: EncodedRows) -> [String] {
    guard let found = try? ranking.models.autoencoder?.surprises(rows, row: 0, math: ranking.math) else { return [] }
    let told = ranking.models.encoding.features
    return found.lazy.compactMap { surprise -> String? in
      let column = told[surprise.feature].column
      guard case .numbers(let numbers) = row.column(column)?.values, let (name, type) = features[column], type != .flag else {
        return nil
      }
      let (value, expected) = (AnomalyText.value(numbers[0], type), AnomalyText.value(surprise.expected, type))
      return value == expected ? nil : "\(name) is \(value) where \(expected) would go with the rest"
    }.prefix(2).map { $0 }
  }

  private func share(_ count: Int, _ all: Double) -> String {
    count == 0 ? "none that was learned from" : "\(AnomalyText.percent(Double(count) / all)) of the records"
  }

  private func rest(_ count: Int, _ all: Double) -> String { AnomalyText.percent(1 - Double(count) / all) }
}
