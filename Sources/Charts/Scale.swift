/// Round steps from zero to beyond a largest value: 1, 2 or 5 times a power of ten.
struct Scale {
  let step: Double
  let maximum: Double
  let minimum: Double

  init(_ values: [Double], ticks: Int = 5) {
    let finite = values.filter(\.isFinite)
    let highest = max(finite.max() ?? 0, 0)
    let lowest = min(finite.min() ?? 0, 0)
    let span = highest - lowest
    guard span > 0, span < 1e300 else {
      (step, maximum, minimum) = (1, 1, 0)
      return
    }
    var power = 1.0
    while power * Double(ticks) < span { power *= 10 }
    while power * Double(ticks) / 10 >= span { power /= 10 }
    step = [0.2, 0.5, 1].map { $0 * power }.first { $0 * Double(ticks) >= span } ?? power
    maximum = (highest / step).rounded(.up) * step
    minimum = (lowest / step).rounded(.down) * step
  }

  var ticks: [Double] {
    let count = Int(((maximum - minimum) / step).rounded())
    return (0...max(1, min(count, 20))).map { minimum + Double($0) * step }
  }

  /// From 0 at the minimum to 1 at the maximum.
  func position(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    return min(1, max(0, (value - minimum) / (maximum - minimum)))
  }
}

extension Chart.Unit {
  /// A number as an axis shows it: `1.2k`, `$3.4M`, `12%`.
  func text(_ value: Double) -> String {
    switch self {
    case .percent: short(value * 100) + "%"
    case .count: short(value)
    case .money(let sign): (value < 0 ? "-" : "") + sign + short(value.magnitude)
    }
  }

  private func short(_ value: Double) -> String {
    for (limit, suffix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value.magnitude >= limit {
      return trimmed(value / limit) + suffix
    }
    return trimmed(value)
  }

  private func trimmed(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "–" }
    let hundredths = Int64((value * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
