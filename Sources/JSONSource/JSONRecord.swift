import Records

/// One document's wanted values, gathered while libyajl reads it. Reused from line to line.
final class JSONRecord {
  struct Slot {
    enum Kind { case absent, null, scalar, composite }
    var kind = Kind.absent
    var start = 0
    var end = 0
  }

  struct Fault {
    var reason: RejectedRecord.Reason
    var message: String
  }

  static let depthMax = 64

  let tree: PathTree
  private(set) var slots: [Slot]
  /// Per list its elements' slots, one element after another.
  private(set) var elements: [[Slot]]
  private(set) var arena: [UInt8] = []
  private(set) var fault: Fault?
  private(set) var hasBody = false
  private(set) var isObject = false

  /// What encloses the place being read: for an object its node and the node of the key just read.
  private struct Frame {
    var isArray: Bool
    var node: Int?
    var keyNode: Int?
    /// The list of which this object is an element, and where its slots begin.
    var element: (list: Int, base: Int)?
  }

  private var frames: [Frame] = []

  init(_ tree: PathTree) {
    self.tree = tree
    slots = Array(repeating: Slot(), count: tree.slotCount)
    elements = tree.elementSlotCounts.map { _ in [] }
  }

  func begin() {
    for index in slots.indices { slots[index] = Slot() }
    for index in elements.indices { elements[index].removeAll(keepingCapacity: true) }
    arena.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
    (fault, hasBody, isObject) = (nil, false, false)
  }

  /// The cell of a slot; nil where the document has no value there.
  func withCell<Result>(_ slot: Slot, _ body: (Cell?) -> Result) -> Result {
    guard slot.kind == .scalar else { return body(nil) }
    return arena.withUnsafeBufferPointer { body(Cell(rebasing: $0[slot.start..<slot.end])) }
  }

  // MARK: Events. Each says whether to read on.

  func value(_ bytes: Cell) -> Bool {
    guard !frames.isEmpty else { return fail(.badSyntax, "the line is no JSON object") }
    let start = arena.count
    arena.append(contentsOf: bytes)
    return store(Slot(kind: .scalar, start: start, end: arena.count))
  }

  func null() -> Bool {
    guard !frames.isEmpty else { return fail(.badSyntax, "the line is no JSON object") }
    return store(Slot(kind: .null))
  }

  func key(_ bytes: Cell) -> Bool {
    guard let node = frames[frames.count - 1].node else { return true }
    let children = tree.nodes[node].children
    frames[frames.count - 1].keyNode = children.isEmpty ? nil : children[Array(bytes)]
    return true
  }

  func beginObject() -> Bool {
    guard frames.count < JSONRecord.depthMax else { return tooDeep() }
    guard let enclosing = frames.last else {
      isObject = true
      frames.append(Frame(isArray: false, node: PathTree.root))
      return true
    }
    var frame = Frame(isArray: false, node: enclosing.isArray ? nil : enclosing.keyNode, element: enclosing.element)
    if enclosing.isArray, let node = enclosing.node, let list = tree.nodes[node].list {
      frame.node = tree.nodes[node].element
      frame.element = (list, elements[list].count)
      elements[list].append(contentsOf: repeatElement(Slot(), count: tree.elementSlotCounts[list]))
    }
    if frames.count == 1, frame.node == tree.bodyNode { hasBody = true }
    guard store(Slot(kind: .composite)) else { return false }
    frames.append(frame)
    return true
  }

  func beginArray() -> Bool {
    guard frames.count < JSONRecord.depthMax else { return tooDeep() }
    guard let enclosing = frames.last else {
      return fail(.badSyntax, "the line is no JSON object but an array; write one object a line")
    }
    guard store(Slot(kind: .composite)) else { return false }
    frames.append(Frame(isArray: true, node: enclosing.isArray ? nil : enclosing.keyNode, element: enclosing.element))
    return true
  }

  func endComposite() -> Bool {
    frames.removeLast()
    return true
  }

  private func store(_ slot: Slot) -> Bool {
    let frame = frames[frames.count - 1]
    if frame.isArray {
      // In a list's array only objects are elements.
      if slot.kind != .composite, let node = frame.node, tree.nodes[node].list != nil {
        return fail(.badCell, "an element of a list is no JSON object")
      }
      return true
    }
    guard let node = frame.keyNode, let index = tree.nodes[node].slot else { return true }
    if let element = frame.element {
      guard elements[element.list][element.base + index].kind == .absent else { return duplicate() }
      elements[element.list][element.base + index] = slot
    } else {
      guard slots[index].kind == .absent else { return duplicate() }
      slots[index] = slot
    }
    return true
  }

  private func duplicate() -> Bool {
    fail(.badSyntax, "an object gives one of its values twice; which one counts cannot be known")
  }

  private func tooDeep() -> Bool { fail(.badSyntax, "the document is nested deeper than \(JSONRecord.depthMax) levels") }

  private func fail(_ reason: RejectedRecord.Reason, _ message: String) -> Bool {
    fault = Fault(reason: reason, message: message)
    return false
  }
}
