public import Records

/// What simulated card payments are like. Every option is also a word of the command line.
public struct CardOptions: Sendable {
  public typealias Failure = SimulationOptions.Failure

  public enum Layout: String, CaseIterable, Sendable { case handbook, anonymous }

  public var layout = Layout.handbook
  public var seed: UInt64 = 1

  // Of the handbook's layout.
  public var customers = 5_000
  public var terminals = 10_000
  public var days = 183
  public var start = CivilDate(daysSince1970: 17_622)
  /// How far customers go, in a square of 100 by 100.
  public var radius = 5.0
  public var tamperedADay = 2
  public var stolenADay = 3

  // Of the anonymous layout.
  public var payments = 284_807
  public var fraudRate = 0.001727

  private var given: Set<String> = []

  /// Memory holds the payments of about two a customer and day.
  private static let customerDaysMax = 20_000_000

  public init() {}

  /// Each option's name, its value's name, and its meaning.
  public static let table: [(name: String, value: String, help: String)] = [
    ("layout", "LAYOUT", "handbook or anonymous; default handbook"),
    ("seed", "S", "the same seed gives the same bytes; default 1"),
    ("customers", "N", "handbook: how many customers; default 5000"),
    ("terminals", "N", "handbook: how many terminals; default 10000"),
    ("days", "N", "handbook: how many days; default 183"),
    ("start", "DATE", "handbook: the first day; default 2018-04-01"),
    ("radius", "R", "handbook: how far customers go, in a square of 100 by 100; default 5"),
    ("tampered", "N", "handbook: terminals that are tampered with each day, for 28 days; default 2"),
    ("stolen", "N", "handbook: customers whose cards are stolen each day, for 14 days; default 3"),
    ("payments", "N", "anonymous: how many payments; default 284807"),
    ("fraud-rate", "SHARE", "anonymous: how many of them are fraud; default 0.1727%"),
  ]

  private static let common: Set = ["layout", "seed"]
  private static let anonymous: Set = ["payments", "fraud-rate"]

  public mutating func set(_ name: String, _ text: String) throws(Failure) {
    switch name {
    case "layout": layout = try choice(name, text)
    case "seed": seed = try seedValue(name, text)
    case "customers": customers = try whole(name, text, 1...100_000)
    case "terminals": terminals = try whole(name, text, 1...100_000)
    case "days": days = try whole(name, text, 1...CardSimulation.daysMax)
    case "start": start = try date(name, text)
    case "radius":
      guard let value = Double(text), value > 0, value <= 150 else {
        throw Failure(description: "`radius \(text)`: expected a number above 0 and up to 150")
      }
      radius = value
    case "tampered": tamperedADay = try whole(name, text, 0...100)
    case "stolen": stolenADay = try whole(name, text, 0...100)
    case "payments": payments = try whole(name, text, 1...20_000_000)
    case "fraud-rate": fraudRate = try share(name, text)
    default: throw Failure(description: "there is no option `\(name)`")
    }
    given.insert(name)
  }

  /// What single options cannot see.
  public func check() throws(Failure) {
    for (name, _, _) in CardOptions.table where given.contains(name) && !CardOptions.common.contains(name) {
      let home = CardOptions.anonymous.contains(name) ? Layout.anonymous : .handbook
      guard home == layout else {
        throw Failure(description: "`\(name)` belongs to `--layout \(home.rawValue)`; leave it out, or ask for that layout")
      }
    }
    guard customers * days <= CardOptions.customerDaysMax else {
      throw Failure(
        description: "\(customers) customers over \(days) days do not fit into memory; their product may be "
          + "\(CardOptions.customerDaysMax)")
    }
    guard let last = CivilDate(year: 9999, month: 12, day: 31), start.daysSince1970 + Int64(days) <= last.daysSince1970 else {
      throw Failure(description: "\(days) days from \(start) go beyond the year 9999")
    }
  }
}
