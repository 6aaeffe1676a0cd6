import Foundation

/// How rules and a model are made one: the chance in the middle between theirs, on the scale of odds.
///
/// Either is calibrated by itself, and both look at the same evidence, so neither may count twice: where they agree the verdict is what
/// they say, and one of them alone cannot be certain against the other.
public enum Verdict {
  /// Nobody is more certain than this.
  private static let certainty = 1e-6

  public static func chance(rules: Double, model: Double) -> Double {
    func odds(_ chance: Double) -> Double {
      let chance = min(max(chance, certainty), 1 - certainty)
      return log(chance / (1 - chance))
    }
    let middle = (odds(rules) + odds(model)) / 2
    return 1 / (1 + exp(-middle))
  }
}
