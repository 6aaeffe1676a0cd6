import Foundation
import TestSupport

/// Payments that become larger from one record on, and a rule that looks for large ones.
enum ShiftedPayments {
  static let rules = """
    package payments
    use schema payments

    feature size = amount

    rule large "A large payment" {
      scheme    card-fraud
      severity  low
      owner     "test"
      status    live
      when      size > 850.00
      votes     fraud
      loss      amount
      because   "{amount} is much"
    }

    test large {
      given { amount: 900.00 } expect fires
      given { amount: 5.00 } expect silent
    }

    """

  static func write(to folder: Program.Folder) throws {
    try folder.write(RememberedPayments.schema, to: "pack/payments.schema")
    try folder.write(rules, to: "pack/payments.rules")
  }

  /// - moved: from which row on amounts are half as large again.
  static func rows(_ count: Int, seed: UInt64, moved: Int = .max) -> [String] {
    var random = SeededGenerator(seed: seed)
    return (1...count).map { number in
      let at = time(number)
      let amount = Int.random(in: 1...900, using: &random) * (number >= moved ? 3 : 2) / 2
      return "P\(number),\(at),c\(number % 40),t\(number % 9),\(amount).50\n"
    }
  }

  /// One a minute, from the first of January on.
  private static func time(_ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = minute / 1440 + 1
    return "2026-01-\(two(day))T\(two(minute / 60 % 24)):\(two(minute % 60)):00Z"
  }
}
