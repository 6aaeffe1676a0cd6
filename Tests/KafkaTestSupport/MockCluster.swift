public import CKafka
public import KafkaSource
import Records
import Testing

/// librdkafka's own cluster of brokers: it speaks Kafka's protocol on ports of the loopback, keeps messages in memory, and is
/// gone with this object. It knows consumer groups and commits, but no TLS, no login and no transactions' marks.
public final class MockCluster {
  private let client: OpaquePointer
  public let cluster: OpaquePointer

  public init(brokers: Int = 1) throws {
    let configuration = rd_kafka_conf_new()
    rd_kafka_conf_set_log_cb(configuration, nil)
    client = try #require(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0))
    cluster = try #require(rd_kafka_mock_cluster_new(client, Int32(brokers)))
  }

  deinit {
    rd_kafka_mock_cluster_destroy(cluster)
    rd_kafka_destroy(client)
  }

  public var brokers: String { String(cString: rd_kafka_mock_cluster_bootstraps(cluster)) }

  /// A group whose members are missed soon: the cluster waits for former members as long as their session lasts.
  ///
  /// - options: as in an address, without the question mark.
  public func address(_ topics: String, _ options: String = "") throws -> KafkaAddress {
    let timing = "rdkafka.session.timeout.ms=4500&rdkafka.heartbeat.interval.ms=300&rdkafka.statistics.interval.ms=200"
    return try KafkaAddress("kafka://\(brokers)/\(topics)?\(timing)" + (options.isEmpty ? "" : "&" + options))
  }

  public func createTopic(_ name: String, partitions: Int) {
    #expect(rd_kafka_mock_topic_create(cluster, name, Int32(partitions), 1) == RD_KAFKA_RESP_ERR_NO_ERROR)
  }

  /// The next requests of a kind fail like this. Numbers of requests are the protocol's.
  public func fail(_ request: Request, _ errors: [rd_kafka_resp_err_t]) {
    rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, errors)
  }

  public enum Request: Int16 {
    case fetch = 1, offsetCommit = 8, offsetFetch = 9, findCoordinator = 10, joinGroup = 11, heartbeat = 12
  }

  public func setDown(_ broker: Int32 = -1) { rd_kafka_mock_broker_set_down(cluster, broker) }
  public func setUp(_ broker: Int32 = -1) { rd_kafka_mock_broker_set_up(cluster, broker) }
}

/// Writes messages, each to the partition that it is told.
public final class TestProducer {
  private let client: OpaquePointer
  private let topic: OpaquePointer

  public init(_ cluster: MockCluster, topic name: String, _ properties: [String: String] = [:]) throws {
    let configuration = rd_kafka_conf_new()
    rd_kafka_conf_set_log_cb(configuration, nil)
    let all = ["bootstrap.servers": cluster.brokers, "linger.ms": "5", "message.max.bytes": "20000000"]
      .merging(properties) { $1 }
    for (name, value) in all {
      #expect(rd_kafka_conf_set(configuration, name, value, nil, 0) == RD_KAFKA_CONF_OK, "\(name)=\(value)")
    }
    client = try #require(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0))
    topic = try #require(rd_kafka_topic_new(client, name, nil))
  }

  deinit {
    rd_kafka_topic_destroy(topic)
    rd_kafka_destroy(client)
  }

  /// - payload: nil for a tombstone.
  public func send(_ payload: [UInt8]?, key: [UInt8]? = nil, to partition: Int) {
    while true {
      var bytes = payload ?? []
      let result = bytes.withUnsafeMutableBytes { buffer in
        rd_kafka_produce(
          topic, Int32(partition), RD_KAFKA_MSG_F_COPY,
          payload == nil ? nil : buffer.baseAddress ?? UnsafeMutableRawPointer(client),
          buffer.count, key, key?.count ?? 0, nil)
      }
      if result == 0 { return }
      guard rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
        Issue.record("a message was refused: \(String(cString: rd_kafka_err2str(rd_kafka_last_error())))")
        return
      }
      rd_kafka_poll(client, 10)
    }
  }

  public func send(_ text: String, key: String? = nil, to partition: Int) {
    send([UInt8](text.utf8), key: key.map { [UInt8]($0.utf8) }, to: partition)
  }

  /// Returns once the brokers have everything.
  public func flush() { #expect(rd_kafka_flush(client, 30_000) == RD_KAFKA_RESP_ERR_NO_ERROR) }
}
