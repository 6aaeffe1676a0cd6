/// What a consumer has to say, in the order in which it came about.
public enum KafkaEvent: Sendable {
  /// The group gave us these partitions. Nothing of them is read until `start` says from where.
  case assigned([KafkaPartition])
  /// The group wants these partitions back. Nothing of them is read any more, and nobody else gets them until `release`: what
  /// belongs to them can be kept and committed first.
  case revoked([KafkaPartition])
  /// The group has taken these partitions already, because it did not hear of us for too long. Another may be reading them, so
  /// whatever was not committed belongs to that one.
  case lost([KafkaPartition])
  case messages(KafkaMessages)
  /// All messages before this offset are read, and there are no more for now.
  case ended(KafkaPartition, at: Int64)
  case notice(KafkaNotice)
}

/// What the owner should know while reading goes on.
public enum KafkaNotice: Hashable, Sendable {
  /// A broker cannot be reached. The client goes on trying.
  case brokerDown(String, reason: String)
  /// A broker that was told to be down is there again.
  case brokerUp(String)
  case allBrokersDown
  /// The broker does not have the offset that was asked for; reading goes on at `first`, the earliest there is.
  case offsetOutOfRange(KafkaPartition, wanted: Int64, first: Int64, end: Int64)
  /// There is no such topic, or not yet.
  case topicMissing(String, reason: String)
  /// Something else that librdkafka mends by itself.
  case other(code: String, reason: String)

  /// How many numbers were lost with the messages that the broker no longer has; 0 where the topic was cut back.
  public var lostCount: Int64 {
    guard case .offsetOutOfRange(_, let wanted, let first, _) = self else { return 0 }
    return max(0, first - wanted)
  }
}

extension KafkaNotice: CustomStringConvertible {
  public var description: String {
    switch self {
    case .brokerDown(let name, let reason): "broker \(name) cannot be reached, and is tried again: \(reason)"
    case .brokerUp(let name): "broker \(name) is there again"
    case .allBrokersDown: "no broker can be reached; reading goes on once one is there"
    case .offsetOutOfRange(let partition, let wanted, let first, let end) where wanted > end:
      "\(partition): offset \(wanted) was asked for, but the broker has \(first) to \(end): the topic was made anew or cut back; "
        + "reading begins at \(first)"
    case .offsetOutOfRange(let partition, let wanted, let first, _):
      "\(partition): the broker no longer has offsets \(wanted) to \(first - 1), \(first - wanted) numbers; reading goes on at "
        + "\(first). Raise the topic's retention, or read more often"
    case .topicMissing(let topic, let reason): "topic \(topic) cannot be read: \(reason); it is waited for"
    case .other(let code, let reason): "\(code): \(reason)"
    }
  }
}
