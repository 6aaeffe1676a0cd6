import CommandLineKit
import Detection
import Records
import RuleLanguage

/// How a backtest's tables say things.
enum Words {
  static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(groupedInThousands(String(count))) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// Plain digits with so many places.
  static func places(_ value: Double, _ places: Int = 1) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    guard value.isFinite, value.magnitude * scale < 1e15 else { return "\(value)" }
    let whole = Int64((value.magnitude * scale).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    let digits = groupedInThousands(String(whole / Int64(scale)))
    return places == 0 ? sign + digits : sign + digits + "." + String(String(Int64(scale) + whole % Int64(scale)).dropFirst())
  }

  /// As an option's value is written: no zeros at the end.
  static func plain(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  static func percent(_ share: Double, _ places: Int = 1) -> String { self.places(share * 100, places) + "%" }

  /// What stands beside a rule's name: only what is out of the ordinary.
  static func standing(_ rule: Program.Rule) -> String {
    let status = rule.status == .live ? [] : [rule.status.rawValue]
    let vote = rule.vote == .fraud ? [] : [rule.vote.map { "votes \($0.rawValue)" } ?? "no vote"]
    return (status + vote).joined(separator: ", ")
  }

  static func labels(_ labels: Labels) -> String {
    var text =
      "labels: \(labels.description), \(counted(labels.fraudulent, "fraud")) among \(counted(labels.fraudulent + labels.honest, "record"))"
    if let money = labels.moneyDescription { text += "; money found is counted by \(money)" }
    if labels.immature > 0 { text += "\n  \(counted(labels.immature, "record")) left out: not known yet when the history ended" }
    if labels.unlabelled > 0 { text += "\n  \(counted(labels.unlabelled, "record")) without a label left out" }
    if labels.unmatched > 0 { text += "\n  \(counted(labels.unmatched, "row")) of it are no decided record of the history" }
    return text
  }

  /// `12 of 40  30.0% (18.1–45.4)`.
  static func proportion(_ proportion: Proportion) -> String {
    guard let share = proportion.share, let interval = proportion.interval else { return "none" }
    return
      "\(proportion.part) of \(proportion.whole)  \(percent(share)) (\(places(interval.lowerBound * 100))–\(places(interval.upperBound * 100)))"
  }

  static func cells(_ judgement: Judgement) -> [TextTable.Cell] {
    [
      .number(proportion(judgement.precision)), .number(proportion(judgement.recall)),
      .number(judgement.moneyPrecision.map { percent($0) } ?? "-"), .number(judgement.moneyRecall.map { percent($0) } ?? "-"),
    ]
  }
}
