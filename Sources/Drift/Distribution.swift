/// How often each part came, and of numbers their sum.
public struct Distribution: Hashable, Sendable, Codable {
  public let bins: DistributionBins
  public private(set) var counts: [Int]
  /// Of the numbers that are there.
  public private(set) var sum: Double

  public init(empty bins: DistributionBins) {
    (self.bins, sum) = (bins, 0)
    counts = Array(repeating: 0, count: bins.count)
  }

  public init(numbers: [Double]) {
    self.init(empty: .numbers(NumberBins(of: numbers)))
    add(.numbers(numbers), 0..<numbers.count)
  }

  /// - codes: places in the texts; -1 where a value is missing.
  public init(codes: [Int32], texts: [String]) {
    var frequency = Array(repeating: 0, count: texts.count)
    for code in codes where code >= 0 { frequency[Int(code)] += 1 }
    let common = texts.indices.filter { frequency[$0] > 0 }.sorted {
      (frequency[$1], texts[$0]) < (frequency[$0], texts[$1])
    }
    self.init(empty: .categories(common.prefix(DistributionBins.partsMax).map { texts[$0] }))
    add(.categories(codes, texts: texts), 0..<codes.count)
  }

  public init(occurred: Int, of records: Int) {
    self.init(empty: .occurrences)
    counts = [max(0, records - occurred), occurred]
  }

  /// As it was written down; nil where it cannot be one.
  init?(bins: DistributionBins, counts: [Int], sum: Double) {
    (self.bins, self.counts, self.sum) = (bins, counts, sum)
    guard isSound else { return nil }
  }

  public var records: Int { counts.reduce(0, +) }
  public var missing: Int { bins.missing.map { counts[$0] } ?? 0 }
  public var present: Int { records - missing }

  /// Of the numbers that are there.
  public var mean: Double? {
    guard case .numbers = bins, present > 0 else { return nil }
    return sum / Double(present)
  }

  /// The share of the records to which it happened.
  public var occurredShare: Double? {
    guard case .occurrences = bins, records > 0 else { return nil }
    return Double(counts[1]) / Double(records)
  }

  /// The share of records with a category that is none of those that have a part of their own.
  public var restShare: Double? {
    guard case .categories(let values) = bins, records > 0 else { return nil }
    return Double(counts[values.count]) / Double(records)
  }

  /// Takes in a stretch of a column. A column of another kind says nothing.
  public mutating func add(_ column: DriftColumn, _ range: Range<Int>) {
    switch (bins, column) {
    case (.numbers(let bins), .numbers(let numbers)):
      for number in numbers[range] {
        counts[bins.bin(of: number)] += 1
        if number.isFinite { sum += number }
      }
    case (.categories(let values), .categories(let codes, let texts)):
      // Looked up once for each value of the stretch, whatever it comes to.
      var places: [Int32: Int] = [:]
      for code in codes[range] {
        let known = code < 0 ? values.count + 1 : places[code]
        let place = known ?? values.firstIndex(of: texts[Int(code)]) ?? values.count
        if known == nil { places[code] = place }
        counts[place] += 1
      }
    case (.occurrences, .occurrences(let places)):
      let occurred = places.count { range.contains(Int($0)) }
      counts[0] += range.count - occurred
      counts[1] += occurred
    default: break
    }
  }

  var isSound: Bool {
    guard counts.count == bins.count, sum.isFinite, counts.allSatisfy({ $0 >= 0 && $0 < 1 << 48 }) else { return false }
    switch bins {
    case .numbers(let bins): return bins.isSound
    case .categories(let values): return values.count <= DistributionBins.partsMax && Set(values).count == values.count
    case .occurrences: return true
    }
  }
}

/// What is known of one thing over a batch of records.
public enum DriftColumn: Sendable {
  /// NaN where a value is missing.
  case numbers([Double])
  /// Places in the texts; -1 where a value is missing.
  case categories([Int32], texts: [String])
  /// The records to which it happened, by their places in the batch.
  case occurrences([Int32])
}
