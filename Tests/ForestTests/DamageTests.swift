import Forest
import TestSupport
import Testing

/// No file ends the program, whatever it says; what is taken can be scored.
@Suite struct DamageTests {
  private static let models: [[UInt8]] = {
    let made = try? RandomForest(seed: 71, features: 5, depth: 4, rounds: 3, categories: [1: 6, 3: 40], rowCount: 120)
    guard let model = made?.trained.model, let library = try? Library(model, featureCount: 5),
      let json = try? library.model(as: "json")
    else { return [] }
    return [model, json, Array(HandWritten.model.utf8)]
  }()

  /// Whether it was taken.
  @discardableResult private func load(_ bytes: [UInt8]) -> Bool {
    guard let forest = try? Forest(xgboost: bytes) else { return false }
    guard forest.features.count < 1_000 else { return true }
    let scorer = ForestScorer(forest)
    let row = (0..<forest.features.count).map { Float($0 % 7) - 2 }
    let single = try? scorer.margin(row.span)
    let batch = try? scorer.margins(of: row)
    if !row.isEmpty { #expect(single?.bitPattern == batch?.first?.bitPattern || single?.isNaN == true) }
    if let explainer = try? ForestExplainer(forest) {
      var contributions = [Double](repeating: 0, count: row.count + 1)
      var span = contributions.mutableSpan
      try? explainer.explain(row.span, into: &span)
    }
    return true
  }

  @Test func aFileThatEndsAnywhereIsRefused() throws {
    #expect(Self.models.count == 3)
    for model in Self.models {
      #expect(load(model))
      for count in stride(from: 0, to: model.count, by: 37) + [model.count - 1] {
        #expect(throws: ForestError.self) { try Forest(xgboost: Array(model[..<count])) }
      }
    }
  }

  @Test func mutatedModelsNeverCrash() {
    var taken = 0
    fuzz("models", seed: 72, rounds: 500) { random, round in
      var bytes = Self.models[round % Self.models.count]
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      if load(bytes) { taken += 1 }
      return bytes.count
    }
    // Else the mutations would only ever test the first check.
    #expect(taken > 0)
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let other = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0 ... .max, using: &random)
    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &random)))
    case 3: bytes.insert(contentsOf: bytes[other..<min(bytes.count, other + 9)], at: place)
    case 4: bytes[place] = bytes[other]
    case 5:
      for at in place..<min(bytes.count, place + 8) {
        bytes[at] = [0, 0x7F, 0x80, 0xFF, UInt8(ascii: "9")].randomElement(using: &random) ?? 0
      }
    default:
      // Digits are where JSON's numbers are.
      let digits = bytes.indices.filter { bytes[$0] &- UInt8(ascii: "0") < 10 }
      if let digit = digits.randomElement(using: &random) {
        bytes[digit] = UInt8(ascii: "0") + UInt8.random(in: 0..<10, using: &random)
      }
    }
  }
}
