import CKafka
import KafkaSource
import KafkaTestSupport
import Records
import TestSupport
import Testing

/// Reading from librdkafka's mock cluster over TCP. No test here has seen a real broker.
@Suite(.mostlyWaits) struct KafkaConsumerTests {
  private func produce(_ cluster: MockCluster, _ range: Range<Int>, partitions: Int, _ properties: [String: String] = [:]) throws
  {
    let producer = try TestProducer(cluster, topic: "orders", properties)
    for number in range { producer.send("order \(number)", key: "\(number)", to: number % partitions) }
    producer.flush()
  }

  private func all(_ readers: Reader...) -> [String] {
    readers.flatMap { $0.texts.values.flatMap(\.values) }.sorted()
  }

  private func orders(_ range: Range<Int>) -> [String] { range.map { "order \($0)" }.sorted() }

  @Test func tenThousandMessagesOfFourPartitionsComeOnceEach() throws {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 4)
    try produce(cluster, 0..<10_000, partitions: 4)
    let reader = try Reader(cluster)
    try reader.run { $0.ended.count == 4 && $0.count >= 10_000 }
    #expect(all(reader) == orders(0..<10_000))
    #expect(reader.twice == 0)
    #expect(reader.ended.values.allSatisfy { $0 == 2500 })
    for (_, texts) in reader.texts { #expect(texts.keys.sorted() == Array(0..<2500)) }
    try reader.consumer.close()
  }

  /// A hundred messages of two partitions, all read and committed by a consumer that is gone.
  private func readAndCommitted() throws -> MockCluster {
    let cluster = try MockCluster()
    cluster.createTopic("orders", partitions: 2)
    try produce(cluster, 0..<100, partitions: 2)
    let first = try Reader(cluster)
    try first.run { $0.count == 100 }
    try first.consumer.commit(first.position)
    let (zero, one) = (KafkaPartition("orders", 0), KafkaPartition("orders", 1))
    #expect(try first.consumer.committed([zero, one]) == [zero: 50, one: 50])
    try first.consumer.close()
    return cluster
  }

  @Test func aNewConsumerGoesOnAtWhatWasCommitted() throws {
    let cluster = try readAndCommitted()
    try produce(cluster, 100..<150, partitions: 2)
    let second = try Reader(cluster)
    try second.run { $0.count >= 50 }
    #expect(all(second) == orders(100..<150))
    try second.consumer.close()
  }

  @Test func theOwnersCheckpointStandsOverTheGroups() throws {
    let cluster = try readAndCommitted()
    let second = try Reader(cluster)
    second.beginnings = [KafkaPartition("orders", 1): 40, KafkaPartition("elsewhere", 0): 3]
    try second.run { $0.ended.count == 2 && $0.count >= 10 }
    #expect(all(second) == orders(80..<100).filter { (Int($0.dropFirst(6)) ?? 0) % 2 == 1 })
    try second.consumer.close()
  }
}
