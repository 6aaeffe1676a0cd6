import Foundation

/// From answers to margins and back, by the same C functions as the library calls, so that not a bit differs.
enum BaseScore {
  /// Nil where the answer is not one that the objective can give.
  static func margin(_ answer: Float, _ objective: ForestObjective) -> Float? {
    switch objective.link {
    case .identity: answer.isFinite ? answer : nil
    case .logit: answer > 0 && answer < 1 ? -logf(1 / answer - 1) : nil
    case .logarithm: answer > 0 && answer.isFinite ? logf(answer) : nil
    }
  }

  static func response(_ margin: Float, _ objective: ForestObjective) -> Float {
    switch objective {
    case .binaryHinge: margin > 0 ? 1 : 0
    default:
      switch objective.link {
      case .identity: margin
      case .logit: 1 / (1 + expf(-margin))
      case .logarithm: expf(margin)
      }
    }
  }
}
