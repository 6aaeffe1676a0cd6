import Detection
import Drift
import Foundation
import Monitor
import RuleLanguage

/// What has moved, in the words of whoever has to look at it.
struct DriftWords {
  /// Of the features.
  let types: [String: ValueType]
  /// Which records these are: the last of a stream, or all that were looked at.
  let which: String
  /// Which part of a stream these are of, where there are several.
  var lane: String?
  /// When it was otherwise: `when the model learned`, `in the stream's first records`.
  let past: (DriftSubject) -> String

  static let rule = "monitor.drift"

  func finding(_ change: DriftChange) -> Finding {
    let subject = change.subject
    let isInput = subject.kind == .feature
    return Finding(
      witnessed: "drift:\(subject.kind.rawValue).\(subject.name):" + (lane.map { "\($0):" } ?? "") + "\(change.records)",
      time: nil, entity: nil, scheme: StreamHealth.scheme, severity: isInput ? .low : .medium, rules: [DriftWords.rule],
      reason: (lane.map { "\($0): " } ?? "") + sentence(subject, change.comparison), evidence: [])
  }

  func sentence(_ subject: DriftSubject, _ comparison: DriftComparison) -> String {
    let (then, now) = (comparison.past, comparison.present)
    let last = "\(which) \(Words.counted(now.records, "record"))"
    let (shareNow, shareThen) = (DriftWords.percent(now.occurredShare), DriftWords.percent(then.occurredShare))
    let before = past(subject)
    switch subject.kind {
    case .alerts:
      return "the model makes an alert for \(subject.name) of \(shareNow) of \(last), of \(shareThen) \(before)"
    case .fired: return "\(subject.name) fired on \(shareNow) of \(last), on \(shareThen) \(before)"
    case .unknown: return "\(subject.name) could not tell in \(shareNow) of \(last), in \(shareThen) \(before)"
    case .feature, .score: return values(subject, comparison, last, before)
    }
  }

  private func values(_ subject: DriftSubject, _ comparison: DriftComparison, _ last: String, _ before: String) -> String {
    let (then, now) = (comparison.past, comparison.present)
    let name = subject.kind == .score ? "the model's chance of \(subject.name)" : subject.name
    var parts: [String] = []
    if let mean = now.mean, let old = then.mean {
      parts.append("\(name) is \(value(mean, subject)) on the average of \(last), \(value(old, subject)) \(before)")
    } else if let rest = now.restShare, let old = then.restShare, rest > old {
      let (new, old) = (DriftWords.percent(rest), DriftWords.percent(old))
      parts.append("\(name) has one of the rarer or unknown values in \(new) of \(last), in \(old) \(before)")
    } else {
      parts.append("\(name) of \(last) is not what it was \(before)")
    }
    if let above = comparison.above {
      let (new, old) = (DriftWords.percent(above.now), DriftWords.percent(above.then))
      parts.append("\(new) lie above \(value(above.edge, subject)), and \(old) did")
    } else if let (text, old, new) = widest(comparison) {
      parts.append("`\(text)` is \(DriftWords.percent(new)), and was \(DriftWords.percent(old))")
    }
    let (missing, before) = (DriftWords.percent(now.missingShare), DriftWords.percent(then.missingShare))
    if missing != before { parts.append("it is missing in \(missing), and was in \(before)") }
    return parts.joined(separator: "; ")
  }

  /// The category whose share differs most.
  private func widest(_ comparison: DriftComparison) -> (text: String, then: Double, now: Double)? {
    guard case .categories(let values) = comparison.past.bins else { return nil }
    let (then, now) = (comparison.past, comparison.present)
    let shares = values.indices.map { place -> (text: String, then: Double, now: Double) in
      func share(_ distribution: Distribution) -> Double {
        Double(distribution.counts[place]) / Double(max(1, distribution.records))
      }
      return (values[place], share(then), share(now))
    }
    return shares.max { abs($0.now - $0.then) < abs($1.now - $1.then) }
  }

  // MARK: values

  static func percent(_ share: Double?) -> String {
    guard let share else { return "none" }
    return Words.percent(share, share == 0 ? 0 : share.magnitude < 0.01 ? 2 : share.magnitude < 0.1 ? 1 : 0)
  }

  /// A value of a feature or a score as a person writes it.
  func value(_ number: Double, _ subject: DriftSubject) -> String {
    switch subject.kind == .score ? .percent : types[subject.name] {
    case .percent, .flag: DriftWords.percent(number)
    case .money: Words.places(number, 2)
    case .duration: DriftWords.duration(number)
    default: DriftWords.plain(number)
    }
  }

  static func plain(_ number: Double) -> String {
    if number == number.rounded(), number.magnitude < 1e9 { return Words.places(number, 0) }
    guard number.magnitude >= 1 else { return String(format: "%.3g", number) }
    return Words.places(number, number.magnitude >= 100 ? 0 : 2)
  }

  private static func duration(_ seconds: Double) -> String {
    for (unit, size) in [("days", 86_400.0), ("hours", 3_600), ("minutes", 60)] where seconds.magnitude >= 2 * size {
      return "\(plain((seconds / size * 10).rounded() / 10)) \(unit)"
    }
    return "\(plain(seconds)) seconds"
  }
}
