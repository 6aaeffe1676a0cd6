import CKafka
public import Foundation
public import Records

/// A look at what a topic holds, from its beginning, without any part in a group and without a trace.
public final class KafkaLook {
  private let address: KafkaAddress
  private let client: OpaquePointer

  private static let messagesMax = 1_000

  public init(
    _ address: KafkaAddress, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(SourceError) {
    self.address = address
    client = try KafkaConfiguration(address, environment: environment).consumer()
    rd_kafka_poll_set_consumer(client)
  }

  deinit { rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE) }

  /// The payload of one of the first messages that is accepted; nil where there is none yet. A topic that is not there has none.
  public func payload(
    of topic: String, waiting: Duration = .seconds(10), where isAccepted: ([UInt8]) -> Bool
  ) throws(SourceError) -> [UInt8]? {
    let deadline = ContinuousClock.now + waiting
    let partitions = try partitions(of: topic, waiting)
    guard !partitions.isEmpty else { return nil }
    let list = PartitionList(offsets: partitions.map { (KafkaPartition(topic, $0), Int64(RD_KAFKA_OFFSET_BEGINNING)) })
    let code = rd_kafka_assign(client, list.handle)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFailure.unavailable(code, "\(topic) cannot be read", address) }
    defer { rd_kafka_assign(client, nil) }
    var ended: Set<Int32> = []
    for _ in 0..<KafkaLook.messagesMax where ended.count < partitions.count && ContinuousClock.now < deadline {
      guard let message = rd_kafka_consumer_poll(client, 100) else { continue }
      defer { rd_kafka_message_destroy(message) }
      switch message.pointee.err {
      case RD_KAFKA_RESP_ERR_NO_ERROR:
        guard let payload = message.pointee.payload else { continue }
        let bytes = Array(UnsafeRawBufferPointer(start: payload, count: message.pointee.len))
        if isAccepted(bytes) { return bytes }
      case RD_KAFKA_RESP_ERR__PARTITION_EOF: ended.insert(message.pointee.partition)
      case let code:
        if let end = KafkaFailure.end(code, KafkaFailure.text(code), address) { throw end }
      }
    }
    return nil
  }

  private func partitions(of topic: String, _ waiting: Duration) throws(SourceError) -> [Int32] {
    guard let handle = rd_kafka_topic_new(client, topic, nil) else {
      throw KafkaFailure.unavailable(rd_kafka_last_error(), "\(topic) cannot be named", address)
    }
    defer { rd_kafka_topic_destroy(handle) }
    var metadata: UnsafePointer<rd_kafka_metadata>?
    let code = rd_kafka_metadata(client, 0, handle, &metadata, waiting.wholeMilliseconds)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else {
      throw KafkaFailure.unavailable(code, "the brokers cannot be asked for \(topic)", address)
    }
    defer { rd_kafka_metadata_destroy(metadata) }
    guard metadata.pointee.topic_cnt == 1 else { return [] }
    let found = metadata.pointee.topics[0]
    guard found.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
      if KafkaFailure.isAboutATopic(found.err) || found.err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE { return [] }
      throw KafkaFailure.unavailable(found.err, "\(topic) cannot be read", address)
    }
    return (0..<Int(found.partition_cnt)).map { found.partitions[$0].id }
  }
}
