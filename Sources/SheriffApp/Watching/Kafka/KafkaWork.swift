import CommandLineKit
import Detection
import KafkaSource
import Monitor
import Records

/// Topics of Kafka, a monitor for each partition that the group gives us. A partition that is wanted back is given once its monitor's memory is
/// kept, so that whoever has it next goes on from there.
final class KafkaWork: WatchedWork {
  private let setup: WatchSetup
  private let consumer: KafkaConsumer
  private let topics: [KafkaTopic]
  private var means: [String: SourceJudge.Means]
  private let sourceNames: [String: String]
  private var lanes: [KafkaPartition: KafkaLane] = [:]
  /// Given to us and not begun yet.
  private var arriving: [KafkaPartition] = []
  private let joinsAt = Clock.now
  private var hasJoined = false
  private var hasBegun = false
  private var notices: [SourceNotice] = []
  /// Of lanes that are gone.
  private var past = WatchFigures()
  /// What came about while nothing was done; the next step tells it.
  private var failure: SourceError?
  private var commitDue = 0.0
  private var isCommitFailing = false

  /// A lane with so many messages that wait asks for no more, until few are left.
  private static let waiting = (most: 32_768, few: 8_192)
  private static let commitEvery = 1.0
  private static let joiningMax = 30.0
  /// A partition that is wanted back and whose memory cannot be kept for so long is given all the same: whoever has it next reads again.
  private static let leavingMax = 60.0
  /// Somebody goes on with a partition that the group did not take from us.
  private static let overtakenMax = 60.0

  init(_ setup: WatchSetup, _ topics: [KafkaTopic]) throws {
    (self.setup, self.topics) = (setup, topics)
    let address = try KafkaOpening.address(setup.invocation)
    means = try KafkaWork.means(setup.invocation, topics)
    let named = setup.invocation.text("source-name")
    sourceNames = Dictionary(
      uniqueKeysWithValues: topics.map { topic in
        let isOnly = topics.count == 1
        let name =
          named.map { isOnly ? $0 : "\($0)/\(topic.name)" } ?? "kafka://\(address.brokers.joined(separator: ","))/\(topic.name)"
        return (topic.name, name)
      })
    for topic in topics {
      setup.log.say(.info, "opened", "topic \(topic.name): read as `\(topic.schema.name)` (\(topic.schemaPath))")
    }
    consumer = try reading { () throws(SourceError) in try KafkaConsumer(address) }
    setup.log.say(.info, "joins", "joins the group \(address.group)", [("group", address.group)])
  }

  private static func means(_ invocation: Invocation, _ topics: [KafkaTopic]) throws -> [String: SourceJudge.Means] {
    var means: [String: SourceJudge.Means] = [:]
    for topic in topics { means[topic.name] = try SourceJudge.Means(invocation, schema: topic.schema) }
    return means
  }

  private var inOrder: [KafkaLane] { lanes.values.sorted { $0.partition < $1.partition } }

  // MARK: how it is

  var hashes: [DecisionHashes] {
    var told: [DecisionHashes] = []
    for hashes in topics.compactMap({ means[$0.name]?.hashes }) where !told.contains(hashes) { told.append(hashes) }
    return told
  }

  var figures: WatchFigures {
    var figures = past
    for lane in lanes.values { figures.add(lane.figures) }
    return figures
  }

  /// Who gets no partition, because there are more members than partitions, hears nothing of the group.
  var isExpectingMore: Bool {
    if !hasJoined { return Clock.now - joinsAt < KafkaWork.joiningMax }
    return !arriving.isEmpty || lanes.values.contains { !$0.isAtEnd || $0.source.waiting > 0 }
  }

  func takeNotices() -> [SourceNotice] {
    defer { notices = [] }
    return notices + inOrder.flatMap { $0.takeNotices() }
  }

  // MARK: going on

