import JSONSource
import KafkaSource
import Monitor
import Records

/// One partition at hand: its source, its judge, its monitor, its folder. Whoever has the partition next goes on from its checkpoint.
final class KafkaLane {
  let source: PartitionSource
  private(set) var judge: SourceJudge
  private let monitor: Monitor
  /// Held as long as the lane is: another process of this machine waits for it.
  private let folder: StateFolder
  /// All there was is brought.
  var isAtEnd = false
  var isPaused = false
  /// What the group knows to be done with.
  var committed: Int64?
  /// Since when its partition is wanted back.
  var leavingSince: Double?
  /// Since when another goes on with it, and why that is known.
  var overtaken: (since: Double, failure: MonitorFailure)?
  /// By judges before this one.
  private var saidBefore = WatchFigures()

  var partition: KafkaPartition { source.partition }

  /// Nil while another process has it.
  static func opened(
    _ partition: KafkaPartition, of topic: KafkaTopic, _ means: SourceJudge.Means, _ setup: WatchSetup, sourceName: String,
    isAnew: Bool
  ) throws -> KafkaLane? {
    guard let folder = try setup.laneFolder("\(partition)") else { return nil }
    return try KafkaLane(partition, topic, means, setup, folder, sourceName, isAnew)
  }

  private init(
    _ partition: KafkaPartition, _ topic: KafkaTopic, _ means: SourceJudge.Means, _ setup: WatchSetup, _ folder: StateFolder,
    _ sourceName: String, _ isAnew: Bool
  ) throws {
    let symbols = SymbolTable()
    source = PartitionSource(partition, JSONMessages(schema: topic.schema, mapping: topic.mapping, symbols: symbols))
    judge = try SourceJudge(setup.invocation, means, schema: topic.schema, symbols: symbols, lane: "\(partition)")
    self.folder = folder
    monitor = try setup.monitor(
      of: source, named: setup.laneName("\(partition)"), sourceName: sourceName, judge, folder, lane: "\(partition)",
      isShared: setup.sharesLanes)
    let resumption = try monitor.resume(isAnew: isAnew)
    setup.tell(resumption, judge, lane: "\(partition)")
  }

  var figures: WatchFigures {
    var figures = saidBefore
    figures.counts = monitor.counts
    figures.add(judge)
    return figures
  }

  func step() throws -> Monitor.Step { try monitor.step() }
  func takeNotices() -> [SourceNotice] { monitor.takeNotices() }
  func checkpoint() throws(DeliveryFailure) { try monitor.checkpoint() }

  /// Lets another judge take up all that was seen; what of it a person should know.
  func prepare(_ next: SourceJudge) throws(StateError) -> [String] { try monitor.prepare(next) }

  func use(_ next: SourceJudge) {
    monitor.use(next)
    saidBefore.add(judge)
    judge = next
  }
}
