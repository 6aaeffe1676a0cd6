import Foundation
import Testing

/// The features of the card pack, through the program, beside what a slow calculation that knows nothing of the engine says.
@Suite struct CardFeaturesTests {
  struct Payment {
    /// Since the first day's midnight.
    var second: Int
    var customer: Int
    var terminal: Int
    var cents: Int
    var isFraud: Bool
  }

  /// Every feature is evidence of a rule that always fires.
  private static let probe = """
    package probe
    use schema cards
    use package cards

    rule all "Every payment" {
      scheme  probe
      when    (cards.night or not cards.night) and (cards.weekend_day or not cards.weekend_day)
        and cards.customer_count_1d > 0 and cards.customer_count_7d > 0 and cards.customer_count_30d > 0
        and cards.customer_mean_1d >= 0.00 and cards.customer_mean_7d >= 0.00 and cards.customer_mean_30d >= 0.00
        and cards.terminal_count_1d >= 0 and cards.terminal_count_7d >= 0 and cards.terminal_count_30d >= 0
        and (cards.terminal_risk_1d ?? 0%) >= 0% and (cards.terminal_risk_7d ?? 0%) >= 0% and (cards.terminal_risk_30d ?? 0%) >= 0%
      votes   fraud
    }

    """

  private static let day = 86_400

  @Test(arguments: ["cards.csv", "cards.jsonl"])
  func featuresAreWhatASlowCalculationSays(file: String) throws {
    let folder = try Program.Folder()
    let options = [
      "--customers", "14", "--terminals", "12", "--days", "48", "--radius", "60", "--tampered", "1", "--stolen", "1", "--seed",
      "3",
    ]
    #expect(try Program.run(["simulate", "cards", "--out", "."] + options, in: folder).code == 0)
    for name in ["cards.schema", "cards.rules"] {
      try folder.write(
        try String(contentsOfFile: "\(Program.root)/rules/cards/\(name)", encoding: .utf8), to: "rules/cards/\(name)")
    }
    try folder.write(CardFeaturesTests.probe, to: "rules/cards/probe.rules")
    let scan = try Program.run(["scan", file, "--rules", "rules", "--format", "jsonl"], in: folder)
    #expect(scan.code == 0, "\(scan.talk)")
    let payments = try folder.read("cards.csv").split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",")
      let cents = cells[4].filter { $0 != "." }
      return Payment(
        second: Int(cells[5]) ?? -1, customer: Int(cells[2]) ?? -1, terminal: Int(cells[3]) ?? -1, cents: Int(cents) ?? -1,
        isFraud: cells[7] == "1")
    }
    var place = 0
    var risks = 0
    for line in scan.output.split(separator: "\n") where line.contains("\"scheme\":\"probe\"") {
      let finding = try JSONDecoder().decode(Finding.self, from: Data(line.utf8))
      let evidence = finding.evidence
      #expect(finding.row == place + 1)
      let expected = CardFeaturesTests.features(of: place, payments)
      for (name, value) in expected {
        #expect(evidence[name] == value, "row \(place + 1), \(name)")
      }
      #expect(evidence.keys.filter { $0 != "at" }.sorted() == expected.keys.sorted())
      if case .number(let risk) = expected["terminal_risk_30d"], risk > 0 { risks += 1 }
      place += 1
    }
    #expect(place == payments.count && place > 800)
    #expect(risks > 100)
  }

  struct Finding: Decodable {
    var row: Int
    var evidence: [String: Feature]
  }

  enum Feature: Equatable, Decodable {
    case flag(Bool)
    case number(Double)
    case text(String)
    case missing

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .missing
      } else if let flag = try? value.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try value.decode(String.self))
      }
    }
  }

  /// Each window is looked for anew among all payments up to this one.
  private static func features(of place: Int, _ payments: [Payment]) -> [String: Feature] {
    let payment = payments[place]
    // The first of April 2018 was a Sunday.
    let weekday = payment.second / day % 7
    var features: [String: Feature] = [
      "night": .flag(payment.second % day / 3_600 <= 6), "weekend_day": .flag(weekday == 0 || weekday == 6),
    ]
    for days in [1, 7, 30] {
      let reach = payment.second - days * day
      let own = payments[...place].filter { $0.customer == payment.customer && $0.second > reach }
      features["customer_count_\(days)d"] = .number(Double(own.count))
      features["customer_mean_\(days)d"] = .text(mean(own.reduce(0) { $0 + $1.cents }, own.count))
      // What was known a week ago.
      let known = payments[..<place].filter {
        $0.terminal == payment.terminal && $0.second <= payment.second - 7 * day && $0.second > reach - 7 * day
      }
      let frauds = known.filter(\.isFraud).count
      features["terminal_count_\(days)d"] = .number(Double(known.count))
      features["terminal_risk_\(days)d"] = known.isEmpty ? .missing : .number(Double(frauds) / Double(known.count))
    }
    return features
  }

  /// With four places, halves to the even one.
  private static func mean(_ cents: Int, _ count: Int) -> String {
    let (quotient, rest) = (cents * 100).quotientAndRemainder(dividingBy: count)
    let isUp = rest * 2 > count || (rest * 2 == count && quotient % 2 == 1)
    let value = quotient + (isUp ? 1 : 0)
    let places = String(value % 10_000)
    return "\(value / 10_000)." + String(repeating: "0", count: 4 - places.count) + places
  }
}
