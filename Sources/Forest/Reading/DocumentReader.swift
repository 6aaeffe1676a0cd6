/// A document of objects, arrays, numbers and texts, read from its beginning to its end in one of the two forms that a
/// model file has. Nothing is kept but what is asked for.
///
/// A reader says where it stands when it fails: every entry and element is on its path while it is read.
protocol DocumentReader {
  var place: DocumentPlace { get set }

  /// Reads an object; the body reads each value, or skips it.
  mutating func object(_ entry: (inout Self, String) throws(ForestError) -> Void) throws(ForestError)
  /// Reads an array; the body reads each element, or skips it.
  mutating func array(_ element: (inout Self, Int) throws(ForestError) -> Void) throws(ForestError)
  /// An array of numbers as 32-bit floats, each the nearest to what is written. May hold values that are not finite.
  mutating func floats() throws(ForestError) -> [Float]
  /// An array of whole numbers; true and false are 1 and 0.
  mutating func integers() throws(ForestError) -> [Int]
  mutating func text() throws(ForestError) -> String
  mutating func skip() throws(ForestError)
  /// Refuses whatever follows the document.
  mutating func end() throws(ForestError)
}

/// Where in the document a reader stands, and how deep.
struct DocumentPlace {
  enum Step {
    case key(String)
    case index(Int)
  }

  private var steps: [Step] = []

  mutating func enter(_ step: Step) throws(ForestError) {
    guard steps.count < TreeLimits.nestingMax else {
      throw ForestError(
        .tooLarge, path: path, "more than \(TreeLimits.nestingMax) objects and arrays within each other; this is no model")
    }
    steps.append(step)
  }

  mutating func move(to step: Step) { steps[steps.count - 1] = step }

  mutating func leave() { steps.removeLast() }

  var path: String {
    steps.reduce(into: "") { path, step in
      switch step {
      case .key(let key): path += (path.isEmpty ? "" : ".") + key
      case .index(let index): path += "[\(index)]"
      }
    }
  }
}
