import Forest
import TestSupport
import Testing

/// What is read, and what is refused with which words.
@Suite struct LoadingTests {
  @Test func aHandWrittenModelIsScoredAsItReads() throws {
    let forest = try Forest(xgboost: Array(HandWritten.model.utf8))
    #expect(forest.features == [FeatureDescription("a"), FeatureDescription("b", .categorical)])
    let scorer = ForestScorer(forest)
    let rows: [(Float, Float, Float)] = [
      (0.25, 0, -1.25), (0.5, 1, 4.25), (0.5, 0, 2.75), (0.5, 3, 4.25), (0.5, 3.9, 4.25), (0.5, 4, 2.75), (0.5, -1, 2.75),
      (.nan, 1, -1.25), (1, .nan, 4.25), (.infinity, 1e30, 2.75), (-.infinity, 1, -1.25), (1, 31, 2.75), (1, 30, 2.75),
    ]
    for (first, second, margin) in rows {
      #expect(try scorer.singleMargins(of: [first, second]) == [margin], "\(first), \(second)")
      #expect(try scorer.margins(of: [first, second]) == [margin], "\(first), \(second)")
    }
  }

  @Test func bothFormsGiveTheSameForest() throws {
    for (seed, categories) in [(41, [:]), (42, [1: 9, 3: 40])] as [(UInt64, [Int: Int])] {
      let made = try RandomForest(seed: seed, features: 6, depth: 6, categories: categories)
      let json = try Library(made.trained.model, featureCount: 6).model(as: "json")
      #expect(json.starts(with: "{\"".utf8))
      let forest = try Forest(xgboost: made.trained.model)
      #expect(forest.nodes.contains { $0.categorySet >= 0 } == !categories.isEmpty)
      #expect(try Forest(xgboost: json) == forest)
    }
  }

  @Test func aForestWithoutTreesGivesTheBaseScore() throws {
    let none = HandWritten.model.replacing("[\(HandWritten.tree)]", with: "[]").replacing(
      "\"tree_info\": [0]", with: "\"tree_info\": []")
    let forest = try Forest(xgboost: Array(none.utf8))
    #expect(try ForestScorer(forest).singleMargins(of: [1, 1, 2, 2]) == [0.25, 0.25])
    var contributions = [9.0, 9, 9]
    var span = contributions.mutableSpan
    try ForestExplainer(forest).explain([Float(1), 1].span, into: &span)
    #expect(contributions == [0, 0, 0.25])
  }

