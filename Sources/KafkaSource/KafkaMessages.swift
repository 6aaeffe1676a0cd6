public import Records

/// Messages as they came, their bytes one after the other in one buffer.
public struct KafkaMessages: Sendable {
  /// What this batch has messages of.
  public private(set) var partitions: [KafkaPartition] = []
  /// The keys and payloads of all messages.
  public private(set) var bytes: [UInt8] = []
  private var entries: [Entry] = []

  public enum Payload: Hashable, Sendable {
    /// A place in `bytes`.
    case bytes(Range<Int>)
    /// A message without content: whatever has its key is to be forgotten.
    case tombstone
    /// A message longer than the consumer takes; its bytes were left behind.
    case oversized(byteCount: Int)
  }

  public struct Message: Sendable {
    /// A place in `partitions`.
    public let partition: Int
    public let offset: Int64
    /// When the producer made it or the broker took it, as the topic is set.
    public let timestamp: Instant?
    /// A place in `bytes`; nil where there is no key.
    public let key: Range<Int>?
    public let payload: Payload
  }

  private struct Entry: Sendable {
    var offset: Int64
    var milliseconds: Int64
    var start: Int
    /// -1 where there is none.
    var keyCount: Int
    var payloadCount: Int
    var partition: Int32
    var isCopied: Bool
  }

  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }

  public subscript(index: Int) -> Message {
    let entry = entries[index]
    let payloadStart = entry.start + max(0, entry.keyCount)
    return Message(
      partition: Int(entry.partition), offset: entry.offset,
      timestamp: Instant.sinceMilliseconds(entry.milliseconds), key: entry.keyCount < 0 ? nil : entry.start..<payloadStart,
      payload: entry.payloadCount < 0
        ? .tombstone
        : entry.isCopied
          ? .bytes(payloadStart..<payloadStart + entry.payloadCount) : .oversized(byteCount: entry.payloadCount))
  }

  mutating func addPartition(_ partition: KafkaPartition) -> Int32 {
    partitions.append(partition)
    return Int32(partitions.count - 1)
  }

  mutating func reserve(messages: Int) { entries.reserveCapacity(messages) }

  /// - key, payload: nil where the message has none.
  mutating func add(
    partition: Int32, offset: Int64, milliseconds: Int64, key: UnsafeRawBufferPointer?, payload: UnsafeRawBufferPointer?,
    payloadBytesMax: Int
  ) {
    let start = bytes.count
    if let key { bytes.append(contentsOf: key) }
    let isCopied = (payload?.count ?? 0) <= payloadBytesMax
    if let payload, isCopied { bytes.append(contentsOf: payload) }
    entries.append(
      Entry(
        offset: offset, milliseconds: milliseconds, start: start, keyCount: key?.count ?? -1, payloadCount: payload?.count ?? -1,
        partition: partition, isCopied: isCopied))
  }
}

extension Instant {
  /// Nil where there is no time, or none that can be held.
  fileprivate static func sinceMilliseconds(_ milliseconds: Int64) -> Instant? {
    let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
    return milliseconds < 0 || overflow ? nil : Instant(microseconds: microseconds)
  }
}
