import CommandLineKit
import Detection
import Drift
import Learning
import Records
import RuleEngine

/// Watches whether what a stream is decided by still is as it was, for a judge that asks.
struct StreamDrift {
  static let option = Option(
    "drift", value: "WHEN", "whether features, scores and rules that have moved are alerts; default on where a model is named",
    allowed: ["on", "off"])

  private var watch: DriftWatch
  private let feed: DriftFeed
  private let words: DriftWords

  /// Nil where it is not asked for.
  ///
  /// - lane: which part of a stream is watched, where there are several.
  init?(_ invocation: Invocation, _ rules: LoadedRules, _ model: ModelScoring?, lane: String? = nil) {
    guard invocation.text("drift").map({ $0 == "on" }) ?? (model != nil) else { return nil }
    let past = model?.artefact.past
    feed = DriftFeed(rules, model)
    watch = DriftWatch(feed.subjects, past: past)
    words = DriftWords(types: feed.types, which: "the last", lane: lane) { subject in
      past?.distribution(of: subject) != nil ? "when the model learned" : "of the first that came"
    }
  }

  /// What has moved by now; once a move.
  mutating func add(_ decisions: Decisions) -> [Finding] { watch.add(feed.batch(decisions)).map(words.finding) }

  func write(to writer: inout StateWriter) { watch.write(to: &writer) }

  mutating func restore(_ bytes: ArraySlice<UInt8>) throws(StateError) {
    var reader = StateReader(bytes)
    try watch.restore(&reader)
    guard reader.isAtEnd else { throw StateError("there is more of the drift than was written") }
  }
}
