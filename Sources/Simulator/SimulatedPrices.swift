public import Records

/// What the simulated company's goods list at and cost on a day: what a judge knows who knew how a history was made.
public struct SimulatedPrices: Sendable {
  public struct Amounts: Hashable, Sendable {
    /// Before anybody altered it.
    public var price: Money
    /// As the till reads it, altered or not.
    public var tillPrice: Money
    public var cost: Money
  }

  private let simulation: OrderSimulation
  private let numbers: [String: Int]

  public init(_ options: SimulationOptions) {
    simulation = OrderSimulation(options)
    numbers = Dictionary(uniqueKeysWithValues: simulation.company.products.enumerated().map { ($1.name, $0) })
  }

  /// Nil of a product that the company does not sell.
  public func amounts(of product: String, on date: CivilDate) -> Amounts? {
    guard let number = numbers[product] else { return nil }
    let day = date.daysSince1970
    let line = simulation.line(number, 1, day)
    return Amounts(
      price: Money(unchecked: line.price), tillPrice: Money(unchecked: Injection(simulation).tillPrice(number, line.price, day)),
      cost: Money(unchecked: line.cost))
  }
}
