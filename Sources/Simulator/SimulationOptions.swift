public import Records

/// What a simulated history is like. Every option is also a word of the command line.
public struct SimulationOptions: Sendable {
  public enum Padding: String, CaseIterable, Sendable {
    case wholly, partly, quarterEnds = "quarter-ends", collusion, small, large
  }

  public enum Injection: String, CaseIterable, Sendable {
    case price, ghost, count, cost, list, backdated, duplicate, skim
  }

  public enum DiscountBase: String, CaseIterable, Sendable { case unit, line, order }

  public struct Step: Sendable {
    public var millionths: Int64
    public var weight: Double
  }

  /// What changes from a day on.
  public struct Drift: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
      case prices, ladder, baskets, habits
      /// Prices that fall past the application, while costs stay: no honest change.
      case falsePrices = "false-prices"
    }

    public var kind: Kind
    public var day: CivilDate
  }

  public var orders = 5_000
  public var seed: UInt64 = 1
  public var reps = 30
  public var customers = 144_000
  public var products = 294
  public var from = CivilDate(daysSince1970: 16_071)
  public var to = CivilDate(daysSince1970: 17_378)
  public var ladder: [Step] = [
    .init(millionths: 5_000, weight: 3), .init(millionths: 12_500, weight: 4), .init(millionths: 25_000, weight: 4),
    .init(millionths: 40_000, weight: 3), .init(millionths: 60_000, weight: 2), .init(millionths: 120_000, weight: 1.2),
    .init(millionths: 180_000, weight: 0.6),
  ]
  public var discountBase = DiscountBase.unit
  public var discountRate = 0.6
  public var guiltyReps = 4
  /// Of the guilty reps' orders.
  public var paddingRate = 0.06
  public var paddings = Set(Padding.allCases)
  public var paddingSeed: UInt64?
  /// Of all orders.
  public var injectionRate = 0.004
  public var injections = Set(Injection.allCases)
  public var injectionSeed: UInt64?
  /// Of all orders: impossible ages and blank cells, no fraud.
  public var noiseRate = 0.01
  public var drifts: [Drift] = []

  public init() {}

  public struct Failure: Error, CustomStringConvertible, Sendable {
    public let description: String
  }

  /// Each option's name, its value's name, and its meaning.
  public static let table: [(name: String, value: String, help: String)] = [
    ("orders", "N", "how many orders; default 5000"),
    ("seed", "S", "the same seed gives the same bytes; default 1"),
    ("reps", "N", "how many reps; default 30"),
    ("customers", "N", "how many customers; default 144000"),
    ("products", "N", "how many products; default 294"),
    ("from", "DATE", "the first day; default 2014-01-01"),
    ("to", "DATE", "the last day; default 2017-07-31"),
    ("ladder", "STEPS", "ordinary discounts in percent, with weights where they differ: 1,2.5:3,10"),
    ("discounts-by", "BASE", "what a discount is taken from: unit, line or order; default unit"),
    ("discount-rate", "SHARE", "orders with a discount; default 60%"),
    ("guilty-reps", "N", "reps who pad; default 4"),
    ("padding-rate", "SHARE", "of the guilty reps' orders; default 6%"),
    ("padding", "KINDS", "wholly, partly, quarter-ends, collusion, small, large; or all, or none"),
    ("padding-seed", "S", "default the seed"),
    ("injection-rate", "SHARE", "of all orders; default 0.4%"),
    ("injections", "KINDS", "price, ghost, count, cost, list, backdated, duplicate, skim; or all, or none"),
    ("injection-seed", "S", "default the seed"),
    ("noise-rate", "SHARE", "orders with odd but honest attributes; default 1%"),
    (
      "drift", "KIND@DATE",
      "what changes from a day on: prices, ladder, baskets, habits; dishonestly: false-prices; several with commas"
    ),
  ]

  public mutating func set(_ name: String, _ text: String) throws(Failure) {
    switch name {
    case "orders": orders = try whole(name, text, 1...100_000_000)
    case "seed": seed = try seedValue(name, text)
    case "reps": reps = try whole(name, text, 1...10_000)
    case "customers": customers = try whole(name, text, 1...50_000_000)
    case "products": products = try whole(name, text, 2...10_000)
    case "from": from = try date(name, text)
    case "to": to = try date(name, text)
    case "ladder": ladder = try steps(text)
    case "discounts-by": discountBase = try choice(name, text)
    case "discount-rate": discountRate = try share(name, text)
    case "guilty-reps": guiltyReps = try whole(name, text, 0...10_000)
    case "padding-rate": paddingRate = try share(name, text)
    case "padding": paddings = try choices(name, text)
    case "padding-seed": paddingSeed = try seedValue(name, text)
    case "injection-rate": injectionRate = try share(name, text)
    case "injections": injections = try choices(name, text)
    case "injection-seed": injectionSeed = try seedValue(name, text)
    case "noise-rate": noiseRate = try share(name, text)
    case "drift": drifts = try driftList(text)
    default: throw Failure(description: "there is no option `\(name)`")
    }
  }

  /// What single options cannot see.
  public func check() throws(Failure) {
    if to < from { throw Failure(description: "`to` \(to) lies before `from` \(from)") }
    if guiltyReps > reps { throw Failure(description: "\(guiltyReps) guilty reps are more than the \(reps) there are") }
    if ladder.isEmpty, discountRate > 0 {
      throw Failure(description: "an empty ladder gives no discounts; set `discount-rate` to 0")
    }
  }
}

