public import Forest

/// Trains through XGBoost's own library. No parameter is passed on as free text, and nothing of the library's outlives a call.
public struct XGBoostTrainer: ForestTrainer {
  public init() {}

  public func train(
    _ rows: TrainingSet, validation: TrainingSet?, parameters: TrainingParameters,
    progress: (TrainingProgress) -> TrainingDecision
  ) throws(TrainingError) -> TrainedForest {
    try parameters.check(featureCount: rows.features.count, hasValidation: validation != nil)
    if let validation, validation.features != rows.features {
      throw TrainingError(.badData, "the rows for validation have other features than those to learn from; give them the same")
    }
    if parameters.treeMethod == .exact, let feature = rows.features.first(where: { $0.kind == .categorical }) {
      // The library would take the categories for numbers and not say so.
      throw TrainingError(
        .badParameter, "the exact method knows no categories, and \(feature.name) has some; choose hist or approx")
    }
    try checkLabels(rows, validation, parameters)
    let training = try RowMatrix(try Self.weighted(rows, parameters), name: "training", threads: parameters.threads)
    let held = try validation.map { rows throws(TrainingError) in
      try RowMatrix(rows, name: "validation", threads: parameters.threads)
    }
    let booster = try Booster([training] + (held.map { [$0] } ?? []))
    try booster.describe(rows.features)
    for (name, value) in Self.settings(parameters) { try booster.set(name, value) }

    var run = TrainingRun(parameters)
    while !run.isOver {
      try booster.update(round: run.round, training)
      let metrics = try parameters.metric == nil ? [] : booster.evaluate(round: run.round)
      switch progress(run.finishRound(metrics)) {
      case .goOn: continue
      case .stop: run.stop()
      case .cancel: throw TrainingError(.cancelled, "training was cancelled after round \(run.round) of \(parameters.rounds)")
      }
    }
    let kept = run.roundsKept
    let model = try kept < run.round ? booster.firstRounds(kept).model() : booster.model()
    return TrainedForest(model: model, rounds: kept, progress: run.progress)
  }

  /// What the library would say too, but without a row.
  private func checkLabels(_ rows: TrainingSet, _ validation: TrainingSet?, _ parameters: TrainingParameters)
    throws(TrainingError)
  {
    let (allowed, words): (ClosedRange<Float>, String) =
      switch parameters.objective {
      case let objective where objective.isOfShares: (0...1, "from 0 to 1")
      case .poisson, .tweedie, .gamma: (0...Float.greatestFiniteMagnitude, "0 or more")
      case .squaredLogError: (-1...Float.greatestFiniteMagnitude, "more than -1")
      case .cox, .acceleratedFailure, .rankPairwise, .rankNDCG, .rankMAP:
        throw TrainingError(
          .badParameter,
          "\(parameters.objective.rawValue) needs groups or bounds, which are not given here; choose another objective")
      default: (-Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude, "finite")
      }
    for (name, set) in [("training", rows), ("validation", validation ?? rows)] {
      if let row = set.labels.firstIndex(where: { !allowed.contains($0) }) {
        throw TrainingError(
          .badData,
          "row \(row + 1) for \(name): its label is \(set.labels[row]); labels for \(parameters.objective.rawValue) are \(words)")
      }
    }
  }

  /// The rows with frauds weighing as much as they are to.
  ///
  /// The library's own `scale_pos_weight` is for labels of exactly 1, and a chance of 0.9 would weigh nothing more. A row that is fraud by a share
  /// stands for two, one of each class, of which the first weighs more.
  private static func weighted(_ rows: TrainingSet, _ parameters: TrainingParameters) throws(TrainingError) -> TrainingSet {
    guard parameters.objective.isOfShares, parameters.positiveWeight != 1 else { return rows }
    let weight = Float(parameters.positiveWeight)
    let sums = rows.labels.map { weight * $0 + (1 - $0) }
    return try TrainingSet(
      features: rows.features, values: rows.values, layout: rows.layout, labels: zip(rows.labels, sums).map { weight * $0 / $1 },
      weights: sums.indices.map { sums[$0] * (rows.weights?[$0] ?? 1) })
  }

  private static func settings(_ parameters: TrainingParameters) -> [(String, String)] {
    var settings = [
      ("verbosity", "0"), ("booster", parameters.dropoutRate == nil ? "gbtree" : "dart"),
      ("objective", parameters.objective.rawValue), ("tree_method", parameters.treeMethod.rawValue),
      ("max_depth", "\(parameters.depthMax)"), ("eta", "\(parameters.learningRate)"),
      ("min_child_weight", "\(parameters.childWeightMin)"), ("gamma", "\(parameters.lossReductionMin)"),
      ("lambda", "\(parameters.ridgePenalty)"), ("subsample", "\(parameters.rowShare)"),
      ("colsample_bytree", "\(parameters.featureShare)"), ("num_parallel_tree", "\(parameters.treesPerRound)"),
      ("max_cat_to_onehot", "\(parameters.oneHotCategoriesMax)"), ("seed", "\(parameters.seed)"),
      ("nthread", "\(parameters.threads)"),
    ]
    if let rate = parameters.dropoutRate { settings.append(("rate_drop", "\(rate)")) }
    if let base = parameters.baseScore { settings.append(("base_score", "\(base)")) }
    if let metric = parameters.metric { settings.append(("eval_metric", metric.rawValue)) }
    if parameters.treeMethod != .exact {
      settings += [("max_bin", "\(parameters.binsMax)"), ("max_leaves", "\(parameters.leavesMax)")]
      settings.append(("grow_policy", parameters.growth.rawValue))
    }
    if !parameters.monotony.isEmpty {
      settings.append(("monotone_constraints", "(" + parameters.monotony.map { "\($0.rawValue)" }.joined(separator: ",") + ")"))
    }
    return settings
  }
}
