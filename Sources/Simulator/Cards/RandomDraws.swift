import Foundation

extension Random {
  /// Of mean 0 and deviation 1, by the method of Box and Muller.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - share())).squareRoot()
    return radius * cos(2 * .pi * share())
  }

  /// How often something happens that happens `mean` times on average. Meant for small means: it draws as many numbers as it counts.
  mutating func poisson(_ mean: Double) -> Int {
    let least = exp(-mean)
    var product = share()
    var count = 0
    while product > least {
      count += 1
      product *= share()
    }
    return count
  }

  /// So many different indices below `bound`, or all of them where there are no more.
  mutating func different(_ count: Int, below bound: Int) -> [Int] {
    var drawn: [Int] = []
    while drawn.count < min(count, bound) {
      let index = whole(0...bound - 1)
      if !drawn.contains(index) { drawn.append(index) }
    }
    return drawn
  }

  /// So many of these, each set of them as likely as any other; in the order in which they were drawn.
  mutating func sample<Element>(_ count: Int, of elements: [Element]) -> ArraySlice<Element> {
    var left = elements
    let wanted = min(count, left.count)
    for index in 0..<wanted { left.swapAt(index, whole(index...left.count - 1)) }
    return left[..<wanted]
  }
}
