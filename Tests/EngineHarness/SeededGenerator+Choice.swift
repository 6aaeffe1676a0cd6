import TestSupport

/// Choices from a seed, made by our own arithmetic: another standard library gives the same pairs.
extension SeededGenerator {
  /// From 0 up to, not including, the count.
  mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

  mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

  mutating func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  mutating func one<Choice>(of choices: [Choice]) -> Choice { choices[below(choices.count)] }

  /// Several different ones, in a random order.
  mutating func some<Choice>(_ count: Int, of choices: [Choice]) -> [Choice] {
    Array(shuffled(choices).prefix(count))
  }

  mutating func shuffled<Choice>(_ choices: [Choice]) -> [Choice] {
    var result = choices
    for place in result.indices.dropLast() { result.swapAt(place, place + below(result.count - place)) }
    return result
  }

  /// An index, each as likely as its weight.
  mutating func weighted(_ weights: [Int]) -> Int {
    var target = below(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if target < weight { return index }
      target -= weight
    }
    return 0
  }
}
