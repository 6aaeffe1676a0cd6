import Foundation
import TestSupport

/// Payments, and a rule that says of each all that is remembered of its customer and terminal: whatever a monitor forgot or counted twice
/// is in its alerts' words.
enum RememberedPayments {
  static let schema = """
    schema payments {
      id        id     from "ID"
      at        time   from "AT"        required
      customer  key    from "CUSTOMER"  required
      terminal  key    from "TERMINAL"  required
      amount    money  from "AMOUNT"    required
    }

    """

  static let rules = """
    package payments
    use schema payments

    feature lately = count() by customer over 3d including current
    feature spent  = sum(amount) by customer over 7d including current
    feature usual  = avg(amount) by terminal over last 20 including current
    feature most   = max(amount) by customer over last 50
    feature places = distinct(terminal) by customer over 5d including current

    /// Says all that is remembered of a payment's customer and terminal.
    rule remembered "A payment" {
      scheme    card-fraud
      severity  low
      owner     "test"
      status    live
      when      amount > 0.00
      votes     fraud
      loss      amount
      because   "{amount}: {lately} lately, {spent} spent, {usual} usual, {most} most, {places} places"
    }

    test remembered {
      given { amount: 5.00 } expect fires
    }

    """

  static let header = "ID,AT,CUSTOMER,TERMINAL,AMOUNT\n"

  /// One in forty is no payment at all, one in fifty came before, and one in sixty has a line break in it.
  static func rows(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed)
    var time = 0
    return (1...count).map { number in
      time += Int.random(in: 0...1800, using: &random)
      let late = Int.random(in: 0..<30, using: &random) == 0 ? 4000 : 0
      let at = Date(timeIntervalSince1970: 1_780_000_000 + Double(time - late)).formatted(.iso8601)
      let id = Int.random(in: 0..<50, using: &random) == 0 ? max(1, number - 7) : number
      let customer = "c\(Int.random(in: 0..<40, using: &random))"
      let terminal = Int.random(in: 0..<60, using: &random) == 0 ? "\"t,\n9\"" : "t\(Int.random(in: 0..<9, using: &random))"
      let amount = Int.random(in: 0..<40, using: &random) == 0 ? "much" : "\(Int.random(in: 1...900, using: &random)).50"
      return "P\(id),\(at),\(customer),\(terminal),\(amount)\n"
    }
  }

  static func write(to folder: Program.Folder) throws {
    try folder.write(schema, to: "pack/payments.schema")
    try folder.write(rules, to: "pack/payments.rules")
  }
}
