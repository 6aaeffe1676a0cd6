import Forest

/// A model of one tree as somebody might write it by hand: feature 0 below 0.5 goes left; then feature 1 is asked for categories 1 and 3.
enum HandWritten {
  static let tree = """
    {"base_weights": [0, 0, 0, 0, 0], "categories": [1, 3], "categories_nodes": [2], "categories_segments": [0], "categories_sizes": [2],
    "default_left": [1, 0, 0, 0, 0], "id": 0, "left_children": [1, -1, 3, -1, -1], "loss_changes": [0, 0, 0, 0, 0],
    "parents": [2147483647, 0, 0, 2, 2], "right_children": [2, -1, 4, -1, -1], "split_conditions": [5E-1, -1.5, 0, 2.5, 4],
    "split_indices": [0, 0, 1, 0, 0], "split_type": [0, 0, 1, 0, 0], "sum_hessian": [8, 4, 4, 1, 3],
    "tree_param": {"num_deleted": "0", "num_feature": "2", "num_nodes": "5", "size_leaf_vector": "0"}}
    """

  static let model = """
    {"learner": {"attributes": {"note": "a \\"quoted\\" \\u00e9\\ud83d\\ude00"}, "feature_names": ["a", "b"], "feature_types": ["float", "c"],
    "gradient_booster": {"model": {"gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "1", "size_leaf_vector": "0"},
    "tree_info": [0], "trees": [\(tree)]}, "name": "gbtree"},
    "learner_model_param": {"base_score": "2.5E-1", "num_class": "0", "num_feature": "2", "num_target": "1"},
    "objective": {"name": "reg:squarederror"}}, "version": [1, 7, 4]}
    """

  /// The model with a piece of its text replaced.
  static func model(_ old: String, _ new: String) -> [UInt8] { Array(model.replacing(old, with: new).utf8) }

  /// A chain of questions, each below the left branch of the one before.
  static func chain(depth: Int) -> [UInt8] {
    let count = 2 * depth + 1
    func list(_ value: (Int) -> String) -> String { "[" + (0..<count).map(value).joined(separator: ",") + "]" }
    // Even nodes ask, but for the last; odd ones are leaves.
    func asks(_ node: Int) -> Bool { node % 2 == 0 && node < count - 1 }
    let chain = """
      {"default_left": \(list { _ in "0" }), "left_children": \(list { asks($0) ? "\($0 + 2)" : "-1" }),
      "right_children": \(list { asks($0) ? "\($0 + 1)" : "-1" }), "split_conditions": \(list { "\($0)" }),
      "split_indices": \(list { _ in "0" }), "sum_hessian": \(list { "\(count + 1 - $0)" })}
      """
    return model(tree, chain)
  }

  /// A chain of questions about categories: the first names the greatest category there may be, each other one a small one.
  static func categories(sets: Int) -> [UInt8] {
    func list(_ count: Int, _ value: (Int) -> Int) -> String {
      "[" + (0..<count).map { "\(value($0))" }.joined(separator: ",") + "]"
    }
    let count = 2 * sets + 1
    func asks(_ node: Int) -> Bool { node % 2 == 0 && node < count - 1 }
    let chain = """
      {"default_left": \(list(count) { _ in 0 }), "left_children": \(list(count) { asks($0) ? $0 + 2 : -1 }),
      "right_children": \(list(count) { asks($0) ? $0 + 1 : -1 }), "split_conditions": \(list(count) { $0 }),
      "split_indices": \(list(count) { _ in 1 }), "sum_hessian": \(list(count) { count + 1 - $0 }),
      "split_type": \(list(count) { asks($0) ? 1 : 0 }), "categories": \(list(sets) { $0 == 0 ? 16_777_215 : $0 }),
      "categories_nodes": \(list(sets) { $0 * 2 }), "categories_segments": \(list(sets) { $0 }), "categories_sizes": \(list(sets) { _ in 1 })}
      """
    return model(tree, chain)
  }
}
