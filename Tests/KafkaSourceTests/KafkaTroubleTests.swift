import CKafka
import KafkaSource
import KafkaTestSupport
import Records
import TestSupport
import Testing

/// What goes wrong on the way, and that reading goes on afterwards.
@Suite(.mostlyWaits) struct KafkaTroubleTests {
  private let orders = KafkaPartition("orders", 0)

  /// - prepare: what happens to the cluster before the reader joins.
  private func started(
    _ options: String = "", sending count: Int = 100, prepare: (MockCluster) -> Void = { _ in }
  ) throws -> (MockCluster, TestProducer, Reader) {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 1)
    let producer = try TestProducer(cluster, topic: "orders")
    for number in 0..<count { producer.send("order \(number)", to: 0) }
    producer.flush()
    prepare(cluster)
    return (cluster, producer, try Reader(cluster, options: options))
  }

  @Test func aBrokerThatGoesAndComesIsToldAndReadOn() throws {
    let (cluster, producer, reader) = try started()
    try reader.run { $0.count == 100 }
    cluster.setDown()
    try reader.run { !$0.notices.isEmpty }
    guard case .brokerDown(let name, let reason)? = reader.notices.first else {
      Issue.record("told \(reader.notices)")
      return
    }
    #expect(name == cluster.brokers)
    #expect(!reason.isEmpty)
    cluster.setUp()
    for number in 100..<200 { producer.send("order \(number)", to: 0) }
    producer.flush()
    try reader.run { $0.count == 200 && $0.notices.contains(.brokerUp(name)) }
    #expect(reader.twice == 0)
    try reader.consumer.close()
  }

  @Test func failedRequestsAreTriedAgain() throws {
    let (cluster, producer, reader) = try started { cluster in
      cluster.fail(.findCoordinator, [RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE])
      cluster.fail(.joinGroup, [RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS])
      cluster.fail(.offsetFetch, [RD_KAFKA_RESP_ERR_NOT_COORDINATOR])
      cluster.fail(
        .fetch,
        [RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR__TRANSPORT])
    }
    try reader.run { $0.count == 100 }
    cluster.fail(.heartbeat, [RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID])
    for number in 100..<200 { producer.send("order \(number)", to: 0) }
    producer.flush()
    try reader.run { $0.count == 200 && $0.assigned.count == 1 }
    try reader.consumer.close()
  }

  @Test func aMemberThatTheGroupForgotIsToldSo() throws {
    let (cluster, _, reader) = try started()
    try reader.run { $0.count == 100 }
    cluster.fail(.heartbeat, [RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID])
    try reader.run { reader in
      reader.log.contains { if case .lost(let partitions) = $0 { partitions == [orders] } else { false } }
    }
    reader.beginnings = [orders: 90]
    try reader.run { $0.twice == 10 }
    try reader.consumer.close()
  }

  @Test func aCommitThatIsRefusedSaysWhy() throws {
    let (cluster, _, reader) = try started()
    try reader.run { $0.count == 100 }
    cluster.fail(.offsetCommit, [RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED])
    let forbidden = #expect(throws: SourceError.self) { try reader.consumer.commit([orders: 100]) }
    #expect(forbidden?.isRetriable == false)
    #expect(forbidden?.message.contains("grant READ on the group sheriff") == true)
    try reader.consumer.commit([orders: 40])
    cluster.fail(.offsetCommit, [RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION])
    let refused = #expect(throws: SourceError.self) { try reader.consumer.commit([orders: 100]) }
    #expect(refused?.isRetriable == true)
    #expect(refused?.message.contains("sharing its partitions anew") == true)
    #expect(try reader.consumer.committed([orders]) == [orders: 40])
    // The member joins anew and begins where the group's position is.
    try reader.run { $0.twice == 60 }
    try reader.consumer.commit([orders: 100])
    #expect(try reader.consumer.committed([orders]) == [orders: 100])
    try reader.consumer.close()
  }

  @Test func noRightToReadEndsTheReadingWithAdvice() throws {
    let (_, _, reader) = try started { $0.fail(.joinGroup, [RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED]) }
    let refused = #expect(throws: SourceError.self) { try reader.run { $0.count == 100 } }
    #expect(refused?.message.contains("grant READ on the group sheriff") == true)
    // Whoever was given the right meanwhile reads on.
    try reader.run { $0.count == 100 }
    try reader.consumer.close()
  }

  @Test(arguments: ["cooperative-sticky", "range"])
  func whatTheBrokerNoLongerHasIsCountedAndPassedOver(_ strategy: String) throws {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 1)
    // The cluster keeps five megabytes of a partition; older messages go.
    let producer = try TestProducer(cluster, topic: "orders", ["batch.num.messages": "1"])
    let filling = String(repeating: "x", count: 100_000)
    for number in 0..<100 { producer.send("\(number) " + filling, to: 0) }
    producer.flush()
    let reader = try Reader(cluster, options: "rdkafka.partition.assignment.strategy=" + strategy)
    reader.beginnings = [orders: 10]
    try reader.run { $0.ended[orders] == 100 }
    let offsets = try #require(reader.texts[orders]).keys.sorted()
    let first = try #require(offsets.first)
    #expect(first > 10)
    #expect(offsets == Array(first..<100))
    #expect(reader.notices == [.offsetOutOfRange(orders, wanted: 10, first: first, end: 100)])
    #expect(reader.notices.first?.lostCount == first - 10)
    #expect(reader.notices.first?.description.contains("\(first - 10) numbers") == true)
    try reader.consumer.close()
  }

  @Test func anOffsetBeyondTheEndBeginsAnew() throws {
    let (_, _, reader) = try started()
    reader.beginnings = [orders: 5000]
    try reader.run { $0.count == 100 }
    #expect(reader.notices == [.offsetOutOfRange(orders, wanted: 5000, first: 0, end: 100)])
    #expect(reader.notices.first?.lostCount == 0)
    try reader.consumer.close()
  }

  @Test func pausedPartitionsAreSilentAndComeBackWithoutAGap() throws {
    let (_, producer, reader) = try started()
    try reader.run { $0.count == 100 }
    try reader.consumer.pause([orders])
    for number in 100..<200 { producer.send("order \(number)", to: 0) }
    producer.flush()
    let until = ContinuousClock.now + .seconds(1)
    while ContinuousClock.now < until { try reader.step() }
    #expect(reader.count == 100)
    try reader.consumer.resume([orders])
    try reader.run { $0.count == 200 }
    #expect(reader.twice == 0)
    try reader.consumer.seek(orders, to: 150)
    try reader.run { $0.twice == 50 }
    try reader.consumer.close()
  }

  @Test func aSlowReaderHoldsABoundedQueue() throws {
    let options = "rdkafka.queued.max.messages.kbytes=64&rdkafka.fetch.message.max.bytes=16384&rdkafka.queued.min.messages=10"
    let (_, _, reader) = try started(options, sending: 20_000)
    try reader.run { $0.count >= 20_000 }
    #expect(reader.count == 20_000 && reader.twice == 0)
    try reader.consumer.close()
  }

  @Test func aSubscriptionWithoutATopicIsToldAndWaitedFor() throws {
    let (cluster, _, reader) = try started {
      rd_kafka_mock_topic_set_error($0.cluster, "orders", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    }
    try reader.run { !$0.notices.isEmpty }
    guard case .topicMissing("orders", _)? = reader.notices.first else {
      Issue.record("told \(reader.notices)")
      return
    }
    rd_kafka_mock_topic_set_error(cluster.cluster, "orders", RD_KAFKA_RESP_ERR_NO_ERROR)
    try reader.run(upTo: .seconds(60)) { $0.count == 100 }
    try reader.consumer.close()
  }

  @Test func whoIsLetGoOfWithoutAnAnswerEnds() throws {
    let (_, _, reader) = try started()
    var isAssigned = false
    let deadline = ContinuousClock.now + .seconds(15)
    while !isAssigned, ContinuousClock.now < deadline {
      for event in try reader.consumer.events(waiting: .milliseconds(50)) {
        if case .assigned = event { isAssigned = true }
      }
    }
    // Nothing was started: the group still waits, and the consumer is let go of all the same.
    #expect(isAssigned)
  }

  @Test func aClosedConsumerSaysSo() throws {
    let (_, _, reader) = try started()
    try reader.consumer.close()
    try reader.consumer.close()
    #expect(throws: SourceError.self) { try reader.consumer.events(waiting: .zero) }
    #expect(throws: SourceError.self) { try reader.consumer.commit([orders: 1]) }
  }
}
