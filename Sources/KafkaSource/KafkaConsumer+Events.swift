import CKafka
public import Records

extension KafkaConsumer {
  /// What has come since; waits at most so long for the first of it. Must be called more often than every five minutes
  /// (`max.poll.interval.ms`), or the group takes the partitions back.
  public func events(waiting: Duration) throws(SourceError) -> [KafkaEvent] {
    try checkOpen()
    if let failure {
      self.failure = nil
      throw failure
    }
    var gathering = Gathering()
    gathering.events += try resumeOutOfRange()
    let deadline = ContinuousClock.now + waiting
    var wait = gathering.isEmpty ? waiting.wholeMilliseconds : 0
    // One call delivers a batch and a bounded number of other events.
    while gathering.events.count < 1000, failure == nil {
      guard let event = rd_kafka_queue_poll(queue, wait) else { break }
      defer { rd_kafka_event_destroy(event) }
      if try take(event, &gathering) == .isFull { break }
      wait = gathering.isEmpty ? max(0, (deadline - ContinuousClock.now).wholeMilliseconds) : 0
    }
    gathering.flush()
    if gathering.events.isEmpty, let failure {
      self.failure = nil
      throw failure
    }
    return gathering.events
  }

  /// Events of one call, messages gathered in batches between the others.
  struct Gathering {
    var events: [KafkaEvent] = []
    var messages = KafkaMessages()

    var isEmpty: Bool { events.isEmpty && messages.isEmpty }

    mutating func flush() {
      if !messages.isEmpty { events.append(.messages(messages)) }
      messages = KafkaMessages()
    }

    mutating func add(_ event: KafkaEvent) {
      flush()
      events.append(event)
    }
  }

  private enum Progress { case goesOn, isFull }

  private func take(_ event: OpaquePointer, _ gathering: inout Gathering) throws(SourceError) -> Progress {
    switch rd_kafka_event_type(event) {
    case RD_KAFKA_EVENT_FETCH:
      while let message = rd_kafka_event_message_next(event) { take(message, &gathering) }
      let isFull =
        gathering.messages.count >= limits.batchMessagesMax || gathering.messages.bytes.count >= limits.batchBytesMax
      return isFull ? .isFull : .goesOn
    case RD_KAFKA_EVENT_REBALANCE:
      try takeRebalance(event, &gathering)
      return .isFull
    case RD_KAFKA_EVENT_ERROR: takeError(event, &gathering)
    case RD_KAFKA_EVENT_STATS:
      guard let text = rd_kafka_event_stats(event) else { break }
      let notices = brokers.update(statistics: UnsafeRawBufferPointer(start: text, count: KafkaConsumer.length(text)))
      for notice in notices { gathering.add(.notice(notice)) }
    default: break
    }
    return .goesOn
  }

  private static func length(_ text: UnsafePointer<CChar>) -> Int {
    var count = 0
    while text[count] != 0 { count += 1 }
    return count
  }

  private func take(_ pointer: UnsafePointer<rd_kafka_message_t>, _ gathering: inout Gathering) {
    let message = pointer.pointee
    guard let topic = message.rkt else { return }
    guard message.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
      let reason = message.payload.map { String(cString: $0.assumingMemoryBound(to: CChar.self)) }
      takeError(
        message.err, reason ?? KafkaFailure.text(message.err),
        PartitionEntry(
          partition: KafkaPartition(String(cString: rd_kafka_topic_name(topic)), message.partition), offset: message.offset,
          error: message.err), &gathering)
      return
    }
    if gathering.messages.isEmpty { places.beginBatch() }
    let index = places.index(topic: topic, number: message.partition)
    // After a connection broke, librdkafka may fetch again what it had; it was delivered once already.
    guard message.offset >= places[index].next else { return }
    places[index].next = message.offset + 1
    if places[index].inBatch < 0 { places[index].inBatch = gathering.messages.addPartition(places[index].partition) }
    var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
    // What surrounds the message in librdkafka's memory holds its time, so a copy would not do.
    let milliseconds = rd_kafka_message_timestamp(pointer, &kind)
    gathering.messages.add(
      partition: places[index].inBatch, offset: message.offset,
      milliseconds: kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : milliseconds,
      key: message.key.map { UnsafeRawBufferPointer(start: $0, count: message.key_len) },
      payload: message.payload.map { UnsafeRawBufferPointer(start: $0, count: message.len) },
      payloadBytesMax: limits.payloadBytesMax)
  }

  private func takeError(_ event: OpaquePointer, _ gathering: inout Gathering) {
    var code = rd_kafka_event_error(event)
    var reason = rd_kafka_event_error_string(event).map { String(cString: $0) } ?? KafkaFailure.text(code)
    if rd_kafka_event_error_is_fatal(event) != 0 {
      let (cause, text) = failureText { rd_kafka_fatal_error(client, $0, $1) }
      (code, reason) = (KafkaFailure.end(cause, text, address) == nil ? RD_KAFKA_RESP_ERR__FATAL : cause, text)
    }
    var place: PartitionEntry?
    if let partition = rd_kafka_event_topic_partition(event) {
      place = PartitionEntry(
        partition: KafkaPartition(String(cString: partition.pointee.topic), partition.pointee.partition),
        offset: partition.pointee.offset, error: code)
      rd_kafka_topic_partition_destroy(partition)
    }
    takeError(code, reason, place, &gathering)
  }

  private func takeError(
    _ code: rd_kafka_resp_err_t, _ reason: String, _ place: PartitionEntry?, _ gathering: inout Gathering
  ) {
    switch code {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      if let place { gathering.add(.ended(place.partition, at: place.offset)) }
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      if let place { outOfRange[place.partition] = place.offset }
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN: gathering.add(.notice(.allBrokersDown))
    case _ where KafkaFailure.isAboutATopic(code):
      gathering.add(.notice(.topicMissing(place?.partition.topic ?? address.topics.joined(separator: ","), reason: reason)))
    case _ where KafkaFailure.isAboutABroker(code):
      if let notice = brokers.fell(reason) { gathering.add(.notice(notice)) }
    default:
      if let end = KafkaFailure.end(code, reason, address) {
        failure = end
      } else {
        gathering.add(.notice(.other(code: KafkaFailure.name(code), reason: reason)))
      }
    }
  }
}

extension Duration {
  /// Rounded up, so that a short wait is one; bounded as C's int is.
  var wholeMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    if overflow { return seconds < 0 ? 0 : .max }
    let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: max(0, milliseconds.addingReportingOverflow(fraction).partialValue))
  }
}
