import Detection
import Monitor
import Records

/// What a watch goes on with: one monitor over one source, or one over each part of a stream.
protocol WatchedWork: AnyObject {
  /// With what is decided by now.
  var hashes: [DecisionHashes] { get }
  var figures: WatchFigures { get }
  /// Whether more is known to be there that is not to be read yet.
  var isExpectingMore: Bool { get }

  func step() throws -> WatchStep
  /// Comes back when there may be more, or after so long.
  func wait(_ limit: Duration)
  /// Called every few seconds where nothing is read for a while.
  func showLife()
  func takeNotices() -> [SourceNotice]

  /// Lets rules and model that are read anew decide from here on, all or nothing; what of it a person should know.
  func reload() throws -> [String]

  /// Remembers where all stands.
  func checkpoint() throws(DeliveryFailure)
  /// Judges what is left where nothing more will come.
  func finish() throws
  /// Lets go of the source.
  func close()
}

enum WatchStep {
  case worked, idle
  case held(String)
}

/// What has passed, for whoever looks.
struct WatchFigures {
  var counts = MonitorCounts()
  /// By the rules' names.
  var rules: [String: DecisionCounts.OfRule] = [:]
  /// By what is in shadow.
  var shadows: [String: ShadowCount] = [:]

  /// What another part of the stream has done in this run.
  mutating func add(_ other: WatchFigures) {
    counts.add(runOf: other.counts)
    rules.merge(other.rules) { $0 + $1 }
    shadows.merge(other.shadows) { $0 + $1 }
  }

  /// What a judge has said so far.
  mutating func add(_ judge: SourceJudge) {
    rules.merge(judge.said) { $0 + $1 }
    shadows.merge(judge.shadowCounts) { $0 + $1 }
  }

  /// How often each rule fired, most first.
  var fired: [(name: String, fired: Int)] {
    rules.filter { $1.fired > 0 }.map { ($0, $1.fired) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }
}
