/// A column of a frame.
public struct FrameColumn: Hashable, Sendable {
  public enum Values: Hashable, Sendable {
    /// NaN where a value is missing.
    case numbers([Double])
    /// Places in the texts; -1 where a value is missing.
    case categories([Int32], texts: [String])
  }

  public enum Kind: String, Hashable, Sendable, Codable { case number, category }

  public var name: String
  public var values: Values

  public init(_ name: String, _ values: Values) { (self.name, self.values) = (name, values) }

  public init(_ name: String, numbers: [Double]) { self.init(name, .numbers(numbers)) }

  /// - categories: a text for each row; nil where it is missing.
  public init(_ name: String, categories: [String?]) {
    var places: [String: Int32] = [:]
    var texts: [String] = []
    let codes = categories.map { text -> Int32 in
      guard let text else { return -1 }
      if let place = places[text] { return place }
      places[text] = Int32(texts.count)
      texts.append(text)
      return Int32(texts.count - 1)
    }
    self.init(name, .categories(codes, texts: texts))
  }

  public var kind: Kind {
    switch values {
    case .numbers: .number
    case .categories: .category
    }
  }

  public var count: Int {
    switch values {
    case .numbers(let numbers): numbers.count
    case .categories(let codes, _): codes.count
    }
  }

  /// Whether all rows say the same, or none says anything. A value that is there only now and then says something.
  public var isConstant: Bool {
    switch values {
    case .numbers(let numbers):
      guard let first = numbers.first else { return true }
      return first.isNaN ? numbers.allSatisfy(\.isNaN) : numbers.allSatisfy { $0 == first }
    case .categories(let codes, _):
      guard let first = codes.first else { return true }
      return codes.allSatisfy { $0 == first }
    }
  }

  func gathered(_ rows: [Int]) -> FrameColumn {
    switch values {
    case .numbers(let numbers): FrameColumn(name, .numbers(rows.map { numbers[$0] }))
    case .categories(let codes, let texts): FrameColumn(name, .categories(rows.map { codes[$0] }, texts: texts))
    }
  }
}
