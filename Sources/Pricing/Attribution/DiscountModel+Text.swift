extension DiscountModel {
  private static let names: [(name: String, path: any WritableKeyPath<DiscountModel, Double> & Sendable)] = [
    ("discounted", \.discounted), ("order-wide", \.orderWide), ("per-line", \.perLine), ("all-units", \.allUnits),
    ("some-units", \.someUnits), ("units-apart", \.unitsApart), ("padded", \.padded), ("odd", \.odd), ("any-part", \.anyPart),
    ("stray", \.stray),
  ]

  /// A line a fact, as a baseline's file has them.
  var lines: [String] {
    DiscountModel.names.map { "chance \($0.name) \(self[keyPath: $0.path])" }
      + ordinary.map { "ordinary \($0.millionths) \($0.weight) \($0.span.words)" }
      + hidden.map { "hidden \($0.millionths) \($0.weight)" }
  }

  /// False where the line is none.
  mutating func read(_ words: [String]) -> Bool {
    guard words.count >= 3, let value = DiscountModel.chance(words[2]) else { return false }
    if words[0] == "chance" {
      guard words.count == 3, let known = DiscountModel.names.first(where: { $0.name == words[1] }) else { return false }
      self[keyPath: known.path] = value
      return true
    }
    guard let millionths = Int64(words[1]), (1...1_000_000).contains(millionths), ordinary.count + hidden.count < 1_000 else {
      return false
    }
    switch words[0] {
    case "ordinary":
      guard words.count == 5, let span = StepSpan(words[3...]) else { return false }
      ordinary.append(Step(millionths: millionths, weight: value, span: span))
    case "hidden":
      guard words.count == 3 else { return false }
      hidden.append(Step(millionths: millionths, weight: value))
    default: return false
    }
    return true
  }

  /// From 0 to 1.
  static func chance(_ word: String) -> Double? { Double(word).flatMap { (0...1).contains($0) ? $0 : nil } }
}
