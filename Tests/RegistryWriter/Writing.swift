import Glibc
import Learning
import Records
import SQLiteStore

/// Says `begin N` before each registration and `done N` after it. Many points make the transaction long beside all else.
func writeForEver(_ path: String) -> Never {
  do {
    let registry = SQLiteModelRegistry(try Database(path: path))
    let points = (0..<4_000).map { RunCurve.Point(Double($0) / 4_000, 0.5) }
    let bytes = [UInt8](repeating: 7, count: 30_000)
    var number = try registry.versions(of: "written").count
    while true {
      number += 1
      tell("begin \(number)\n")
      let run = TrainingRun(
        name: "run \(number)", started: Instant(microseconds: 0), durationMicroseconds: 1,
        parameters: [RunParameter("number", "\(number)")])
      let curves = [RunCurve("precision", across: "recall", up: "precision", points: points)]
      let model = NewModel(
        name: "written", schemes: ["rep-padding"], features: [ModelFeature("gap", "money")], schema: "orders",
        artefact: bytes + Array("\(number)".utf8))
      _ = try registry.register(model, of: run, curves: curves, at: Instant(microseconds: Int64(number)))
      tell("done \(number)\n")
    }
  } catch {
    tell("failed: \(error)\n")
    exit(70)
  }
}

func tell(_ text: String) {
  let bytes = Array(text.utf8)
  _ = write(STDOUT_FILENO, bytes, bytes.count)
}
