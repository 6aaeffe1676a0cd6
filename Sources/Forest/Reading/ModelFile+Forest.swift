extension ModelFile {
  private static let learner = "learner.learner_model_param"
  private static let model = "learner.gradient_booster"

  /// The forest that the file describes, or what is wrong with it.
  func forest() throws(ForestError) -> Forest {
    try checkKind()
    let objective = try readObjective()
    let featureCount = try readFeatureCount()
    if let dropoutWeights, dropoutWeights.count != trees.count {
      throw unsound(Self.model + ".weight_drop", "\(dropoutWeights.count) weights for \(trees.count) trees")
    }
    var builder = TreeBuilder(featureCount: featureCount)
    for (index, tree) in trees.enumerated() { try builder.add(tree, weight: dropoutWeights?[index]) }
    return Forest(
      features: try describe(featureCount, builder.categorical), objective: objective, baseMargin: try readBase(objective),
      nodes: builder.nodes, treeStarts: builder.treeStarts, categorySets: builder.categorySets)
  }

  /// Refuses models of other kinds by name.
  private func checkKind() throws(ForestError) {
    guard let booster else { throw unsound(Self.model + ".name", "the file does not say which booster it is of") }
    guard booster == "gbtree" || booster == "dart" else {
      throw ForestError(
        .unsupported, path: Self.model + ".name", "the booster \"\(booster)\" has no trees; train with gbtree or dart")
    }
    if booster == "dart", dropoutWeights == nil { throw unsound(Self.model + ".weight_drop", "the trees' weights are missing") }
    if booster == "gbtree", dropoutWeights != nil { throw unsound(Self.model + ".weight_drop", "only dart weighs its trees") }
    for (name, plain) in [("num_class", 0...1), ("num_target", 0...1)] {
      guard let text = parameters[name] else { continue }
      guard let count = Int(text), count >= 0 else { throw unsound(Self.learner + "." + name, "\"\(text)\" is no count") }
      if !plain.contains(count) {
        throw ForestError(
          .unsupported, path: Self.learner + "." + name,
          "\(count) answers for each row are not scored; train a model for each answer")
      }
    }
    if let group = treeGroups.first(where: { $0 != 0 }) {
      throw ForestError(
        .unsupported, path: Self.model + ".model.tree_info",
        "trees for an answer \(group) are not scored; train a model for each answer")
    }
    if treeGroups.count != trees.count {
      throw unsound(Self.model + ".model.tree_info", "\(treeGroups.count) entries for \(trees.count) trees")
    }
    if namesCategories {
      throw ForestError(
        .unsupported, path: Self.model + ".model.cats", "categories that have names are not scored; train with numbers from 0 on")
    }
  }

  private func readObjective() throws(ForestError) -> ForestObjective {
    guard let name = objective else { throw unsound("learner.objective.name", "the file does not say what was learned") }
    guard let objective = ForestObjective(rawValue: name) else {
      throw ForestError(
        .unsupported, path: "learner.objective.name",
        "the objective \"\(name)\" is not scored; train with one of \(ForestObjective.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    return objective
  }

  private func readFeatureCount() throws(ForestError) -> Int {
    let text = parameters["num_feature"]
    guard let text, let count = Int(text), 0...1 << 30 ~= count else {
      throw unsound(Self.learner + ".num_feature", "\"\(text ?? "")\" is no number of features")
    }
    return count
  }

  private func readBase(_ objective: ForestObjective) throws(ForestError) -> Float {
    let path = Self.learner + ".base_score"
    guard var text = parameters["base_score"] else { throw unsound(path, "there is none") }
    // Newer releases write a list, with one entry where there is one answer.
    if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
    guard let answer = Float(text), let margin = BaseScore.margin(answer, objective) else {
      throw unsound(path, "\"\(text)\" is no answer that \(objective.rawValue) can give")
    }
    return margin
  }

  private func describe(_ count: Int, _ categorical: Set<Int>) throws(ForestError) -> [FeatureDescription] {
    for (field, entries) in [("feature_names", features.count), ("feature_types", featureTypes.count)]
    where entries > 0 && entries != count {
      throw unsound("learner.\(field)", "\(entries) entries for \(count) features")
    }
    // Without names the file's length does not bound their number.
    guard !features.isEmpty || count <= TreeLimits.featuresMax else {
      throw ForestError(
        .tooLarge, path: Self.learner + ".num_feature", "\(count) features; at most \(TreeLimits.featuresMax) are read")
    }
    return (0..<count).map { index in
      let isCategorical = categorical.contains(index) || (!featureTypes.isEmpty && featureTypes[index] == "c")
      return FeatureDescription(features.isEmpty ? "f\(index)" : features[index], isCategorical ? .categorical : .numeric)
    }
  }

  private func unsound(_ path: String, _ message: String) -> ForestError {
    ForestError(.unsound, path: path, message + "; save the model again")
  }
}
