extension TrainingRun {
  /// Refuses what could not be read back as it was.
  public func check() throws(RegistryError) {
    try RegistryText.check("name", name, lengthMax: 200)
    try RegistryText.check("notes", notes, lengthMax: 100_000, isNeeded: false)
    for (what, hash) in [("data hash", dataHash), ("rules hash", rulesHash), ("baseline hash", baselineHash)] {
      if let hash { try RegistryText.check(what, hash, lengthMax: 200) }
    }
    guard durationMicroseconds >= 0 else {
      throw RegistryError(.badValue, "a run cannot take \(durationMicroseconds) microseconds")
    }
    for parameter in parameters {
      try RegistryText.check("parameter", parameter.name, lengthMax: 200)
      try RegistryText.check(parameter.name, parameter.value, lengthMax: 100_000, isNeeded: false)
    }
    for metric in metrics {
      try RegistryText.check("metric", metric.name, lengthMax: 200)
      try finite(metric.name, [metric.value] + (metric.interval.map { [$0.lowerBound, $0.upperBound] } ?? []))
    }
    for amount in amounts { try RegistryText.check("amount", amount.name, lengthMax: 200) }
    for weight in weights {
      try RegistryText.check("scheme", weight.scheme, lengthMax: 200)
      try RegistryText.check("feature", weight.feature, lengthMax: 200)
      try RegistryText.check("direction", weight.direction, lengthMax: 1_000, isNeeded: false)
      try finite(weight.feature, [weight.weight])
    }
    for scheme in Set(weights.map(\.scheme)) { try once("feature", weights.filter { $0.scheme == scheme }.map(\.feature)) }
    try once("parameter", parameters.map(\.name))
    try once("measure", metrics.map(\.name) + amounts.map(\.name))
  }
}

extension [RunCurve] {
  public func check() throws(RegistryError) {
    for curve in self {
      for text in [curve.name, curve.across, curve.up] { try RegistryText.check("curve", text, lengthMax: 200) }
      guard curve.points.count <= RunCurve.pointsMax else {
        throw RegistryError(
          .badValue, "the curve `\(curve.name)` has \(curve.points.count) points",
          advice: ["at most \(RunCurve.pointsMax) are kept"])
      }
      try finite(curve.name, curve.points.flatMap { [$0.x, $0.y] })
    }
    try once("curve", map(\.name))
  }
}

extension NewModel {
  public func check() throws(RegistryError) {
    try ModelReference.check(name: name)
    try RegistryText.check("schema", schema, lengthMax: 200)
    guard !artefact.isEmpty else { throw RegistryError(.badValue, "the model \(name) has no bytes") }
    guard artefact.count <= NewModel.byteCountMax else {
      throw RegistryError(
        .badValue, "the model \(name) has \(artefact.count) bytes", advice: ["at most \(NewModel.byteCountMax) are kept"])
    }
    for scheme in schemes { try RegistryText.check("scheme", scheme, lengthMax: 200) }
    for feature in features {
      try RegistryText.check("feature", feature.name, lengthMax: 200)
      try RegistryText.check("type of \(feature.name)", feature.type, lengthMax: 200)
    }
    try once("scheme", schemes)
    try once("feature", features.map(\.name))
  }
}

private func finite(_ name: String, _ values: [Double]) throws(RegistryError) {
  if let value = values.first(where: { !$0.isFinite }) {
    throw RegistryError(.badValue, "`\(name)` is \(value)", advice: ["leave out what could not be measured"])
  }
}

private func once(_ what: String, _ names: [String]) throws(RegistryError) {
  // Letters that look alike but are other bytes are one name to a reader, and to this set.
  var seen: Set<String> = []
  for name in names where !seen.insert(name).inserted {
    throw RegistryError(.badValue, "two have the name of a \(what), `\(name)`", advice: ["rename one of them"])
  }
}
