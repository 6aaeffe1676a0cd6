import Drift
import Foundation
import TestSupport

/// Columns by chance: a normal number, one with a long tail, a flag, one with gaps, categories, a rare occurrence.
struct SampledColumns {
  var columns: [DriftColumn]
  let count: Int

  static let subjects = [
    DriftSubject(.feature, "normal", hash: "a"), DriftSubject(.feature, "tail", hash: "b"),
    DriftSubject(.feature, "flag", hash: "c"), DriftSubject(.feature, "gaps", hash: "d"),
    DriftSubject(.feature, "category", hash: "e"), DriftSubject(.fired, "rule", hash: "f"),
  ]

  init(_ count: Int, _ random: inout SeededGenerator, shift: Double = 0, fired: Double = 0.002) {
    self.count = count
    let normal = (0..<count).map { _ in SampledColumns.normal(&random) + shift }
    let tail = (0..<count).map { _ in exp(SampledColumns.normal(&random)) }
    let flags = (0..<count).map { _ in Double.random(in: 0..<1, using: &random) < 0.07 ? 1.0 : 0 }
    let gaps = (0..<count).map { _ in
      Double.random(in: 0..<1, using: &random) < 0.3 ? Double.nan : Double.random(in: 0..<9, using: &random).rounded()
    }
    let codes = (0..<count).map { _ in
      Int32(Double.random(in: 0..<1, using: &random) * Double.random(in: -1..<30, using: &random))
    }
    let occurred = (0..<count).filter { _ in Double.random(in: 0..<1, using: &random) < fired }.map { Int32($0) }
    columns = [
      .numbers(normal), .numbers(tail), .numbers(flags), .numbers(gaps),
      .categories(codes, texts: (0..<30).map { "c\($0)" }), .occurrences(occurred),
    ]
  }

  static func normal(_ random: inout SeededGenerator) -> Double {
    let (radius, angle) = (Double.random(in: 0..<1, using: &random), Double.random(in: 0..<1, using: &random))
    return (-2 * log(1 - radius)).squareRoot() * cos(2 * .pi * angle)
  }

  var batch: DriftBatch { DriftBatch(count: count, columns: columns) }

  var distributions: Distributions {
    Distributions(
      zip(SampledColumns.subjects, columns).map { subject, column in
        switch column {
        case .numbers(let numbers): .init(subject, Distribution(numbers: numbers))
        case .categories(let codes, let texts): .init(subject, Distribution(codes: codes, texts: texts))
        case .occurrences(let places): .init(subject, Distribution(occurred: places.count, of: count))
        }
      })
  }

  /// The same in batches of so many at most.
  func batches(_ sizes: [Int]) -> [DriftBatch] {
    var (batches, start, place): ([DriftBatch], Int, Int) = ([], 0, 0)
    while start < count {
      let range = start..<min(count, start + sizes[place % sizes.count])
      batches.append(
        DriftBatch(
          count: range.count,
          columns: columns.map { column in
            switch column {
            case .numbers(let numbers): .numbers(Array(numbers[range]))
            case .categories(let codes, let texts): .categories(Array(codes[range]), texts: texts)
            case .occurrences(let places):
              .occurrences(places.filter { range.contains(Int($0)) }.map { $0 - Int32(range.lowerBound) })
            }
          }))
      (start, place) = (range.upperBound, place + 1)
    }
    return batches
  }
}
