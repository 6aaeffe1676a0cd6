public import Records

/// One partition's messages as a source that goes on. They are brought by whoever owns the consumer; a record's row is its message's offset.
public final class PartitionSource: FollowedSource {
  public let partition: KafkaPartition
  public var schema: Schema { records.schema }
  public var symbols: SymbolTable { records.symbols }
  private let records: any MessageRecords

  /// What was brought and not handed over yet.
  private var queue: [(messages: KafkaMessages, indices: ArraySlice<Int>)] = []
  private var notices: [SourceNotice] = []
  /// The first offset that was not handed over; nil where nothing says.
  public private(set) var position: Int64?
  /// The first offset that whoever follows may still want again.
  public private(set) var confirmed: Int64?
  /// How many messages wait to be handed over.
  public private(set) var waiting = 0

  private static let batchMax = 4096

  public init(_ partition: KafkaPartition, _ records: any MessageRecords) {
    (self.partition, self.records) = (partition, records)
  }

  // MARK: what its owner brings

  /// - indices: of this partition's messages among them, in order.
  public func bring(_ messages: KafkaMessages, _ indices: [Int]) {
    guard !indices.isEmpty else { return }
    queue.append((messages, indices[...]))
    waiting += indices.count
  }

  /// What waits is left to whoever reads the partition next.
  public func drop() { (queue, waiting) = ([], 0) }

  public func note(_ kind: SourceNotice.Kind, _ text: String) {
    notices.append(SourceNotice(kind, source: "\(partition)", text))
  }

  // MARK: what is handed over

  public func next() throws(SourceError) -> RecordBatch? {
    guard let (messages, indices) = queue.first else { return nil }
    let taken = indices.prefix(PartitionSource.batchMax)
    if taken.count == indices.count { queue.removeFirst() } else { queue[0].indices = indices.dropFirst(taken.count) }
    waiting -= taken.count
    var read: [RecordMessage] = []
    read.reserveCapacity(taken.count)
    var rejects: [RejectedRecord] = []
    for index in taken {
      let message = messages[index]
      position = message.offset + 1
      switch message.payload {
      case .bytes(let range): read.append(RecordMessage(bytes: range, row: message.offset))
      case .tombstone:
        rejects.append(refused(message, .missingValue, "the message has no payload: whatever has its key is to be forgotten"))
      case .oversized(let count):
        rejects.append(refused(message, .tooLong, "the message has \(count) bytes, more than are taken"))
      }
    }
    let end = SourcePosition(source: "\(partition)", row: position ?? 0, part: "\(partition)")
    var batch = records.batch(of: read, in: messages.bytes, end: end)
    if !rejects.isEmpty { batch.rejects = (batch.rejects + rejects).sorted { $0.row < $1.row } }
    return batch
  }

  private func refused(
    _ message: KafkaMessages.Message, _ reason: RejectedRecord.Reason, _ text: String
  ) -> RejectedRecord {
    RejectedRecord(source: "\(partition)", line: 0, row: message.offset, reason: reason, message: text, text: "")
  }

  /// Its owner waits, for all partitions at once.
  public func wait(_ limit: Duration) {}

  public func place() throws(SourceError) -> [UInt8] {
    var writer = StateWriter()
    writer.add(text: partition.topic)
    for number in [Int64(partition.number), position ?? -1] { writer.add(number) }
    return writer.bytes
  }

  public func resume(at place: [UInt8]) throws(SourceError) {
    var reader = StateReader(place[...])
    do throws(StateError) {
      let topic = try reader.text()
      let number = try reader.number()
      let offset = try reader.number()
      guard reader.isAtEnd, topic == partition.topic, number == Int64(partition.number), offset >= -1 else {
        throw StateError("it is another partition's")
      }
      position = offset < 0 ? nil : offset
    } catch {
      throw SourceError(.badSchema, source: "\(partition)", "the place that was kept is none in this partition: \(error)")
    }
  }

  public func confirm(_ place: [UInt8]) throws(SourceError) { confirmed = position }

  public func takeNotices() -> [SourceNotice] {
    defer { notices = [] }
    return notices
  }
}
