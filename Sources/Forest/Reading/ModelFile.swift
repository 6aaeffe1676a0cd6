/// What stands in a model file, as far as it matters for scoring, before anything is made of it.
struct ModelFile {
  private(set) var features: [String] = []
  private(set) var featureTypes: [String] = []
  private(set) var booster: String?
  private(set) var objective: String?
  /// Numbers that are written as texts.
  private(set) var parameters: [String: String] = [:]
  private(set) var trees: [TreeFields] = []
  private(set) var treeGroups: [Int] = []
  private(set) var dropoutWeights: [Float]?
  private(set) var namesCategories = false
  private var hasLearner = false
  private var hasTrees = false

  init(_ document: inout some DocumentReader) throws(ForestError) {
    // A copy of the place's text is made only when something fails, so the values carry their own.
    var file = ModelFile()
    try document.object { document, key throws(ForestError) in
      if key == "learner" {
        try file.readLearner(&document)
        file.hasLearner = true
      } else {
        try document.skip()
      }
    }
    try document.end()
    guard file.hasLearner else {
      throw ForestError(.unsupported, "the document holds no learner, so it is no model of XGBoost's; give what save_model wrote")
    }
    self = file
  }

  private init() {}

  private mutating func readLearner(_ document: inout some DocumentReader) throws(ForestError) {
    guard !hasLearner else {
      throw ForestError(.malformed, path: document.place.path, "there are two learners; save the model again")
    }
    var file = self
    try document.object { document, key throws(ForestError) in
      switch key {
      case "feature_names": file.features = try document.texts()
      case "feature_types": file.featureTypes = try document.texts()
      case "gradient_booster": try file.readBooster(&document)
      case "learner_model_param": file.parameters = try document.parameters()
      case "objective":
        try document.object { document, key throws(ForestError) in
          if key == "name" { file.objective = try document.text() } else { try document.skip() }
        }
      default: try document.skip()
      }
    }
    self = file
  }

  private mutating func readBooster(_ document: inout some DocumentReader) throws(ForestError) {
    var file = self
    try document.object { document, key throws(ForestError) in
      switch key {
      case "name": file.booster = try document.text()
      case "model": try file.readModel(&document)
      case "weight_drop": file.dropoutWeights = try document.floats()
      case "gbtree":
        // Dropout wraps the trees' own booster.
        try document.object { document, key throws(ForestError) in
          if key == "model" { try file.readModel(&document) } else { try document.skip() }
        }
      default: try document.skip()
      }
    }
    self = file
  }

  private mutating func readModel(_ document: inout some DocumentReader) throws(ForestError) {
    guard !hasTrees else {
      throw ForestError(.malformed, path: document.place.path, "there are two models; save the model again")
    }
    var file = self
    file.hasTrees = true
    try document.object { document, key throws(ForestError) in
      switch key {
      case "trees":
        try document.array { document, _ throws(ForestError) in file.trees.append(try TreeFields(&document)) }
      case "tree_info": file.treeGroups = try document.integers()
      case "cats": file.namesCategories = try document.hasEntries("enc")
      default: try document.skip()
      }
    }
    self = file
  }
}

extension DocumentReader {
  fileprivate mutating func texts() throws(ForestError) -> [String] {
    var texts: [String] = []
    try array { document, _ throws(ForestError) in texts.append(try document.text()) }
    return texts
  }

  /// An object of numbers that are written as texts.
  mutating func parameters() throws(ForestError) -> [String: String] {
    var parameters: [String: String] = [:]
    try object { document, key throws(ForestError) in parameters[key] = try document.text() }
    return parameters
  }

  /// Whether the object's list of that name has anything in it.
  fileprivate mutating func hasEntries(_ name: String) throws(ForestError) -> Bool {
    var isFilled = false
    try object { document, key throws(ForestError) in
      guard key == name else { return try document.skip() }
      try document.array { document, _ throws(ForestError) in
        isFilled = true
        try document.skip()
      }
    }
    return isFilled
  }
}
