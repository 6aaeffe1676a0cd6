public import Records

/// What the simulated company's goods list at and cost on a day, before anybody altered them: what a judge knows who knew how a
/// history was made.
public struct SimulatedPrices: Sendable {
  private let simulation: OrderSimulation
  private let numbers: [String: Int]

  public init(_ options: SimulationOptions) {
    simulation = OrderSimulation(options)
    numbers = Dictionary(uniqueKeysWithValues: simulation.company.products.enumerated().map { ($1.name, $0) })
  }

  /// Nil of a product that the company does not sell.
  public func amounts(of product: String, on day: CivilDate) -> (price: Money, cost: Money)? {
    guard let number = numbers[product] else { return nil }
    let line = simulation.line(number, 1, day.daysSince1970)
    return (Money(unchecked: line.price), Money(unchecked: line.cost))
  }
}