// MARK: Values, as other simulations read them too

func whole(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws(SimulationOptions.Failure) -> Int {
  guard let value = Int(text.replacing("_", with: "")), range.contains(value) else {
    throw .init(description: "`\(name) \(text)`: expected a whole number from \(range.lowerBound) to \(range.upperBound)")
  }
  return value
}

func seedValue(_ name: String, _ text: String) throws(SimulationOptions.Failure) -> UInt64 {
  guard let value = UInt64(text) else { throw .init(description: "`\(name) \(text)`: expected a whole number from 0 up") }
  return value
}

func share(_ name: String, _ text: String) throws(SimulationOptions.Failure) -> Double {
  let isPercent = text.hasSuffix("%")
  guard let value = Double(isPercent ? String(text.dropLast()) : text).map({ isPercent ? $0 / 100 : $0 }), (0...1).contains(value)
  else {
    throw .init(description: "`\(name) \(text)`: expected a share such as 5% or 0.05")
  }
  return value
}

func date(_ name: String, _ text: String) throws(SimulationOptions.Failure) -> CivilDate {
  let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
  guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
    let date = CivilDate(year: year, month: month, day: day)
  else { throw .init(description: "`\(name) \(text)`: expected a date such as 2016-03-01") }
  return date
}

private func steps(_ text: String) throws(SimulationOptions.Failure) -> [SimulationOptions.Step] {
  var steps: [SimulationOptions.Step] = []
  for part in text.split(separator: ",") {
    let words = part.split(separator: ":")
    guard let percent = Double(words[0]), percent > 0, percent <= 100, words.count <= 2,
      let weight = words.count == 2 ? Double(words[1]) : 1,
      weight > 0, weight.isFinite
    else { throw .init(description: "`ladder \(part)`: expected a percentage, with or without a weight, such as 2.5 or 2.5:3") }
    steps.append(.init(millionths: Int64((percent * 10_000).rounded()), weight: weight))
  }
  return steps
}

func choice<Choice: CaseIterable & RawRepresentable<String>>(_ name: String, _ text: String) throws(SimulationOptions
  .Failure) -> Choice
{
  guard let value = Choice(rawValue: text) else {
    throw .init(description: "`\(name) \(text)`: there are \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return value
}

private func choices<Choice: CaseIterable & RawRepresentable<String> & Hashable>(
  _ name: String, _ text: String
) throws(SimulationOptions.Failure) -> Set<Choice> {
  if text == "all" { return Set(Choice.allCases) }
  if text == "none" { return [] }
  var result: Set<Choice> = []
  for word in text.split(separator: ",") { result.insert(try choice(name, String(word))) }
  return result
}

private func driftList(_ text: String) throws(SimulationOptions.Failure) -> [SimulationOptions.Drift] {
  var drifts: [SimulationOptions.Drift] = []
  for part in text.split(separator: ",") {
    let words = part.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 2 else {
      throw .init(description: "`drift \(part)`: expected a kind and a day, such as prices@2016-03-01")
    }
    drifts.append(.init(kind: try choice("drift", words[0]), day: try date("drift", words[1])))
  }
  return drifts
}
