import CKafka

/// A list of partitions as librdkafka holds one, freed with its owner.
struct PartitionList: ~Copyable {
  let handle: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

  init(_ partitions: some Collection<KafkaPartition>) {
    self.init(offsets: partitions.map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) })
  }

  init(offsets: [(KafkaPartition, Int64)]) {
    handle = rd_kafka_topic_partition_list_new(Int32(offsets.count))
    for (partition, offset) in offsets {
      rd_kafka_topic_partition_list_add(handle, partition.topic, partition.number).pointee.offset = offset
    }
  }

  init(topics: [String]) {
    handle = rd_kafka_topic_partition_list_new(Int32(topics.count))
    for topic in topics { rd_kafka_topic_partition_list_add(handle, topic, RD_KAFKA_PARTITION_UA) }
  }

  deinit { rd_kafka_topic_partition_list_destroy(handle) }

  var entries: [PartitionEntry] { PartitionList.entries(handle) }

  static func entries(_ list: UnsafePointer<rd_kafka_topic_partition_list_t>?) -> [PartitionEntry] {
    guard let list = list?.pointee, let elements = list.elems else { return [] }
    return UnsafeBufferPointer(start: elements, count: Int(list.cnt)).map { element in
      PartitionEntry(
        partition: KafkaPartition(String(cString: element.topic), element.partition), offset: element.offset, error: element.err)
    }
  }
}

struct PartitionEntry {
  var partition: KafkaPartition
  var offset: Int64
  var error: rd_kafka_resp_err_t
}
