extension TrainingParameters {
  /// Refuses numbers outside of what they can mean, before anything is begun.
  public func check(featureCount: Int, hasValidation: Bool) throws(TrainingError) {
    try range("rounds", Double(rounds), 1...100_000)
    try range("depthMax", Double(depthMax), (leavesMax > 0 && growth == .lossguide ? 0 : 1)...Double(TreeLimits.depthMax))
    try range("leavesMax", Double(leavesMax), 0...1_000_000)
    try range("learningRate", learningRate, 0...10)
    try range("childWeightMin", childWeightMin, 0...1e30)
    try range("lossReductionMin", lossReductionMin, 0...1e30)
    try range("ridgePenalty", ridgePenalty, 0...1e30)
    try range("rowShare", rowShare, 0.0001...1)
    try range("featureShare", featureShare, 0.0001...1)
    try range("positiveWeight", positiveWeight, 1e-9...1e9)
    try range("binsMax", Double(binsMax), 2...65_536)
    try range("oneHotCategoriesMax", Double(oneHotCategoriesMax), 1...1_000_000)
    try range("treesPerRound", Double(treesPerRound), 1...10_000)
    try range("threads", Double(threads), 1...1_024)
    // The library keeps it as a 32-bit whole number.
    try range("seed", Double(seed), 0...2_147_483_647)
    if let dropoutRate { try range("dropoutRate", dropoutRate, 0...1) }
    if let baseScore { try checkBase(baseScore) }
    if !monotony.isEmpty, monotony.count != featureCount {
      throw TrainingError(
        .badParameter, "monotony has \(monotony.count) entries for \(featureCount) features; give one for each, or none")
    }
    if let patienceRounds {
      try range("patienceRounds", Double(patienceRounds), 1...100_000)
      guard hasValidation, metric != nil else {
        throw TrainingError(.badParameter, "patienceRounds needs a metric and rows for validation; give both, or leave it out")
      }
      guard dropoutRate == nil else {
        // Later rounds change the weight of earlier trees, so there is no best beginning to go back to.
        throw TrainingError(.badParameter, "patienceRounds and dropoutRate do not go together; leave one of them out")
      }
    }
  }

  private func range(_ name: String, _ value: Double, _ allowed: ClosedRange<Double>) throws(TrainingError) {
    guard allowed.contains(value) else {
      throw TrainingError(
        .badParameter, "\(name) is \(value); give a number from \(allowed.lowerBound) to \(allowed.upperBound)")
    }
  }

  private func checkBase(_ value: Double) throws(TrainingError) {
    switch objective.link {
    case .identity: try range("baseScore", value, -1e30...1e30)
    case .logit: try range("baseScore", value, 1e-6...(1 - 1e-6))
    case .logarithm: try range("baseScore", value, 1e-30...1e30)
    }
  }
}
