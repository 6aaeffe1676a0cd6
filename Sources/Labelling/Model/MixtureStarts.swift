/// Where fitting begins. The likelihood has several tops; the wrong ones call the false alarms of one rule fraud.
extension MixtureFitting {
  private static let anchorsMax = 8
  private static let firstIterations = 60
  private static let iterationsMax = 1000

  /// The best of many starts, each followed a while and the best two to their end.
  func bestFit(also known: [[Double]] = [], isShort: Bool = false) -> FittedMixture {
    let starts = known + (isShort ? Array(starts.prefix(2)) : starts)
    var fits = starts.map { fit(from: $0, iterations: MixtureFitting.firstIterations, tolerance: 0.01) }
    fits.sort { $0.penalised > $1.penalised }
    let ends = fits.prefix(isShort ? 1 : 2).map {
      fit(from: $0.probabilities, iterations: isShort ? 100 : MixtureFitting.iterationsMax, tolerance: isShort ? 0.01 : 0.0001)
    }
    return ends.max { $0.penalised < $1.penalised } ?? expectation(maximisation(patterns.votes.map { _ in bounds.lowerBound }))
  }

  /// Suspicions to begin with: so many voters agree that it is fraud, or one of them alone says so.
  private var starts: [[Double]] {
    let leans = (0..<patterns.count).map { pattern in voters.all.map { $0.lean(Int($0.outcomeOfPattern[pattern])) } }
    let nets = leans.map { $0.reduce(0, +) }
    let rare = bounds.lowerBound
    var starts = [2, 1, 3].map { least in nets.map { $0 >= least ? 0.9 : rare } }
    for voter in voters.all.indices.prefix(MixtureFitting.anchorsMax) {
      starts.append(leans.map { $0[voter] > 0 ? 0.8 : rare })
    }
    if leans.contains(where: { $0.contains { $0 < 0 } }) {
      starts.append(nets.map { $0 >= 0 ? 0.7 : rare })
    }
    return starts
  }
}
