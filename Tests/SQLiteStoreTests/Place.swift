import Foundation
import Learning
import Records
import SQLiteStore

/// A folder of this test's own, gone with it, and a database's place in it.
final class Place {
  let folder: String
  var path: String { "\(folder)/sheriff.db" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sheriff-store-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

  func registry() throws -> SQLiteModelRegistry { SQLiteModelRegistry(try Database(path: path)) }
}

/// What tests register.
enum Sample {
  static func run(_ name: String = "winter", change: (inout TrainingRun) -> Void = { _ in }) -> TrainingRun {
    var run = TrainingRun(name: name, started: Instant(microseconds: 1_000_000), durationMicroseconds: 41_250_000)
    change(&run)
    return run
  }

  static func model(_ name: String = "padding", _ bytes: [UInt8] = [1, 2, 3]) -> NewModel {
    NewModel(
      name: name, schemes: ["rep-padding"], features: [ModelFeature("gap", "money"), ModelFeature("hour", "number")],
      schema: "orders", artefact: bytes)
  }

  static func signature(_ why: String = "because") -> Signature {
    Signature(who: "ann", why: why, at: Instant(microseconds: 2_000_000))
  }

  static let moment = Instant(microseconds: 3_000_000)
}
