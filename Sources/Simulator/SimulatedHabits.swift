/// How each of the simulated company's reps gives discounts: what a judge knows who knew how a history was made.
public struct SimulatedHabits: Sendable {
  public struct Habit: Hashable, Sendable {
    /// Of the rep's orders, those with a discount.
    public var discountRate: Double
    /// How often each step of the ladder is the one that is taken, in the ladder's order; they sum to 1.
    public var shares: [Double]
  }

  private let habits: [String: Habit]

  public init(_ options: SimulationOptions) {
    habits = Dictionary(
      Company(options).reps.map { rep in
        let last = rep.steps.last ?? 1
        let before = [0] + rep.steps
        return (
          rep.name, Habit(discountRate: rep.discountRate, shares: rep.steps.indices.map { (rep.steps[$0] - before[$0]) / last })
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Nil of somebody who is none of the reps.
  public func habit(of rep: String) -> Habit? { habits[rep] }
}
