import Records

/// One payment as a row and as a JSON object; both call the values by the same names.
struct CardLines {
  static let header = names.joined(separator: ",") + "\n"
  private static let names = [
    "TRANSACTION_ID", "TX_DATETIME", "CUSTOMER_ID", "TERMINAL_ID", "TX_AMOUNT", "TX_TIME_SECONDS", "TX_TIME_DAYS", "TX_FRAUD",
    "TX_FRAUD_SCENARIO",
  ]
  /// What stands before each value of a JSON object.
  private static let labels = names.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1)\":".utf8) }

  private let start: CivilDate
  private var day = -1
  private var dayText: [UInt8] = []

  init(_ start: CivilDate) { self.start = start }

  mutating func appendRow(_ payment: CardSimulation.Payment, number: Int, to line: inout [UInt8]) {
    for value in 0..<CardLines.names.count {
      if value > 0 { line.append(UInt8(ascii: ",")) }
      append(value, payment, number, to: &line)
    }
    line.append(UInt8(ascii: "\n"))
  }

  mutating func appendDocument(_ payment: CardSimulation.Payment, number: Int, to line: inout [UInt8]) {
    for value in 0..<CardLines.names.count {
      line.append(contentsOf: CardLines.labels[value])
      let isText = value == 1
      if isText { line.append(UInt8(ascii: "\"")) }
      append(value, payment, number, to: &line)
      if isText { line.append(UInt8(ascii: "\"")) }
    }
    line.append(contentsOf: "}\n".utf8)
  }

  /// - value: which of the columns.
  private mutating func append(_ value: Int, _ payment: CardSimulation.Payment, _ number: Int, to line: inout [UInt8]) {
    switch value {
    case 0: line.append(whole: number)
    case 1: appendTime(payment.second, to: &line)
    case 2: line.append(whole: Int(payment.customer))
    case 3: line.append(whole: Int(payment.terminal))
    case 4: line.append(cents: payment.cents)
    case 5: line.append(whole: payment.second)
    case 6: line.append(whole: payment.day)
    case 7: line.append(whole: payment.scenario == 0 ? 0 : 1)
    default: line.append(whole: Int(payment.scenario))
    }
  }

  private mutating func appendTime(_ second: Int, to line: inout [UInt8]) {
    let day = second / CardSimulation.secondsADay
    if day != self.day {
      self.day = day
      dayText = Array("\(CivilDate(daysSince1970: start.daysSince1970 + Int64(day))) ".utf8)
    }
    let rest = second % CardSimulation.secondsADay
    line.append(contentsOf: dayText)
    line.append(twoDigits: rest / 3_600)
    line.append(UInt8(ascii: ":"))
    line.append(twoDigits: rest / 60 % 60)
    line.append(UInt8(ascii: ":"))
    line.append(twoDigits: rest % 60)
  }
}

extension [UInt8] {
  mutating func append(whole value: Int) { append(contentsOf: String(value).utf8) }

  mutating func append(twoDigits value: Int) {
    append(UInt8(ascii: "0") + UInt8(value / 10 % 10))
    append(UInt8(ascii: "0") + UInt8(value % 10))
  }

  /// - cents: not below 0.
  mutating func append(cents: Int64) {
    append(whole: Int(cents / 100))
    append(UInt8(ascii: "."))
    append(twoDigits: Int(cents % 100))
  }

  /// For values that are far from the bounds of 64 bits.
  mutating func append(sixPlaces value: Double) {
    let millionths = Int((value * 1_000_000).rounded())
    if millionths < 0 { append(UInt8(ascii: "-")) }
    append(whole: abs(millionths) / 1_000_000)
    append(UInt8(ascii: "."))
    for shift in [10_000, 100, 1] { append(twoDigits: abs(millionths) / shift % 100) }
  }
}
