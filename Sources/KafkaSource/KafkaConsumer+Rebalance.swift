import CKafka
import Foundation
public import Records

extension KafkaConsumer {
  /// The first message that the brokers still have.
  public static let earliest = Int64(RD_KAFKA_OFFSET_BEGINNING)

  /// Answers `assigned`: reads the partitions from these offsets, those that are not among them from what the group has
  /// committed, else from the earliest there is, which `earliest` asks for. Offsets of other partitions are passed over. If the brokers do not answer in
  /// time this throws, and can be called again.
  public func start(from offsets: [KafkaPartition: Int64] = [:], waiting: Duration = .seconds(30)) throws(SourceError) {
    try checkOpen()
    guard case .start(let partitions) = answer else { return }
    let unknown = partitions.filter { offsets[$0] == nil }
    let committed = try committedInTime(unknown, until: ContinuousClock.now + waiting)
    let beginnings = partitions.map { partition in
      (partition, offsets[partition] ?? committed[partition] ?? Int64(RD_KAFKA_OFFSET_BEGINNING))
    }
    for (partition, offset) in beginnings where offset < 0 && offset != Int64(RD_KAFKA_OFFSET_BEGINNING) {
      throw SourceError(.internal, source: name, "\(partition) cannot be read from offset \(offset)")
    }
    try assign(beginnings: beginnings)
    self.beginnings.merge(beginnings) { $1 }
    answer = .none
  }

  /// What the group has committed; asked again where the brokers were about to change who keeps it.
  private func committedInTime(
    _ partitions: [KafkaPartition], until deadline: ContinuousClock.Instant
  ) throws(SourceError) -> [KafkaPartition: Int64] {
    while true {
      do throws(SourceError) { return try committed(partitions, waiting: deadline - ContinuousClock.now) } catch {
        guard error.isRetriable, deadline - ContinuousClock.now > .milliseconds(200) else { throw error }
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  /// Answers `revoked`: what belongs to these partitions is kept, and another may have them. The group goes on once all of them
  /// are released.
  public func release(_ partitions: some Sequence<KafkaPartition>) throws(SourceError) {
    try checkOpen()
    guard case .release(var waited, let all) = answer else { return }
    waited.subtract(partitions)
    answer = .release(waited, all: all)
    if waited.isEmpty { try giveAnswer() }
  }

  /// Gives the answer that the group waits for, without starting anything.
  func giveAnswer() throws(SourceError) {
    switch answer {
    case .none: return
    case .start: try assign(beginnings: [])
    case .release(_, let all):
      try unassign(all)
      places.remove(all)
      for partition in all { beginnings[partition] = nil }
    }
    answer = .none
  }

  func takeRebalance(_ event: OpaquePointer, _ gathering: inout Gathering) throws(SourceError) {
    let partitions = PartitionList.entries(rd_kafka_event_topic_partition_list(event)).map(\.partition).sorted()
    switch rd_kafka_event_error(event) {
    case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
      answer = .start(partitions)
      // There is nothing to say about nothing.
      if partitions.isEmpty { try giveAnswer() } else { gathering.add(.assigned(partitions)) }
    default:
      for partition in partitions { outOfRange[partition] = nil }
      answer = .release(Set(partitions), all: partitions)
      let isLost = rd_kafka_assignment_lost(client) != 0
      if isLost || partitions.isEmpty { try giveAnswer() }
      if !partitions.isEmpty { gathering.add(isLost ? .lost(partitions) : .revoked(partitions)) }
    }
  }

  var isCooperative: Bool {
    guard let protocolName = rd_kafka_rebalance_protocol(client) else { return false }
    return String(cString: protocolName) == "COOPERATIVE"
  }

  private func assign(beginnings: [(KafkaPartition, Int64)]) throws(SourceError) {
    let list = PartitionList(offsets: beginnings)
    if isCooperative {
      try check(rd_kafka_incremental_assign(client, list.handle))
    } else {
      try check(rd_kafka_assign(client, list.handle))
    }
  }

  private func unassign(_ partitions: [KafkaPartition]) throws(SourceError) {
    if isCooperative {
      let list = PartitionList(partitions)
      try check(rd_kafka_incremental_unassign(client, list.handle))
    } else {
      try check(rd_kafka_assign(client, nil))
    }
  }

  private func check(_ code: rd_kafka_resp_err_t) throws(SourceError) {
    guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
    throw KafkaFailure.unavailable(code, "the group's partitions cannot be taken over", address)
  }

  private func check(_ error: OpaquePointer?) throws(SourceError) {
    guard let error else { return }
    defer { rd_kafka_error_destroy(error) }
    try check(rd_kafka_error_code(error))
  }
}
