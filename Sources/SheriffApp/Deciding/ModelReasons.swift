import Forest
import Foundation
import Learning

/// What moved a model to a chance, in words: the features that contribute most, by exact contributions to the margin.
struct ModelReasons {
  private let part: ModelArtefact.Part
  private let explainer: BlendExplainer

  private static let namedMax = 3

  init?(_ part: ModelArtefact.Part) {
    guard let explainer = try? BlendExplainer(part.blend) else { return nil }
    (self.part, self.explainer) = (part, explainer)
  }

  /// - row: a frame of one row.
  func sentence(_ row: TrainingFrame) -> String? {
    guard let rows = try? part.encoding.rows(of: row), let chance = try? part.chances(row).first else { return nil }
    guard let contributions = try? explainer.contributions(rows) else { return nil }
    // A category may be several numbers to the model, and is one thing to a person.
    var moves: [(column: String, move: Double)] = []
    var place = 0
    for column in part.encoding.columns {
      moves.append((column.column, contributions[place..<place + column.names.count].reduce(0, +)))
      place += column.names.count
    }
    let telling = moves.filter { $0.move > 0 }.sorted { $0.move > $1.move }
    let words = telling.prefix(ModelReasons.namedMax).map { "\($0.column) is \(ModelReasons.text($0.column, row))" }
    let percent = Words.percent(chance)
    return words.isEmpty
      ? "the model gives it \(percent)" : "the model gives it \(percent), most of all since \(words.joined(separator: ", "))"
  }

  private static func text(_ name: String, _ row: TrainingFrame) -> String {
    switch row.columns.first(where: { $0.name == name })?.values {
    case .numbers(let numbers): numbers.first.map(text) ?? "not known"
    case .categories(let codes, let texts): codes.first.flatMap { $0 >= 0 ? texts[Int($0)] : nil } ?? "not known"
    case nil: "not known"
    }
  }

  private static func text(_ value: Double) -> String {
    guard !value.isNaN else { return "not known" }
    return value == value.rounded() && value.magnitude < 1e9 ? "\(Int(value))" : Words.places(value, 2)
  }
}
