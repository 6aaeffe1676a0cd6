import Foundation
import Learning
import Records
import SQLiteStore

/// A home with models in it, as a training would leave it; what scores is made up.
enum RegisteredModels {
  /// `padding` in three versions and `injected` in one.
  static func register(in folder: Program.Folder, home: String = ".sheriff") throws {
    let path = "\(folder.path)/\(home)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let registry = SQLiteModelRegistry(try Database(path: "\(path)/sheriff.db"))
    let features = [ModelFeature("gap", "money"), ModelFeature("hour", "number"), ModelFeature("region", "text")]
    func moment(_ day: Int64) -> Instant { Instant(microseconds: 1_767_225_600_000_000 + day * Instant.microsecondsPerDay) }

    var run = TrainingRun(
      name: "winter", started: moment(0), durationMicroseconds: 41_250_000, dataHash: SHA256.hash("orders of winter"),
      rulesHash: SHA256.hash("rules"), baselineHash: SHA256.hash("baseline"),
      parameters: [RunParameter("trees", "300"), RunParameter("depth", "6"), RunParameter("learning rate", "0.1")],
      metrics: [
        RunMetric("average precision", 0.639, interval: 0.601...0.672), RunMetric("auc", 0.862, interval: 0.84...0.881),
        RunMetric("brier", 0.0004),
      ],
      amounts: [
        RunAmount(
          "caught", Money(unchecked: 12_345_600), interval: Money(unchecked: 11_000_000)...Money(unchecked: 13_000_000),
          currency: .usDollar)
      ],
      notes: "labels of the rules alone")
    func register(_ name: String, _ features: [ModelFeature], day: Int64) throws {
      let model = NewModel(
        name: name, schemes: [name == "padding" ? "rep-padding" : "admin-injected"], features: features, schema: "orders",
        artefact: Array("\(name) \(day)".utf8))
      let curve = RunCurve("precision", across: "recall", up: "precision", points: [.init(0, 1), .init(1, 0.25)])
      _ = try registry.register(model, of: run, curves: [curve], at: moment(day))
    }
    try register("padding", features, day: 1)
    (run.started, run.durationMicroseconds, run.notes) = (moment(9), 252_000_000, "")
    run.parameters = [RunParameter("trees", "300"), RunParameter("depth", "8"), RunParameter("row share", "0.7")]
    run.metrics = [
      RunMetric("average precision", 0.687, interval: 0.673...0.712), RunMetric("auc", 0.858, interval: 0.83...0.88),
      RunMetric("recall at 100", 17),
    ]
    run.amounts[0] = RunAmount("caught", Money(unchecked: 15_000_001), currency: .usDollar)
    try register("padding", [features[0], ModelFeature("hour", "text"), ModelFeature("discounts", "number")], day: 10)
    (run.name, run.started, run.dataHash) = ("spring", moment(29), SHA256.hash("orders of spring"))
    try register("padding", features, day: 30)
    try register("injected", features, day: 31)
  }
}
