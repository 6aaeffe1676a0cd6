import Foundation

/// Two distributions with the same parts, held against each other.
public struct DriftComparison: Hashable, Sendable {
  public let past: Distribution
  public let present: Distribution
  /// The population stability index over all parts, what is missing among them. Half a record is added to each part on either side, so
  /// that an empty one weighs as little as it says.
  public let stability: Double
  /// Of numbers the largest difference of the shares up to an edge, of categories the total variation, of occurrences Cohen's h. Nil where
  /// too few values are there.
  public let effect: Double?
  /// Of numbers the place among the edges at which the shares differ most.
  public let widestEdge: Int?
  public let verdict: DriftVerdict

  public init(_ past: Distribution, _ present: Distribution, _ limits: DriftLimits = DriftLimits()) {
    (self.past, self.present) = (past, present)
    stability = DriftComparison.stability(past.counts, present.counts)
    let isTold = min(past.records, present.records) >= limits.leastRecords
    let hasValues = min(past.present, present.present) >= limits.leastRecords
    var verdicts: [DriftVerdict] = []
    switch past.bins {
    case .numbers(let bins):
      let widest = DriftComparison.widest(past, present)
      effect = hasValues ? widest.distance : nil
      widestEdge = hasValues && bins.edges.indices.contains(widest.part - 1) ? widest.part - 1 : nil
      verdicts.append(limits.distance.verdict(effect ?? 0))
    case .categories:
      effect = isTold ? DriftComparison.totalVariation(past, present) : nil
      widestEdge = nil
      verdicts.append(limits.distance.verdict(effect ?? 0))
    case .occurrences:
      let (then, now) = (past.occurredShare ?? 0, present.occurredShare ?? 0)
      effect = isTold ? DriftComparison.difference(then, now) : nil
      widestEdge = nil
      verdicts.append(limits.share.verdict(effect ?? 0))
      verdicts.append(DriftComparison.ratioVerdict(past, present, limits))
    }
    verdicts.append(limits.stability.verdict(stability))
    verdicts.append(limits.share.verdict(DriftComparison.difference(past.missingShare, present.missingShare)))
    verdict = isTold ? verdicts.max() ?? .steady : .tooFew
  }

  // MARK: Measures

  static func stability(_ past: [Int], _ present: [Int]) -> Double {
    let parts = Double(past.count)
    let (allPast, allPresent) = (past.reduce(0, +), present.reduce(0, +))
    guard allPast > 0, allPresent > 0 else { return 0 }
    return zip(past, present).reduce(0) { sum, counts in
      let then = (Double(counts.0) + 0.5) / (Double(allPast) + 0.5 * parts)
      let now = (Double(counts.1) + 0.5) / (Double(allPresent) + 0.5 * parts)
      return sum + (now - then) * log(now / then)
    }
  }

  /// The part up to whose end the shares of what is there differ most.
  private static func widest(_ past: Distribution, _ present: Distribution) -> (distance: Double, part: Int) {
    var (then, now, widest) = (0, 0, (distance: 0.0, part: 0))
    guard past.present > 0, present.present > 0 else { return widest }
    for part in 0..<(past.counts.count - 1) {
      then += past.counts[part]
      now += present.counts[part]
      let distance = abs(Double(then) / Double(past.present) - Double(now) / Double(present.present))
      if distance > widest.distance { widest = (distance, part) }
    }
    return widest
  }

  private static func totalVariation(_ past: Distribution, _ present: Distribution) -> Double {
    guard past.records > 0, present.records > 0 else { return 0 }
    return zip(past.counts, present.counts).reduce(0) {
      $0 + abs(Double($1.0) / Double(past.records) - Double($1.1) / Double(present.records))
    } / 2
  }

  /// Cohen's h.
  static func difference(_ then: Double, _ now: Double) -> Double {
    abs(2 * asin(max(0, min(1, now)).squareRoot()) - 2 * asin(max(0, min(1, then)).squareRoot()))
  }

  private static func ratioVerdict(_ past: Distribution, _ present: Distribution, _ limits: DriftLimits) -> DriftVerdict {
    let (then, now) = (past.occurredShare ?? 0, present.occurredShare ?? 0)
    let records = (Double(past.records), Double(present.records))
    guard then != now, records.0 > 0, records.1 > 0 else { return .steady }
    let pooled = (then * records.0 + now * records.1) / (records.0 + records.1)
    let error = (pooled * (1 - pooled) * (1 / records.0 + 1 / records.1)).squareRoot()
    guard abs(now - then) > limits.ratioErrors * error else { return .steady }
    // Of what never occurred any number is infinitely many times as often.
    return limits.ratio.verdict(max(then, now) / min(then, now))
  }

  // MARK: Words

  /// The share of values above the edge at which the two differ most, then and now; nil where there is no such edge.
  public var above: (edge: Double, then: Double, now: Double)? {
    guard case .numbers(let bins) = past.bins, let place = widestEdge else { return nil }
    func share(_ distribution: Distribution) -> Double {
      let above = distribution.counts[(place + 2)..<(distribution.counts.count - 1)].reduce(0, +)
      return Double(above) / Double(max(1, distribution.present))
    }
    return (bins.edges[place], share(past), share(present))
  }
}

extension Distribution {
  public var missingShare: Double { records > 0 ? Double(missing) / Double(records) : 0 }
}