  @Test func olderAndNewerWaysOfWritingAreRead() throws {
    let plain = try Forest(xgboost: Array(HandWritten.model.utf8))
    for (old, new) in [
      ("\"2.5E-1\"", "\"[2.5E-1]\""), ("[1, 0, 0, 0, 0], \"id\"", "[true, false, false, false, false], \"id\""),
      ("\"size_leaf_vector\": \"0\"}}", "\"size_leaf_vector\": \"1\"}}"),
      ("\"base_weights\": [0, 0, 0, 0, 0]", "\"base_weights\": [NaN, -Infinity, 1e99, 0, null]"),
      ("\"tree_info\": [0]", "\"cats\": {\"enc\": []}, \"tree_info\": [0]"),
    ] { #expect(try Forest(xgboost: HandWritten.model(old, new)) == plain, "\(new)") }
  }

  static let refusals: [(old: String, new: String, code: ForestError.Code, words: String)] = [
    ("[1, -1, 3, -1, -1]", "[1, -1, 0, -1, -1]", .unsound, "left_children[2]: there is no node 0"),
    ("[1, -1, 3, -1, -1]", "[1, -1, 1, -1, -1]", .unsound, "left_children: node 1 is reached in two ways"),
    ("[1, -1, 3, -1, -1]", "[1, -1, 2, -1, -1]", .unsound, "left_children: node 2 is reached in two ways"),
    ("[1, -1, 3, -1, -1]", "[1, -1, 5, -1, -1]", .unsound, "left_children[2]: there is no node 5 among 5"),
    ("[1, -1, 3, -1, -1]", "[1, -1, -2, -1, -1]", .unsound, "left_children[2]: there is no node -2"),
    ("[1, -1, 3, -1, -1]", "[1, -1, 3, -1]", .unsound, "right_children: 5 entries for 4 nodes"),
    ("[2, -1, 4, -1, -1]", "[2, 3, 4, -1, -1]", .unsound, "right_children[1]: a leaf with a right child"),
    ("[5E-1, -1.5", "[NaN, -1.5", .unsound, "split_conditions[0]: a threshold that is no number"),
    ("[5E-1, -1.5", "[5E-1, Infinity", .unsound, "split_conditions[1]: a leaf of inf"),
    ("[5E-1, -1.5", "[5E-1, 1e39", .malformed, "does not fit into 32 bits"),
    ("[5E-1, -1.5", "[5E-1, \"x\"", .malformed, "a number was expected"),
    ("\"split_indices\": [0", "\"split_indices\": [2", .unsound, "split_indices[0]: there is no feature 2 among 2"),
    ("\"split_indices\": [0", "\"split_indices\": [0.5", .malformed, "a whole number was expected"),
    ("\"split_indices\": [0", "\"split_indices\": [99999999999999999999", .malformed, "a whole number that does not fit"),
    ("\"default_left\": [1", "\"default_left\": [2", .unsound, "default_left[0]: 2 is neither 0 nor 1"),
    ("\"split_type\": [0", "\"split_type\": [7", .unsound, "split_type[0]: 7 is neither 0 (number) nor 1 (category)"),
    ("\"split_type\": [0", "\"split_type\": [1", .unsound, "node 0 asks for categories and names none"),
    ("\"categories\": [1, 3]", "\"categories\": [1, -3]", .unsound, "categories: -3 is no category"),
    ("\"categories\": [1, 3]", "\"categories\": [1]", .unsound, "2 categories from 0 on, and there are 1"),
    ("\"categories_nodes\": [2]", "\"categories_nodes\": [2, 3]", .unsound, "2 nodes with 1 beginnings and 1 sizes"),
    ("\"num_nodes\": \"5\"", "\"num_nodes\": \"6\"", .unsound, "tree_param.num_nodes: 6 for 5 nodes"),
    ("\"size_leaf_vector\": \"0\"}}", "\"size_leaf_vector\": \"3\"}}", .unsupported, "leaves that answer 3 questions"),
    ("\"tree_info\": [0]", "\"tree_info\": [0, 0]", .unsound, "tree_info: 2 entries for 1 trees"),
    ("\"tree_info\": [0]", "\"tree_info\": [1]", .unsupported, "trees for an answer 1 are not scored"),
    ("\"tree_info\": [0]", "\"cats\": {\"enc\": [1]}, \"tree_info\": [0]", .unsupported, "categories that have names"),
    ("\"num_class\": \"0\"", "\"num_class\": \"3\"", .unsupported, "num_class: 3 answers for each row are not scored"),
    ("\"num_target\": \"1\"", "\"num_target\": \"2\"", .unsupported, "num_target: 2 answers for each row are not scored"),
    (
      "\"num_feature\": \"2\", \"num_target", "\"num_feature\": \"-2\", \"num_target", .unsound,
      "num_feature: \"-2\" is no number of features"
    ),
    (
      "\"num_feature\": \"2\", \"num_target", "\"num_feature\": \"3\", \"num_target", .unsound,
      "feature_names: 2 entries for 3 features"
    ),
    ("\"2.5E-1\"", "\"much\"", .unsound, "base_score: \"much\" is no answer"),
    ("reg:squarederror", "binary:logistic\", \"name\": \"multi:softprob", .unsupported, "\"multi:softprob\" is not scored"),
    ("\"name\": \"gbtree\"", "\"name\": \"gblinear\"", .unsupported, "\"gblinear\" has no trees"),
    ("\"name\": \"gbtree\"", "\"name\": \"dart\"", .unsound, "weight_drop: the trees' weights are missing"),
    ("\"name\": \"gbtree\"", "\"name\": \"dart\", \"weight_drop\": [1, 1]", .unsound, "weight_drop: 2 weights for 1 trees"),
    ("\"learner\":", "\"pupil\":", .unsupported, "holds no learner"),
    ("[1, 7, 4]}", "[1, 7, 4]} x", .malformed, "something follows the model's end"),
    ("[1, 7, 4]}", "[1, 7, 4]", .malformed, "the file ends where a comma or the end of the object was expected"),
    ("\\u00e9", "\\u00g9", .malformed, "an unknown escape"), ("\\ud83d", "", .malformed, "half a character"),
    ("[1, 7, 4]}", String(repeating: "[", count: 70), .tooLarge, "more than 64 objects and arrays within each other"),
  ]

  @Test(arguments: refusals.indices) func whatIsWrongIsSaidWithItsPlace(index: Int) throws {
    let (old, new, code, words) = Self.refusals[index]
    let bytes = HandWritten.model(old, new)
    #expect(bytes != Array(HandWritten.model.utf8), "\(old) does not occur")
    let error = #expect(throws: ForestError.self) { try Forest(xgboost: bytes) }
    #expect(error?.code == code, "\(error?.description ?? "")")
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    if code == .malformed { #expect(error?.offset != nil) }
  }

  @Test func otherFilesAreRefusedByWhatTheyAre() {
    for (text, words) in [
      ("", "the file is empty"), ("binf....", "old binary form"), ("order,price\n", "this is no model"),
      ("{", "this is no model"),
    ] {
      let error = #expect(throws: ForestError.self) { try Forest(xgboost: Array(text.utf8)) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test func depthHasABoundThatIsTakenFromBothSides() throws {
    let forest = try Forest(xgboost: HandWritten.chain(depth: TreeLimits.depthMax))
    let scorer = ForestScorer(forest)
    // The first node asks whether the value is below 0; yes leads on to the end of the chain, no to the leaf 1.
    #expect(try scorer.margins(of: [7, 0]) == [1.25])
    #expect(try scorer.margins(of: [-1, 0]) == [Float(2 * TreeLimits.depthMax) + 0.25])
    #expect(try scorer.singleMargins(of: [-1, 0]) == [Float(2 * TreeLimits.depthMax) + 0.25])
    let error = #expect(throws: ForestError.self) { try Forest(xgboost: HandWritten.chain(depth: TreeLimits.depthMax + 1)) }
    #expect(error?.code == .tooLarge && error?.description.contains("deeper than 256") == true)
  }

  @Test func setsOfCategoriesHaveABoundTogether() throws {
    // 2^24 bits for each set that is as long as the longest, so 32 of them are the bound.
    #expect(try Forest(xgboost: HandWritten.categories(sets: 32)).categorySets.count == 32)
    let error = #expect(throws: ForestError.self) { try Forest(xgboost: HandWritten.categories(sets: 33)) }
    #expect(error?.code == .tooLarge && error?.description.contains("sets of categories are too large together") == true)
  }

  @Test func announcedLengthsAreHeldAgainstTheFile() throws {
    // An object with a key of nearly 2^63 bytes, an array of as many numbers, and one of values that take no room.
    let huge: [UInt8] = [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
    let learner = Array("{U\u{07}learner".utf8)
    for bytes in [
      Array("{L".utf8) + huge, learner + Array("[$l#L".utf8) + huge, learner + Array("[$Z#l".utf8) + [0x7F, 0, 0, 0],
      learner + Array("[#L".utf8) + huge, learner + Array("[$d#i".utf8) + [0xFF], learner + Array("[#$".utf8),
    ] {
      let error = #expect(throws: ForestError.self) { try Forest(xgboost: bytes) }
      #expect(error?.code == .malformed, "\(error?.description ?? "")")
    }
  }

  @Test func aRowOfTheWrongLengthIsRefused() throws {
    let scorer = ForestScorer(try Forest(xgboost: Array(HandWritten.model.utf8)))
    #expect(throws: ForestError.self) { try scorer.singleMargins(of: [1]) }
    var margins = [Float](repeating: 0, count: 2)
    var span = margins.mutableSpan
    #expect(throws: ForestError.self) { try scorer.margins([Float(1), 2, 3].span, into: &span) }
  }
}
