import CKafka
import Foundation
import KafkaSource
import Records

/// One topic in the mock cluster, as many messages as asked for in it, and one consumer that takes all of them.
enum KafkaBenchmark {
  /// The mock cluster keeps five megabytes of a partition.
  private static let partitions = 64

  static func run(messages: Int) throws {
    let silent = rd_kafka_conf_new()
    rd_kafka_conf_set_log_cb(silent, nil)
    guard let client = rd_kafka_new(RD_KAFKA_PRODUCER, silent, nil, 0),
      let cluster = rd_kafka_mock_cluster_new(client, 1)
    else { throw SourceError(.internal, source: "benchmark", "no mock cluster") }
    defer {
      rd_kafka_mock_cluster_destroy(cluster)
      rd_kafka_destroy(client)
    }
    rd_kafka_mock_topic_create(cluster, "orders", Int32(partitions), 1)
    let brokers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
    let bytes = try produce(messages, to: brokers)

    let consumer = try KafkaConsumer(KafkaAddress("kafka://\(brokers)/orders"))
    var taken = 0
    var sum = 0
    var began: ContinuousClock.Instant?
    var batches = 0
    let processor = processorSeconds()
    while taken < messages {
      for event in try consumer.events(waiting: .seconds(1)) {
        switch event {
        case .assigned:
          began = .now
          try consumer.start()
        case .messages(let batch):
          batches += 1
          taken += batch.count
          for index in 0..<batch.count {
            if case .bytes(let range) = batch[index].payload { sum &+= Int(batch.bytes[range.upperBound - 1]) &+ range.count }
          }
        case .notice(let notice): print(notice)
        default: break
        }
      }
    }
    let clock = (began ?? .now).duration(to: .now)
    let seconds = Double(clock.components.seconds) + Double(clock.components.attoseconds) / 1e18
    let used = processorSeconds() - processor
    print("\(taken) messages of \(bytes / max(1, messages)) bytes in \(batches) batches, hash \(sum)")
    print(String(format: "%.2f s, %.0f messages a second", seconds, Double(taken) / seconds))
    print(String(format: "the owner's thread: %.2f s of processor, %.0f ns a message", used, used / Double(taken) * 1e9))
    try consumer.close()
  }

  private static func produce(_ messages: Int, to brokers: String) throws -> Int {
    let configuration = rd_kafka_conf_new()
    for (name, value) in [
      ("bootstrap.servers", brokers), ("linger.ms", "20"), ("compression.codec", "lz4"), ("batch.num.messages", "5000"),
    ] { rd_kafka_conf_set(configuration, name, value, nil, 0) }
    guard let client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0),
      let topic = rd_kafka_topic_new(client, "orders", nil)
    else { throw SourceError(.internal, source: "benchmark", "no producer") }
    defer {
      rd_kafka_topic_destroy(topic)
      rd_kafka_destroy(client)
    }
    var bytes = 0
    for number in 0..<messages {
      var payload = Array(#"{"id":"\#(number)","rep":"rep \#(number % 50)","list":"829.99","charged":"790.10"}"#.utf8)
      bytes += payload.count
      while payload.withUnsafeMutableBytes({ buffer in
        rd_kafka_produce(
          topic, Int32(number % partitions), RD_KAFKA_MSG_F_COPY, buffer.baseAddress, buffer.count, nil, 0, nil)
      }) != 0 { rd_kafka_poll(client, 10) }
    }
    rd_kafka_flush(client, 60_000)
    return bytes
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
