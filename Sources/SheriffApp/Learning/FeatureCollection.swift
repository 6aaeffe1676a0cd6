import Learning
import Records
import RuleEngine
import RuleLanguage

/// Features gathered record by record as they are decided: what a model learns from, and what it scores.
struct FeatureCollection {
  fileprivate enum Gathered {
    case numbers([Double])
    case categories([Int32], texts: [String], places: [String: Int32])
  }

  private let features: [ModelFeatures.Feature]
  private var columns: [Gathered]
  /// Where the features stand among those that are decided; nil until the first decision.
  private var places: [Int]?
  private(set) var rows: [Int64] = []
  private(set) var times: [Int64] = []

  init(_ features: [ModelFeatures.Feature]) {
    self.features = features
    columns = features.map {
      ModelFeatures.isNumber($0.type) ? .numbers([]) : .categories([], texts: [], places: [:])
    }
  }

  var count: Int { rows.count }

  /// Takes in what is decided; duplicates and deletes are no records of their own.
  mutating func add(_ decisions: Decisions) {
    let known = places ?? features.map { decisions.features.firstIndex(of: $0.place) ?? 0 }
    places = known
    let decided = (0..<decisions.count).filter { decisions.kind($0) == .decided }
    for record in decided {
      rows.append(decisions.row(record))
      times.append(decisions.time(record).microseconds)
    }
    for (column, place) in known.enumerated() {
      for record in decided { columns[column].append(decisions.feature(place, record)) }
    }
  }

  /// Begins anew, with the categories that are known.
  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
    for column in columns.indices { columns[column].removeAll() }
  }

  func frame(labels: [Double]? = nil, entities: [Int32]? = nil, amounts: [Int64]? = nil) throws(LearningError) -> TrainingFrame {
    try TrainingFrame(
      columns: zip(features, columns).map { feature, column in
        switch column {
        case .numbers(let numbers): FrameColumn(feature.name, .numbers(numbers))
        case .categories(let codes, let texts, _): FrameColumn(feature.name, .categories(codes, texts: texts))
        }
      }, times: times, labels: labels, entities: entities, amounts: amounts)
  }
}

extension FeatureCollection.Gathered {
  fileprivate mutating func append(_ value: Value) {
    switch self {
    case .numbers(var numbers):
      self = .numbers([])
      numbers.append(FeatureCollection.number(value))
      self = .numbers(numbers)
    case .categories(var codes, var texts, var places):
      self = .numbers([])
      if case .text(let text) = value {
        let code = places[text] ?? Int32(texts.count)
        if code == texts.count {
          texts.append(text)
          places[text] = code
        }
        codes.append(code)
      } else {
        codes.append(-1)
      }
      self = .categories(codes, texts: texts, places: places)
    }
  }

  fileprivate mutating func removeAll() {
    switch self {
    case .numbers: self = .numbers([])
    case .categories(_, let texts, let places): self = .categories([], texts: texts, places: places)
    }
  }
}

extension FeatureCollection {
  /// Money in whole units, durations in seconds, flags as 1 and 0. What is missing is NaN, and so is what is no finite number.
  fileprivate static func number(_ value: Value) -> Double {
    switch value {
    case .number(let number): number.isFinite ? number : .nan
    case .money(let amount): Double(amount) / Double(Money.unit)
    case .integer(let whole): Double(whole)
    case .duration(let microseconds): Double(microseconds) / 1e6
    case .flag(let flag): flag ? 1 : 0
    case .missing, .time, .text: .nan
    }
  }
}
