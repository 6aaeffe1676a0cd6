import Foundation

/// From when until when a step of the ladder was in use. A ladder that was changed holds the old steps and the new, and
/// with all of them almost any gap has an explanation.
struct StepSpan: Hashable, Sendable {
  /// In microseconds; nil where it was in use from the beginning, or still is.
  var from: Int64?
  var until: Int64?

  func holds(_ time: Int64) -> Bool { time >= from ?? .min && time < until ?? .max }

  /// How many times likelier it must be that a step began, or ended, than that its uses fell so by accident: natural logarithm.
  private static let certainty = 8.0
  /// Uses outside of its span are accidents: so rare against those within.
  private static let accidents = 0.04
  /// A step was in use somewhat before it is first seen alone: so many of its usual distances.
  private static let margin = 5.0

  static let always = StepSpan(from: nil, until: nil)

  /// - uses: places of orders with this step and no other, among all those with one step, ascending.
  /// - times: of all these orders, ascending.
  static func found(uses: [Int], times: [Int64]) -> StepSpan {
    let count = Double(times.count)
    let places = uses.map { (Double($0) + 0.5) / count }
    let most = max(1, Int(accidents * Double(uses.count)))
    var best: (gain: Double, from: Double?, until: Double?) = (0, nil, nil)
    for early in 0...most {
      for late in 0...(most - early) where early + late < places.count {
        let (first, last) = (places[early], places[places.count - 1 - late])
        let distance = (last - first) / Double(max(1, places.count - early - late - 1))
        // Ended, begun, or both; what lies beyond an end that is none is no accident.
        for (from, until) in [(first, 1.0), (0.0, last), (first, last)] {
          guard from > 0 || early == 0, until < 1 || late == 0 else { continue }
          let ends = (from > 0 ? 1.0 : 0) + (until < 1 ? 1 : 0)
          let gain = self.gain(places.count, outside: early + late, width: until - from + distance) - certainty * ends
          guard gain > best.gain else { continue }
          best = (gain, from > 0 ? from - margin * distance : nil, until < 1 ? until + margin * distance : nil)
        }
      }
    }
    func time(_ place: Double?) -> Int64? { place.flatMap { $0 > 0 && $0 < 1 ? times[Int($0 * count)] : nil } }
    // Where only days are known, all of the last day's orders are within.
    return StepSpan(from: time(best.from), until: time(best.until).map { $0 + 1 })
  }

  /// How much likelier uses are that crowd into a part of all places than uses that fall anywhere.
  private static func gain(_ uses: Int, outside: Int, width: Double) -> Double {
    guard width > 0, width < 1 else { return 0 }
    let (all, out) = (Double(uses), Double(outside))
    let (within, beyond) = ((all - out) / width, out / (1 - width))
    guard beyond <= accidents * within else { return 0 }
    return (all - out) * log(within / all) + (out > 0 ? out * log(beyond / all) : 0)
  }
}

extension StepSpan {
  /// As a baseline's file has it: two numbers, or a dash where it is open.
  var words: String { [from, until].map { $0.map(String.init) ?? "-" }.joined(separator: " ") }

  /// Nil where the words are none.
  init?(_ words: ArraySlice<String>) {
    func time(_ word: String) -> Int64?? { word == "-" ? .some(nil) : Int64(word).map { .some($0) } ?? nil }
    guard words.count == 2, let first = words.first, let last = words.last, let from = time(first), let until = time(last) else {
      return nil
    }
    self.init(from: from, until: until)
  }
}
