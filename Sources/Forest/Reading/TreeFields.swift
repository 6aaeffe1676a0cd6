/// A tree as it is written: a column for each property of its nodes.
struct TreeFields {
  private(set) var path = ""
  private(set) var left: [Int] = []
  private(set) var right: [Int] = []
  private(set) var features: [Int] = []
  private(set) var conditions: [Float] = []
  private(set) var defaultLeft: [Int] = []
  private(set) var covers: [Float] = []
  private(set) var splitTypes: [Int] = []
  private(set) var categories: [Int] = []
  private(set) var categoryNodes: [Int] = []
  private(set) var categorySegments: [Int] = []
  private(set) var categorySizes: [Int] = []
  private(set) var parameters: [String: String] = [:]

  init(_ document: inout some DocumentReader) throws(ForestError) {
    var fields = TreeFields()
    fields.path = document.place.path
    try document.object { document, key throws(ForestError) in
      switch key {
      case "left_children": fields.left = try document.integers()
      case "right_children": fields.right = try document.integers()
      case "split_indices": fields.features = try document.integers()
      case "split_conditions": fields.conditions = try document.floats()
      case "default_left": fields.defaultLeft = try document.integers()
      case "sum_hessian": fields.covers = try document.floats()
      case "split_type": fields.splitTypes = try document.integers()
      case "categories": fields.categories = try document.integers()
      case "categories_nodes": fields.categoryNodes = try document.integers()
      case "categories_segments": fields.categorySegments = try document.integers()
      case "categories_sizes": fields.categorySizes = try document.integers()
      case "tree_param": fields.parameters = try document.parameters()
      default: try document.skip()
      }
    }
    self = fields
  }

  private init() {}

  var nodeCount: Int { left.count }

  /// Refuses columns of different lengths, and what the tree says of itself that is not so.
  func checkShape() throws(ForestError) {
    guard nodeCount > 0 else { throw unsound("left_children", "a tree without nodes") }
    guard nodeCount < 1 << 30 else {
      throw ForestError(.tooLarge, path: path, "\(nodeCount) nodes in a tree; at most \(1 << 30) are read")
    }
    for (name, count) in [
      ("right_children", right.count), ("split_indices", features.count), ("split_conditions", conditions.count),
      ("default_left", defaultLeft.count), ("sum_hessian", covers.count),
    ] where count != nodeCount {
      throw unsound(name, "\(count) entries for \(nodeCount) nodes")
    }
    // Files from before there were categories do not have it.
    if !splitTypes.isEmpty, splitTypes.count != nodeCount {
      throw unsound("split_type", "\(splitTypes.count) entries for \(nodeCount) nodes")
    }
    guard categorySegments.count == categoryNodes.count, categorySizes.count == categoryNodes.count else {
      throw unsound(
        "categories_nodes",
        "\(categoryNodes.count) nodes with \(categorySegments.count) beginnings and \(categorySizes.count) sizes")
    }
    if let said = parameters["num_nodes"], said != "\(nodeCount)" {
      throw unsound("tree_param.num_nodes", "\(said) for \(nodeCount) nodes")
    }
    if let size = parameters["size_leaf_vector"], size != "0", size != "1" {
      throw ForestError(
        .unsupported, path: path, "leaves that answer \(size) questions at once are not scored; train a model for each")
    }
  }

  func unsound(_ field: String, _ message: String) -> ForestError {
    ForestError(.unsound, path: path + "." + field, message + "; save the model again")
  }
}
