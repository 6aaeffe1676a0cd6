import CKafka
public import Records

extension KafkaConsumer {
  /// Makes positions durable in the group: each is the first offset that is still to be read. Throws where the brokers do not
  /// take all of them; then nothing is known to be committed.
  public func commit(_ offsets: [KafkaPartition: Int64], waiting: Duration = .seconds(30)) throws(SourceError) {
    try checkOpen()
    guard !offsets.isEmpty else { return }
    let list = PartitionList(offsets: offsets.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    guard let answers = rd_kafka_queue_new(client) else { throw outOfMemory() }
    defer { rd_kafka_queue_destroy(answers) }
    let code = rd_kafka_commit_queue(client, list.handle, answers, nil, nil)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw notCommitted(code, nil) }
    guard let event = rd_kafka_queue_poll(answers, waiting.wholeMilliseconds) else {
      throw notCommitted(RD_KAFKA_RESP_ERR__TIMED_OUT, nil)
    }
    defer { rd_kafka_event_destroy(event) }
    for entry in PartitionList.entries(rd_kafka_event_topic_partition_list(event))
    where entry.error != RD_KAFKA_RESP_ERR_NO_ERROR { throw notCommitted(entry.error, entry.partition) }
    let result = rd_kafka_event_error(event)
    guard result == RD_KAFKA_RESP_ERR_NO_ERROR else { throw notCommitted(result, nil) }
  }

  /// What the group has committed; partitions without are left out.
  public func committed(
    _ partitions: [KafkaPartition], waiting: Duration = .seconds(30)
  ) throws(SourceError) -> [KafkaPartition: Int64] {
    try checkOpen()
    guard !partitions.isEmpty else { return [:] }
    let list = PartitionList(partitions)
    let code = rd_kafka_committed(client, list.handle, waiting.wholeMilliseconds)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw KafkaFailure.unavailable(code, "what the group has committed cannot be asked", address)
    }
    var found: [KafkaPartition: Int64] = [:]
    for entry in list.entries {
      guard entry.error == RD_KAFKA_RESP_ERR_NO_ERROR else {
        throw KafkaFailure.unavailable(entry.error, "what the group has committed on \(entry.partition) cannot be asked", address)
      }
      if entry.offset >= 0 { found[entry.partition] = entry.offset }
    }
    return found
  }

  /// Reads a partition that is at hand from another offset on. What was fetched of it and not yet delivered is dropped.
  public func seek(_ partition: KafkaPartition, to offset: Int64, waiting: Duration = .seconds(30)) throws(SourceError) {
    try checkOpen()
    let list = PartitionList(offsets: [(partition, offset)])
    var code = RD_KAFKA_RESP_ERR_NO_ERROR
    if let error = rd_kafka_seek_partitions(client, list.handle, waiting.wholeMilliseconds) {
      code = rd_kafka_error_code(error)
      rd_kafka_error_destroy(error)
    } else if let entry = list.entries.first {
      code = entry.error
    }
    // Where fetching has stopped, as it does when an offset is gone, there is nothing to seek in: it is begun anew.
    if code == RD_KAFKA_RESP_ERR__STATE { code = beginAnew(partition, at: offset) }
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw KafkaFailure.unavailable(code, "\(partition) cannot be read from offset \(offset)", address)
    }
    outOfRange[partition] = nil
    beginnings[partition] = offset
    places.forgetPosition(partition)
  }

  /// Takes a partition out of what is fetched and puts it in again. The group has no part in this.
  private func beginAnew(_ partition: KafkaPartition, at offset: Int64) -> rd_kafka_resp_err_t {
    beginnings[partition] = offset
    guard isCooperative else {
      // The other rule of sharing knows only all partitions at once; the others go on where they are.
      let list = PartitionList(
        offsets: beginnings.sorted { $0.key < $1.key }.map { other in
          (other.key, other.key == partition ? offset : places.next(of: other.key) ?? other.value)
        })
      return rd_kafka_assign(client, list.handle)
    }
    let list = PartitionList(offsets: [(partition, offset)])
    for step in [rd_kafka_incremental_unassign, rd_kafka_incremental_assign] {
      guard let error = step(client, list.handle) else { continue }
      defer { rd_kafka_error_destroy(error) }
      return rd_kafka_error_code(error)
    }
    return RD_KAFKA_RESP_ERR_NO_ERROR
  }

  /// Fetches nothing more of these partitions for now. What was delivered stays delivered, what was fetched is dropped and
  /// fetched again later; heartbeats go on as long as `events` is called.
  public func pause(_ partitions: some Collection<KafkaPartition>) throws(SourceError) {
    try checkOpen()
    let list = PartitionList(partitions)
    try check(rd_kafka_pause_partitions(client, list.handle), list, "paused")
  }

  public func resume(_ partitions: some Collection<KafkaPartition>) throws(SourceError) {
    try checkOpen()
    let list = PartitionList(partitions)
    try check(rd_kafka_resume_partitions(client, list.handle), list, "resumed")
  }

  /// Goes on from the earliest offset where the wanted one is gone, and says what was lost. Where the brokers do not answer, it
  /// is tried again at the next call.
  func resumeOutOfRange() throws(SourceError) -> [KafkaEvent] {
    var told: [KafkaEvent] = []
    for (partition, wanted) in outOfRange.sorted(by: { $0.key < $1.key }) {
      var first: Int64 = 0
      var end: Int64 = 0
      let code = rd_kafka_query_watermark_offsets(client, partition.topic, partition.number, &first, &end, 5_000)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
      do { try seek(partition, to: first, waiting: .seconds(5)) } catch { if error.isRetriable { continue } else { throw error } }
      // A logical offset means that nothing was asked for by number.
      if wanted >= 0 {
        told.append(.notice(.offsetOutOfRange(partition, wanted: wanted, first: first, end: end)))
      }
    }
    return told
  }

  private func check(
    _ code: rd_kafka_resp_err_t, _ list: borrowing PartitionList, _ action: String
  ) throws(SourceError) {
    let failed = list.entries.first { $0.error != RD_KAFKA_RESP_ERR_NO_ERROR }
    guard code != RD_KAFKA_RESP_ERR_NO_ERROR || failed != nil else { return }
    let place = failed.map { "\($0.partition)" } ?? "partitions"
    throw KafkaFailure.unavailable(failed?.error ?? code, "\(place) cannot be \(action)", address)
  }

  private func outOfMemory() -> SourceError { SourceError(.internal, source: name, "librdkafka has no memory") }

  private func notCommitted(_ code: rd_kafka_resp_err_t, _ partition: KafkaPartition?) -> SourceError {
    let place = partition.map { " of \($0)" } ?? ""
    switch code {
    case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
      RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST:
      return SourceError(
        .unavailable, source: name,
        "the position\(place) is not committed, because the group is sharing its partitions anew: \(KafkaFailure.text(code)); "
          + "take the next events, and commit again what is still at hand", isRetriable: true)
    default: return KafkaFailure.unavailable(code, "the position\(place) is not committed", address)
    }
  }
}
