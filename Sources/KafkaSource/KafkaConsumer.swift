import CKafka
public import Foundation
public import Records

/// A member of a consumer group. It delivers messages and decides nothing: from where a partition is read, when it is given
/// back and what is committed are its owner's words. One owner, one thread; librdkafka's own threads fetch ahead.
///
/// The order that loses nothing: `events`, keep what follows from the messages together with their offsets, `commit`. A
/// consumer that is let go of leaves the group and commits nothing.
public final class KafkaConsumer {
  public let address: KafkaAddress
  public var name: String { address.description }

  let client: OpaquePointer
  let queue: OpaquePointer
  let limits: KafkaLimits

  var places = PartitionPlaces()
  var brokers = BrokerStates()
  var answer = Answer.none
  /// From where each partition at hand was begun.
  var beginnings: [KafkaPartition: Int64] = [:]
  /// Partitions whose wanted offset the broker does not have, and that offset.
  var outOfRange: [KafkaPartition: Int64] = [:]
  /// Thrown by the next call, after what came before it has been delivered.
  var failure: SourceError?
  private var isClosed = false

  /// What the group waits for.
  enum Answer {
    case none
    case start([KafkaPartition])
    case release(Set<KafkaPartition>, all: [KafkaPartition])
  }

  /// Joins the group. That the brokers can be reached is not waited for; what they say comes as events.
  ///
  /// - environment: where passwords are looked up by the names in the address.
  public init(
    _ address: KafkaAddress, limits: KafkaLimits = KafkaLimits(),
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(SourceError) {
    self.address = address
    self.limits = limits
    client = try KafkaConfiguration(address, environment: environment).consumer()
    // Errors and statistics come through the consumer's queue as well, so that one call delivers everything in order.
    rd_kafka_poll_set_consumer(client)
    queue = rd_kafka_queue_get_consumer(client)
    let topics = PartitionList(topics: address.topics)
    let code = rd_kafka_subscribe(client, topics.handle)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw KafkaFailure.unavailable(code, "the topics cannot be subscribed to", address)
    }
  }

  deinit {
    // librdkafka ends only once the group has every answer that it waits for; without, it would wait for ever.
    try? close(waiting: .seconds(5))
    rd_kafka_queue_destroy(queue)
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
  }

  /// Leaves the group at once, so that others go on. Commits nothing.
  public func close(waiting: Duration = .seconds(10)) throws(SourceError) {
    guard !isClosed else { return }
    isClosed = true
    try? giveAnswer()
    // Whatever the group has asked by now is answered before it hears that we leave. Bounded, because messages keep coming.
    for _ in 0..<200_000 {
      guard let event = rd_kafka_queue_poll(queue, 0) else { break }
      defer { rd_kafka_event_destroy(event) }
      if noteQuestion(event) != nil { try? giveAnswer() }
    }
    if let error = rd_kafka_consumer_close_queue(client, queue) {
      defer { rd_kafka_error_destroy(error) }
      throw SourceError(.unavailable, source: name, "leaving the group: \(String(cString: rd_kafka_error_string(error)))")
    }
    let deadline = ContinuousClock.now + waiting
    let laterAnswer = ContinuousClock.now + .milliseconds(500)
    var nextAnswer: ContinuousClock.Instant?
    while rd_kafka_consumer_closed(client) == 0 {
      guard ContinuousClock.now < deadline else {
        throw SourceError(.unavailable, source: name, "the group did not answer that we leave it; it will notice by itself")
      }
      var isRelease = false
      if let event = rd_kafka_queue_poll(queue, 50) {
        isRelease = noteQuestion(event) == .release
        rd_kafka_event_destroy(event)
      }
      // Any answer to a group that is left gives everything back, and ends it. One that comes while it ends is never replied to,
      // and its sender waits for ever; so a second one waits until it is sure to be waited for.
      guard isRelease && nextAnswer == nil || ContinuousClock.now > (nextAnswer ?? laterAnswer) else { continue }
      try? giveAnswer()
      nextAnswer = ContinuousClock.now + .milliseconds(500)
    }
    places.removeAll()
  }

  private enum Question { case start, release }

  /// Keeps what the group asks; nil where an event is no question.
  private func noteQuestion(_ event: OpaquePointer) -> Question? {
    guard rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE else { return nil }
    // The partitions go back as they are; whoever had something to keep has kept it.
    let partitions = PartitionList.entries(rd_kafka_event_topic_partition_list(event)).map(\.partition)
    let isStart = rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS
    answer = isStart ? .start(partitions) : .release(Set(partitions), all: partitions)
    return isStart ? .start : .release
  }

  func checkOpen() throws(SourceError) {
    if isClosed { throw SourceError(.internal, source: name, "the consumer is closed") }
  }
}

/// How much is taken at once.
public struct KafkaLimits: Hashable, Sendable {
  /// Messages of one call of `events`.
  public var batchMessagesMax: Int
  /// A batch ends after the message that comes to this many bytes.
  public var batchBytesMax: Int
  /// A longer payload is told by its length alone.
  public var payloadBytesMax: Int

  public init(batchMessagesMax: Int = 8192, batchBytesMax: Int = 4 << 20, payloadBytesMax: Int = 4 << 20) {
    self.batchMessagesMax = max(1, batchMessagesMax)
    self.batchBytesMax = max(1, batchBytesMax)
    self.payloadBytesMax = max(0, payloadBytesMax)
  }
}
