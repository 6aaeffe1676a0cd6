import CKafka
import KafkaSource
import KafkaTestSupport
import Records
import TestSupport
import Testing

/// Partitions that go from one member of a group to another, while both read and messages keep coming.
@Suite(.mostlyWaits) struct KafkaRebalanceTests {
  /// Two readers that keep their positions in one place before they let go of a partition, as two processes would in a store.
  private func handOver(_ strategy: String) throws {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 4)
    let producer = try TestProducer(cluster, topic: "orders")
    var sent = 0
    func send(_ count: Int) {
      for _ in 0..<count {
        producer.send("order \(sent)", to: sent % 4)
        sent += 1
      }
    }
    send(4000)
    producer.flush()

    let options = "rdkafka.partition.assignment.strategy=" + strategy
    var kept: [KafkaPartition: Int64] = [:]
    var handedOver: Set<KafkaPartition> = []
    let limits = KafkaLimits(batchMessagesMax: 100)
    let first = try Reader(cluster, options: options, limits: limits)
    first.beforeRelease = { reader, partitions in
      for partition in partitions {
        kept[partition] = reader.position[partition]
        handedOver.insert(partition)
      }
      reader.beginnings = kept
    }
    try first.run { $0.count >= 1000 }
    let second = try Reader(cluster, options: options, limits: limits)
    second.beforeRelease = first.beforeRelease
    let deadline = ContinuousClock.now + .seconds(90)
    while second.assigned.isEmpty || first.assigned.count != 2, ContinuousClock.now < deadline {
      first.beginnings = kept
      try first.step(.milliseconds(10))
      second.beginnings = kept
      try second.step(.milliseconds(10))
      if sent < 20_000 { send(20) }
    }
    #expect(second.assigned.count == 2)
    #expect(first.assigned.count == 2)
    #expect(handedOver.isSuperset(of: second.assigned))
    send(1000)
    producer.flush()
    while first.count + second.count < sent, ContinuousClock.now < deadline {
      first.beginnings = kept
      try first.step(.milliseconds(10))
      try second.step(.milliseconds(10))
    }
    let texts = (first.texts.values.flatMap(\.values) + second.texts.values.flatMap(\.values)).sorted()
    #expect(texts == (0..<sent).map { "order \($0)" }.sorted())
    #expect(first.twice + second.twice == 0)
    #expect(second.count > 0)
    // The second goes; the first has all again, from where the second was.
    try second.consumer.commit(second.position)
    kept.merge(second.position) { $1 }
    try second.consumer.close()
    first.beginnings = kept
    send(400)
    producer.flush()
    try first.run { $0.assigned.count == 4 && $0.count + second.count >= sent }
    let all = (first.texts.values.flatMap(\.values) + second.texts.values.flatMap(\.values)).sorted()
    #expect(all == (0..<sent).map { "order \($0)" }.sorted())
    #expect(first.twice == 0)
    try first.consumer.close()
  }

  @Test func aHandOverLosesNothingWherePartitionsMoveOneByOne() throws { try handOver("cooperative-sticky") }

  @Test func aHandOverLosesNothingWhereAllPartitionsAreSharedAnew() throws { try handOver("range") }

  @Test func nobodyGetsAPartitionBeforeItIsReleased() throws {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 2)
    let producer = try TestProducer(cluster, topic: "orders")
    for number in 0..<100 { producer.send("order \(number)", to: number % 2) }
    producer.flush()
    // Long enough for a member that keeps its state before it lets go.
    let options = "rdkafka.max.poll.interval.ms=20000"
    let first = try Reader(cluster, options: options)
    try first.run { $0.count == 100 }
    let second = try Reader(cluster, options: options)
    var revoked: [KafkaPartition] = []
    let deadline = ContinuousClock.now + .seconds(90)
    while revoked.isEmpty, ContinuousClock.now < deadline {
      for event in try first.consumer.events(waiting: .milliseconds(20)) {
        if case .revoked(let partitions) = event { revoked = partitions }
      }
      try second.step(.milliseconds(20))
    }
    #expect(revoked.count == 1)
    for number in 100..<120 { producer.send("order \(number)", to: number % 2) }
    producer.flush()
    let pause = ContinuousClock.now + .seconds(2)
    while ContinuousClock.now < pause {
      for event in try first.consumer.events(waiting: .milliseconds(20)) {
        if case .messages(let messages) = event {
          for index in 0..<messages.count { #expect(!revoked.contains(messages.partitions[messages[index].partition])) }
        }
      }
      try second.step(.milliseconds(20))
    }
    #expect(second.assigned.isEmpty)
    try first.consumer.release(revoked)
    while second.assigned.isEmpty, ContinuousClock.now < deadline {
      _ = try first.consumer.events(waiting: .milliseconds(20))
      try second.step(.milliseconds(20))
    }
    #expect(second.assigned == Set(revoked))
    try first.consumer.close()
    try second.consumer.close()
  }

  @Test func whoEndsWithoutCommitIsFollowedFromTheCommittedOffset() throws {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 2)
    let producer = try TestProducer(cluster, topic: "orders")
    for number in 0..<200 { producer.send("order \(number)", to: number % 2) }
    producer.flush()
    var first: Reader? = try Reader(cluster)
    try first?.run { $0.count == 200 }
    try first?.consumer.commit([KafkaPartition("orders", 0): 30, KafkaPartition("orders", 1): 60])
    first = nil
    let second = try Reader(cluster)
    try second.run { $0.count >= 110 }
    #expect(second.texts[KafkaPartition("orders", 0)]?.keys.min() == 30)
    #expect(second.texts[KafkaPartition("orders", 1)]?.keys.min() == 60)
    #expect(second.count == 110)
    try second.consumer.close()
  }
}
