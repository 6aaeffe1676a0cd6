import KafkaSource
import KafkaTestSupport
import Records
import Testing

/// An owner of a consumer, as simple as one can be: it keeps texts by partition and offset.
final class Reader {
  let consumer: KafkaConsumer
  /// Kept as long as the reader is.
  private let cluster: MockCluster
  private(set) var texts: [KafkaPartition: [Int64: String]] = [:]
  private(set) var log: [KafkaEvent] = []
  private(set) var notices: [KafkaNotice] = []
  private(set) var assigned: Set<KafkaPartition> = []
  private(set) var ended: [KafkaPartition: Int64] = [:]
  private(set) var twice = 0
  var position: [KafkaPartition: Int64] = [:]
  /// What is known of the offsets to begin with.
  var beginnings: [KafkaPartition: Int64] = [:]
  /// Called before revoked partitions are released.
  var beforeRelease: (Reader, [KafkaPartition]) throws -> Void = { _, _ in }

  /// Reads the topic `orders`, unless told otherwise.
  init(
    _ cluster: MockCluster, _ topics: String = "orders", options: String = "", limits: KafkaLimits = KafkaLimits()
  ) throws {
    self.cluster = cluster
    consumer = try KafkaConsumer(cluster.address(topics, options), limits: limits, environment: [:])
  }

  var count: Int { texts.values.reduce(0) { $0 + $1.count } }

  func step(_ wait: Duration = .milliseconds(50)) throws {
    for event in try consumer.events(waiting: wait) {
      switch event {
      case .assigned(let partitions):
        assigned.formUnion(partitions)
        try consumer.start(from: beginnings)
      case .revoked(let partitions):
        try beforeRelease(self, partitions)
        assigned.subtract(partitions)
        try consumer.release(partitions)
      case .lost(let partitions): assigned.subtract(partitions)
      case .messages(let messages): keep(messages)
      case .ended(let partition, let offset): ended[partition] = offset
      case .notice(let notice): notices.append(notice)
      }
      log.append(event)
    }
  }

  private func keep(_ messages: KafkaMessages) {
    for index in 0..<messages.count {
      let message = messages[index]
      let partition = messages.partitions[message.partition]
      #expect(assigned.contains(partition), "a message of \(partition), which is not ours")
      let text =
        switch message.payload {
        case .bytes(let range): String(decoding: messages.bytes[range], as: UTF8.self)
        case .tombstone: "(gone)"
        case .oversized(let count): "(\(count) bytes)"
        }
      if texts[partition, default: [:]].updateValue(text, forKey: message.offset) != nil { twice += 1 }
      position[partition] = message.offset + 1
    }
  }

  /// Goes on until something holds, for at most so long.
  func run(upTo limit: Duration = .seconds(60), until isDone: (Reader) -> Bool) throws {
    let deadline = ContinuousClock.now + limit
    while !isDone(self) {
      guard ContinuousClock.now < deadline else {
        Issue.record("it did not come within \(limit): \(count) messages, \(notices), assigned \(assigned.sorted())")
        return
      }
      try step()
    }
  }
}
