import Records

/// What was lost and what of it the flags find: exact sums, in ten-thousandths.
public struct MoneyMeasures: Hashable, Sendable {
  public var lost: Int128 = 0
  public var found: Int128 = 0
  public var missed: Int128 { lost - found }
  /// What flags on honest records say was lost.
  public var falselyClaimed: Int128 = 0

  /// Frauds that were flagged with an amount, and these amounts against the true ones.
  public var estimated = 0
  public var estimatedSum: Int128 = 0
  public var trueSum: Int128 = 0
  /// Of the differences, each without its sign.
  public var errorSum: Int128 = 0
  /// The lower one of two in the middle.
  public var errorMedian: Int128?
  /// Estimates that are true to the last ten-thousandth, and to the cent.
  public var exact = 0
  public var withinCent = 0

  public init() {}

  public init(_ records: JudgedRecords) {
    var errors: [Int128] = []
    for fraud in records.frauds {
      lost += fraud.loss
      guard let place = fraud.place, records.isFlagged[place] else { continue }
      found += fraud.loss
      guard let said = records.losses[place] else { continue }
      let estimate = Int128(said.tenThousandths)
      estimated += 1
      estimatedSum += estimate
      trueSum += fraud.loss
      let error = estimate > fraud.loss ? estimate - fraud.loss : fraud.loss - estimate
      errorSum += error
      if error == 0 { exact += 1 }
      if error <= 100 { withinCent += 1 }
      errors.append(error)
    }
    for place in records.rows.indices where records.isFlagged[place] && !records.isFraud(place) {
      falselyClaimed += Int128(records.losses[place]?.tenThousandths ?? 0)
    }
    errors.sort()
    errorMedian = errors.isEmpty ? nil : errors[(errors.count - 1) / 2]
  }

  public var foundShare: Double? { lost > 0 ? Double(found) / Double(lost) : nil }
  /// How much all estimates together are off, as a share of what was lost on their frauds.
  public var bias: Double? { trueSum > 0 ? Double(estimatedSum - trueSum) / Double(trueSum) : nil }
}
