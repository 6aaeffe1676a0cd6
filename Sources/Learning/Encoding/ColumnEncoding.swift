/// How one column becomes one number or several.
public struct ColumnEncoding: Hashable, Sendable, Codable {
  public enum Method: Hashable, Sendable, Codable {
    case number
    /// 1 for the row's category, 0 for the others of these; a category that is none of them is missing.
    case oneHot([String])
    /// The smoothed chance of fraud of each category; a category that is none of them is missing.
    case target([String: Double])
    /// How common each category is, for models without labels; a category that is none of them is missing.
    case share([String: Double])
  }

  public let column: String
  public let method: Method
  /// What the model calls its numbers.
  public let names: [String]

  init(column: String, method: Method) {
    (self.column, self.method) = (column, method)
    names = [column]
  }

  /// - taken: names that are given away already.
  init(column: String, method: Method, avoiding taken: inout Set<String>) {
    (self.column, self.method) = (column, method)
    guard case .oneHot(let categories) = method else {
      names = [column]
      return
    }
    names = categories.map { category in
      // Trainers take no such bytes in a name.
      let plain = String(
        category.unicodeScalars.map { $0.value < 0x20 || "[]<".unicodeScalars.contains($0) ? "_" : Character($0) })
      var name = "\(column)=\(plain)"
      var next = 2
      while !taken.insert(name).inserted {
        name = "\(column)=\(plain) (\(next))"
        next += 1
      }
      return name
    }
  }

  /// A file can say anything, and what is written trusts its numbers; so the file is checked.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    column = try container.decode(String.self, forKey: .column)
    method = try container.decode(Method.self, forKey: .method)
    names = try container.decode([String].self, forKey: .names)
    let isSound =
      switch method {
      case .number: names.count == 1
      case .oneHot(let categories):
        !categories.isEmpty && names.count == categories.count && Set(categories).count == categories.count
      case .target(let chances), .share(let chances): names.count == 1 && chances.values.allSatisfy { (0...1).contains($0) }
      }
    guard isSound else {
      throw LearningError(.misfit, "the encoding of column \"\(column)\" in the model's file is damaged; train the model anew")
    }
  }

  var kind: FrameColumn.Kind { if case .number = method { .number } else { .category } }

  var features: [FeatureEncoding.Feature] {
    switch method {
    case .number, .target, .share: names.map { .init(name: $0, column: column) }
    case .oneHot(let categories): zip(names, categories).map { .init(name: $0, column: column, category: $1) }
    }
  }

  /// The categories that get a number each; nil where there are too many, or none that is seen often enough.
  static func ownColumns(_ codes: [Int32], _ texts: [String], _ options: FeatureEncoding.Options) -> [String]? {
    var counts = [Int](repeating: 0, count: texts.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    guard counts.count(where: { $0 > 0 }) <= options.oneHotCategoriesMax else { return nil }
    let own = texts.indices.filter { counts[$0] >= options.oneHotRowsMin }.map { texts[$0] }
    // By their text, so that the order of the rows changes no model.
    return own.isEmpty ? nil : own.sorted()
  }

  /// - known: the column's values, where they are known already.
  func write(_ column: FrameColumn, known: [Double]?, into values: inout [Float], start: Int, width: Int) {
    if let known {
      for row in known.indices { values[row * width + start] = Float(known[row]) }
      return
    }
    switch (column.values, method) {
    case (.numbers(let numbers), _):
      for row in numbers.indices { values[row * width + start] = Self.narrowed(numbers[row]) }
    case (.categories(let codes, let texts), .target(let chances)),
      (.categories(let codes, let texts), .share(let chances)):
      let byCode = texts.map { Float(chances[$0] ?? .nan) }
      for row in codes.indices where codes[row] >= 0 { values[row * width + start] = byCode[Int(codes[row])] }
    case (.categories(let codes, let texts), .oneHot(let categories)):
      let places = texts.map { categories.firstIndex(of: $0) }
      for row in codes.indices where codes[row] >= 0 {
        guard let place = places[Int(codes[row])] else { continue }
        for other in categories.indices { values[row * width + start + other] = other == place ? 1 : 0 }
      }
    case (.categories, .number): return
    }
  }

  /// A number of 64 bits in 32: what is too large becomes the largest there is, since it is no infinity.
  static func narrowed(_ number: Double) -> Float {
    let largest = Double(Float.greatestFiniteMagnitude)
    return number.isNaN ? .nan : Float(min(max(number, -largest), largest))
  }
}
