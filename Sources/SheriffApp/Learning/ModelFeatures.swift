import Learning
import RuleLanguage

/// Which features of a program a model sees, and exactly what each of them is.
struct ModelFeatures {
  struct Feature {
    /// Among the program's features.
    var place: Int
    var name: String
    var type: ValueType
    /// Of its definition: a model scores only by the features that it learned from.
    var hash: String
  }

  var features: [Feature] = []
  /// Features that no model may see, and why not.
  private(set) var refused: [(name: String, reason: String)] = []

  /// - schemes: what is learned; a rule that votes on one of these must not find its own condition among the features.
  init(_ program: Program, schema: Int, schemes: [String]) {
    var content = ContentHash(program)
    var conditions: [[UInt8]: String] = [:]
    for rule in program.rules where rule.schema == schema && rule.vote != nil {
      guard rule.scheme.isEmpty || schemes.contains(rule.scheme) else { continue }
      for condition in ModelFeatures.parts(of: rule.when, program) { conditions[content.of(condition)] = rule.id }
    }
    for (place, feature) in program.features.enumerated() where feature.schema == schema {
      let type = program.expressions[feature.expression].type
      if let rule = conditions[content.of(feature.expression)] {
        refused.append((feature.id, "it is a condition of \(rule), whose votes are learned from"))
      } else if !ModelFeatures.isNumber(type), type != .text, type != .key {
        refused.append((feature.id, "a model learns from numbers, flags and categories, and this is a \(type.name)"))
      } else {
        features.append(Feature(place: place, name: feature.id, type: type, hash: content.of(feature)))
      }
    }
  }

  /// Those that are a condition of a rule, which a model that learns from the rules' votes must not see.
  func conditions(_ program: Program, schema: Int) -> Set<String> {
    let schemes = Set(program.rules.filter { $0.vote != nil }.map(\.scheme)).sorted()
    let refused = ModelFeatures(program, schema: schema, schemes: schemes).refused.map(\.name)
    return Set(features.map(\.name)).intersection(refused)
  }

  var places: Set<Int> { Set(features.map(\.place)) }

  static func isNumber(_ type: ValueType) -> Bool {
    switch type {
    case .money, .number, .percent, .integer, .duration, .flag: true
    default: false
    }
  }

  /// A condition, and what it is made of where all of it has to hold.
  private static func parts(of condition: Expression.ID, _ program: Program) -> [Expression.ID] {
    guard condition >= 0 else { return [] }
    let node = program.expressions[condition]
    guard node.operation == .and else { return [condition] }
    return [condition] + parts(of: node.first, program) + parts(of: node.second, program)
  }
}
