/// Whether scores mean what they say: of records with a score of 0.3, three in ten should be frauds.
public struct Calibration: Sendable {
  /// Records of neighbouring scores.
  public struct Bin: Hashable, Sendable {
    public var count = 0
    public var frauds = 0
    public var low = 1.0
    public var high = 0.0
    public var scoreSum = 0.0

    public var meanScore: Double { scoreSum / Double(count) }
    public var fraudShare: Double { Double(frauds) / Double(count) }
  }

  /// From low scores to high ones, each with about as many records as the others; a tie is never cut, so that bins of many
  /// equal scores are larger and the others share what is left.
  public let bins: [Bin]
  /// The distance between score and truth in a bin, in the mean over the bins as large as they are.
  public let expectedError: Double
  /// The same among flagged records alone: where nearly all are honest and score nothing, the first is small whatever
  /// the high scores say. Nil where nothing is flagged.
  public let expectedErrorOfFlagged: Double?
  /// The mean square of the distance between score and truth.
  public let brier: Double

  public static let binsMax = 15

  /// Nil of nothing.
  public init?(_ ranking: Ranking) {
    guard ranking.count > 0 else { return nil }
    let all = ranking.ties.map { Calibration.Part(score: $0.score, count: $0.count, frauds: $0.frauds) }
    bins = Calibration.bins(all)
    expectedError = Calibration.error(bins)
    let flagged = ranking.ties.filter { $0.flagged > 0 }.map {
      Calibration.Part(score: $0.score, count: $0.flagged, frauds: $0.flaggedFrauds)
    }
    expectedErrorOfFlagged = flagged.isEmpty ? nil : Calibration.error(Calibration.bins(flagged))
    var squares = 0.0
    for tie in ranking.ties {
      squares += Double(tie.frauds) * (1 - tie.score) * (1 - tie.score)
      squares += Double(tie.count - tie.frauds) * tie.score * tie.score
    }
    brier = squares / Double(ranking.count)
  }

  struct Part {
    var score: Double
    var count: Int
    var frauds: Int
  }

  /// - parts: by score, the highest first.
  static func bins(_ parts: [Part]) -> [Bin] {
    var bins: [Bin] = []
    var left = parts.reduce(0) { $0 + $1.count }
    var bin = Bin()
    var wanted = 0.0
    for part in parts.reversed() {
      if bin.count == 0 { wanted = Double(left) / Double(max(1, binsMax - bins.count)) }
      bin.count += part.count
      bin.frauds += part.frauds
      bin.scoreSum += part.score * Double(part.count)
      bin.low = min(bin.low, part.score)
      bin.high = max(bin.high, part.score)
      left -= part.count
      if Double(bin.count) >= wanted {
        bins.append(bin)
        bin = Bin()
      }
    }
    if bin.count > 0 { bins.append(bin) }
    return bins
  }

  static func error(_ bins: [Bin]) -> Double {
    let count = bins.reduce(0) { $0 + $1.count }
    guard count > 0 else { return 0 }
    return bins.reduce(0) { $0 + (($1.scoreSum - Double($1.frauds)).magnitude / Double(count)) }
  }
}
