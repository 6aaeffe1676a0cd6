import Records

/// The wanted paths of a mapping as a tree, so that a document is followed once, key by key, and the rest is passed over.
struct PathTree {
  /// Where a value goes: a slot of the record, or of a list's element.
  struct Node {
    var children: [[UInt8]: Int] = [:]
    var slot: Int?
    /// The list whose elements stand here.
    var list: Int?
    /// The root of that list's element.
    var element: Int?
  }

  private(set) var nodes: [Node] = [Node()]
  /// How many slots a record has, and each list's element.
  private(set) var slotCount = 0
  private(set) var elementSlotCounts: [Int] = []
  /// Per field the slots to try, in order; per list and field likewise.
  private(set) var fieldSlots: [[Int]] = []
  private(set) var elementSlots: [[[Int]]] = []
  /// The change feed's own words.
  private(set) var operationSlot = 0
  let bodyNode: Int

  static let root = 0

  init(_ mapping: SourceMapping) {
    bodyNode = 1
    nodes.append(Node())
    nodes[PathTree.root].children[Array("body".utf8)] = bodyNode
    operationSlot = addSlot(path: "op", under: PathTree.root, counting: \.slotCount)
    fieldSlots = mapping.fields.map { paths in paths.map { addRecordSlot(path: $0) } }
    for (index, list) in mapping.lists.enumerated() {
      var fields: [[Int]] = []
      var count = 0
      if case .array(let paths, let elementFields) = list {
        nodes.append(Node())
        let element = nodes.count - 1
        fields = elementFields.map { paths in
          paths.map { path in
            defer { count += 1 }
            nodes[node(at: path, under: element)].slot = count
            return count
          }
        }
        for path in paths {
          for start in [PathTree.root, bodyNode] {
            let array = node(at: path, under: start)
            nodes[array].list = index
            nodes[array].element = element
          }
        }
      }
      elementSlots.append(fields)
      elementSlotCounts.append(count)
    }
  }

  /// A record's path counts at the top and, for a change feed, inside of `body`.
  private mutating func addRecordSlot(path: String) -> Int {
    let slot = addSlot(path: path, under: PathTree.root, counting: \.slotCount)
    let twin = node(at: path, under: bodyNode)
    if let existing = nodes[twin].slot { return existing }
    nodes[twin].slot = slot
    return slot
  }

  private mutating func addSlot(path: String, under start: Int, counting: WritableKeyPath<PathTree, Int>) -> Int {
    let node = node(at: path, under: start)
    if let existing = nodes[node].slot { return existing }
    let slot = self[keyPath: counting]
    self[keyPath: counting] += 1
    nodes[node].slot = slot
    return slot
  }

  private mutating func node(at path: String, under start: Int) -> Int {
    var current = start
    for part in path.split(separator: ".") {
      let key = Array(part.utf8)
      if let child = nodes[current].children[key] {
        current = child
      } else {
        nodes.append(Node())
        nodes[current].children[key] = nodes.count - 1
        current = nodes.count - 1
      }
    }
    return current
  }
}
