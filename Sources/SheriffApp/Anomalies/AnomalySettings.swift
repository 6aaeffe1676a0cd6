import CommandLineKit
import Evaluation
import Learning
import Records

/// What an invocation of `anomalies` asks for.
struct AnomalySettings {
  let label: String?
  let truth: TruthFile?
  let without: Set<String>
  let fitShare: Double
  /// Nil for all.
  let top: Int?
  let samples: Int
  private(set) var models = AnomalyModels.Options()

  init(_ invocation: Invocation) throws {
    label = invocation.text("label")
    let path = invocation.text("truth")
    guard label == nil || path == nil else {
      throw invocation.usage("rankings are measured by --label or by --truth, not by both")
    }
    let scheme = invocation.text("scheme")
    guard scheme == nil || path != nil else { throw invocation.usage("`--scheme` is one of a --truth; name that too") }
    truth = try path.map { try AnomalySettings.truth($0, scheme: scheme) }
    without = Set(
      (invocation.text("without") ?? "").split(separator: ",").map { String($0.trimmingPrefix { $0 == " " }) }.filter {
        !$0.isEmpty
      })
    fitShare = try invocation.number("fit-share", in: 0.01...1) ?? 1
    top = invocation.text("top") == "all" ? nil : try AnomalySettings.top(invocation)
    samples = try invocation.integer("samples", in: 0...10_000) ?? 200
    models.seed = try invocation.seed("seed") ?? 1
    if let method = invocation.text("by").flatMap({ AnomalyMethod(rawValue: $0) }) { models.methods = [method] }
  }

  private static func top(_ invocation: Invocation) throws -> Int {
    guard let text = invocation.text("top") else { return 20 }
    guard let count = Int(text), count >= 0 else { throw invocation.usage("`--top \(text)`: expected a whole number, or all") }
    return count
  }

  private static func truth(_ path: String, scheme: String?) throws -> TruthFile {
    let whole = try TruthFile(path, .usDollar)
    guard let scheme else { return whole }
    let rows = whole.rows.filter { $0.scheme == scheme }
    guard !rows.isEmpty else {
      let schemes = Set(whole.rows.map(\.scheme)).sorted()
      throw CommandFailure(
        .inputMissing, "\(path) has no row of the scheme `\(scheme)`",
        hints: [schemes.isEmpty ? "it has no row at all" : "it has rows of \(schemes.joined(separator: ", "))"])
    }
    return TruthFile(rows: rows)
  }
}
