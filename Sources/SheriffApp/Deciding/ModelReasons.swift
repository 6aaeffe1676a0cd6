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
    let telling = rows.features.indices.filter { contributions[$0] > 0 }.sorted { contributions[$0] > contributions[$1] }
    let words = telling.prefix(ModelReasons.namedMax).map { place in
      "\(rows.features[place].name) is \(ModelReasons.text(rows.value(0, place)))"
    }
    let percent = Words.percent(chance)
    return words.isEmpty
      ? "the model gives it \(percent)" : "the model gives it \(percent), most of all since \(words.joined(separator: ", "))"
  }

  private static func text(_ value: Float) -> String {
    guard !value.isNaN else { return "not known" }
    return value == value.rounded() && value.magnitude < 1e9 ? "\(Int(value))" : Words.places(Double(value), 2)
  }
}