  func step() throws -> WatchStep {
    do throws(SourceError) {
      if let failure {
        self.failure = nil
        throw failure
      }
      try takeEvents(.zero)
    } catch {
      guard error.isRetriable else { throw error }
      return .held("\(error)")
    }
    var held = try arrive()
    if let text = try leave() { held = text }
    var hasWorked = false
    for lane in inOrder where lane.leavingSince == nil && lane.overtaken == nil {
      do {
        switch try lane.step() {
        case .worked: hasWorked = true
        case .idle: break
        case .held(let failure): held = "\(lane.partition): \(failure)"
        }
      } catch let failure as MonitorFailure where failure.code == .overtaken { lane.overtaken = (Clock.now, failure) }
    }
    try checkOvertaken()
    balance()
    commitIfDue()
    if let held { return .held(held) }
    return hasWorked ? .worked : .idle
  }

  func wait(_ limit: Duration) {
    do throws(SourceError) { try takeEvents(limit) } catch { failure = failure ?? error }
  }

  func showLife() { wait(.zero) }

  private func takeEvents(_ waiting: Duration) throws(SourceError) {
    for event in try consumer.events(waiting: waiting) {
      switch event {
      case .assigned(let partitions): (arriving, hasJoined) = (partitions, true)
      case .revoked(let partitions):
        arriving.removeAll { partitions.contains($0) }
        for partition in partitions {
          lanes[partition]?.leavingSince = Clock.now
          lanes[partition]?.source.drop()
        }
        let unknown = partitions.filter { lanes[$0] == nil }
        if !unknown.isEmpty { try consumer.release(unknown) }
      case .lost(let partitions):
        arriving.removeAll { partitions.contains($0) }
        note(
          .odd, "the group gave up on us and took \(partitions.count) partitions; whoever has them goes on from their checkpoints"
        )
        for partition in partitions { close(partition) }
      case .messages(let messages): bring(messages)
      case .ended(let partition, _): lanes[partition]?.isAtEnd = true
      case .notice(let notice): take(notice)
      }
    }
  }

  private func bring(_ messages: KafkaMessages) {
    var indices = [[Int]](repeating: [], count: messages.partitions.count)
    for index in 0..<messages.count { indices[messages[index].partition].append(index) }
    for (partition, indices) in zip(messages.partitions, indices) {
      // What came of a partition that is leaving is the next one's.
      guard let lane = lanes[partition], lane.leavingSince == nil else { continue }
      lane.source.bring(messages, indices)
      lane.isAtEnd = false
    }
  }

  private func take(_ notice: KafkaNotice) {
    switch notice {
    case .offsetOutOfRange(let partition, _, _, _):
      if let lane = lanes[partition] { lane.source.note(.loss, "\(notice)") } else { note(.loss, "\(notice)") }
    case .brokerUp: note(.plain, "\(notice)")
    default: note(.odd, "\(notice)")
    }
  }

  private func note(_ kind: SourceNotice.Kind, _ text: String) {
    notices.append(SourceNotice(kind, source: setup.name, text))
  }

  // MARK: partitions that come and go

  /// Takes up the work on partitions that the group gave us; why that cannot be by now.
  private func arrive() throws -> String? {
    guard !arriving.isEmpty else { return nil }
    let isAnew = setup.isAnew && !hasBegun
    for partition in arriving where lanes[partition] == nil {
      guard let topic = topics.first(where: { $0.name == partition.topic }), let means = means[partition.topic] else {
        throw CommandFailure(.internal, "\(partition) was given to us, and nobody asked for it")
      }
      let sourceName = sourceNames[partition.topic] ?? setup.name
      let lane = try KafkaLane.opened(partition, of: topic, means, setup, sourceName: sourceName, isAnew: isAnew)
      guard let lane else { return "\(partition): another process of this machine still works on it" }
      lanes[partition] = lane
    }
    do throws(SourceError) { try begin(arriving, isAnew: isAnew) } catch {
      guard error.isRetriable else { throw error }
      return "\(error)"
    }
    hasBegun = true
    arriving = []
    return nil
  }

  private func begin(_ partitions: [KafkaPartition], isAnew: Bool) throws(SourceError) {
    var offsets: [KafkaPartition: Int64] = [:]
    for partition in partitions { offsets[partition] = isAnew ? KafkaConsumer.earliest : lanes[partition]?.source.position }
    let committed = try consumer.committed(partitions.filter { offsets[$0] == nil }, waiting: .seconds(5))
    for (partition, offset) in committed.sorted(by: { $0.key < $1.key }) where offset > 0 {
      note(
        .odd,
        "\(partition): nothing is remembered of it, but the group has read it up to offset \(offset), from where it is read on; "
          + "begin with --restart to read it from its beginning")
    }
    try consumer.start(from: offsets.merging(committed) { mine, _ in mine }, waiting: .seconds(5))
  }

