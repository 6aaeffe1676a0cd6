import CKafka
import KafkaSource
import KafkaTestSupport
import Records
import TestSupport
import Testing

/// What a message can be.
@Suite(.mostlyWaits) struct KafkaPayloadTests {
  private let orders = KafkaPartition("orders", 0)

  @Test(arguments: ["none", "gzip", "snappy", "lz4", "zstd"])
  func compressedMessagesAreRead(_ codec: String) throws {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 1)
    let producer = try TestProducer(cluster, topic: "orders", ["compression.codec": codec])
    let filling = String(repeating: "padded ", count: 50)
    for number in 0..<2000 { producer.send("\(number) \(filling)", to: 0) }
    producer.flush()
    let reader = try Reader(cluster)
    try reader.run { $0.count == 2000 }
    #expect((0..<2000).allSatisfy { reader.texts[orders]?[Int64($0)] == "\($0) \(filling)" })
    try reader.consumer.close()
  }

  @Test func tombstonesEmptyAndOversizedPayloadsAreMessages() throws {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 1)
    let producer = try TestProducer(cluster, topic: "orders")
    producer.send("first", key: "a", to: 0)
    producer.send(nil, key: [1, 0, 255], to: 0)
    producer.send([], to: 0)
    producer.send([UInt8](repeating: 7, count: 2_000_000), key: [2], to: 0)
    producer.send([0, 255, 128], to: 0)
    producer.flush()
    let consumer = try KafkaConsumer(
      cluster.address("orders"), limits: KafkaLimits(payloadBytesMax: 1_000_000), environment: [:])
    var found: [(key: [UInt8]?, payload: String)] = []
    var times: [Instant?] = []
    let deadline = ContinuousClock.now + .seconds(30)
    while found.count < 5, ContinuousClock.now < deadline {
      for event in try consumer.events(waiting: .milliseconds(100)) {
        if case .assigned = event { try consumer.start() }
        guard case .messages(let messages) = event else { continue }
        #expect(messages.bytes.count < 1000)
        for index in 0..<messages.count {
          let payload =
            switch messages[index].payload {
            case .bytes(let range): "\(Array(messages.bytes[range]))"
            case .tombstone: "tombstone"
            case .oversized(let count): "\(count) bytes"
            }
          found.append((messages[index].key.map { Array(messages.bytes[$0]) }, payload))
          times.append(messages[index].timestamp)
          #expect(messages[index].offset == Int64(found.count - 1))
        }
      }
    }
    #expect(found.map(\.key) == [[97], [1, 0, 255], nil, [2], nil])
    #expect(
      found.map(\.payload) == ["\([UInt8]("first".utf8))", "tombstone", "[]", "2000000 bytes", "[0, 255, 128]"])
    #expect(times.allSatisfy { ($0?.microseconds ?? 0) > 1_600_000_000_000_000 })
    try consumer.close()
  }

  @Test func severalTopicsAreReadTogether() throws {
    let cluster = try MockCluster(brokers: 3)
    var producers: [TestProducer] = []
    for topic in ["orders", "returns"] {
      cluster.createTopic(topic, partitions: 3)
      producers.append(try TestProducer(cluster, topic: topic))
    }
    for number in 0..<300 { for producer in producers { producer.send("\(number)", to: number % 3) } }
    for producer in producers { producer.flush() }
    let reader = try Reader(cluster, "orders,returns")
    try reader.run { $0.count == 600 }
    #expect(reader.texts.count == 6)
    #expect(reader.texts.values.allSatisfy { $0.count == 100 })
    try reader.consumer.close()
  }
}