  /// Gives partitions back whose memory is kept; why that cannot be by now.
  private func leave() throws -> String? {
    var held: String?
    for lane in inOrder {
      guard let since = lane.leavingSince else { continue }
      do throws(DeliveryFailure) {
        if lane.overtaken == nil { try lane.checkpoint() }
        commit([lane])
      } catch {
        if Clock.now - since < KafkaWork.leavingMax, !error.isOvertaken {
          held = "\(lane.partition): \(error)"
          continue
        }
        note(.odd, "\(lane.partition) is given back as its last checkpoint was: \(error)")
      }
      close(lane.partition)
      do throws(SourceError) { try consumer.release([lane.partition]) } catch { note(.odd, "\(error)") }
    }
    return held
  }

  private func close(_ partition: KafkaPartition) {
    guard let lane = lanes.removeValue(forKey: partition) else { return }
    past.add(lane.figures)
  }

  private func checkOvertaken() throws {
    for lane in lanes.values {
      if let overtaken = lane.overtaken, Clock.now - overtaken.since > KafkaWork.overtakenMax { throw overtaken.failure }
    }
  }

  /// Lets the brokers keep what cannot be worked on yet. Where a partition is just being taken away, that is tried in vain.
  private func balance() {
    for lane in lanes.values where lane.leavingSince == nil && !arriving.contains(lane.partition) {
      let waiting = lane.source.waiting
      if !lane.isPaused, waiting > KafkaWork.waiting.most {
        lane.isPaused = (try? consumer.pause([lane.partition])) != nil
      } else if lane.isPaused, waiting < KafkaWork.waiting.few {
        lane.isPaused = (try? consumer.resume([lane.partition])) == nil
      }
    }
  }

  // MARK: what the group is told

  private func commitIfDue() {
    guard Clock.now >= commitDue else { return }
    commit(inOrder.filter { $0.overtaken == nil })
    commitDue = Clock.now + KafkaWork.commitEvery
  }

  /// Only for those who look at the group: where a lane goes on stands in its checkpoint.
  private func commit(_ lanes: [KafkaLane]) {
    var offsets: [KafkaPartition: Int64] = [:]
    for lane in lanes {
      if let confirmed = lane.source.confirmed, confirmed != lane.committed { offsets[lane.partition] = confirmed }
    }
    guard !offsets.isEmpty else { return }
    do throws(SourceError) {
      try consumer.commit(offsets, waiting: .seconds(5))
      for lane in lanes { lane.committed = lane.source.confirmed }
      isCommitFailing = false
    } catch {
      if !isCommitFailing { note(.odd, "\(error); what is remembered does not depend on it, and it is tried again") }
      isCommitFailing = true
    }
  }

  // MARK: rules, memory, end

  func reload() throws -> [String] {
    let next = try KafkaWork.means(setup.invocation, topics)
    var prepared: [(lane: KafkaLane, judge: SourceJudge)] = []
    var notes: [String] = []
    for lane in inOrder {
      guard let means = next[lane.partition.topic] else { continue }
      let judge = try SourceJudge(
        setup.invocation, means, schema: lane.source.schema, symbols: lane.source.symbols, lane: "\(lane.partition)")
      do throws(StateError) { notes += try lane.prepare(judge).map { "\(lane.partition): \($0)" } } catch {
        throw CommandFailure(.badData, "\(lane.partition): \(error)")
      }
      prepared.append((lane, judge))
    }
    for (lane, judge) in prepared { lane.use(judge) }
    means = next
    return notes
  }

  func checkpoint() throws(DeliveryFailure) {
    for lane in inOrder where lane.overtaken == nil { try lane.checkpoint() }
    commit(inOrder)
  }

  func finish() {}

  func close() {
    for lane in inOrder { close(lane.partition) }
    do throws(SourceError) { try consumer.close() } catch { setup.log.say(.warning, "leaving", "\(error)") }
  }
}
