import CKafka

/// The partitions at hand and how far they are delivered. A message names its topic by a pointer; looking that up once a run
/// of messages keeps text out of the way of each.
struct PartitionPlaces {
  struct Place {
    let partition: KafkaPartition
    /// The first offset that was not delivered; -1 where none was.
    var next: Int64 = -1
    /// The place in the batch under construction, or -1.
    var inBatch: Int32 = -1
  }

  private struct Key: Hashable {
    let topic: OpaquePointer
    let number: Int32
  }

  private(set) var places: [Place] = []
  private var indices: [Key: Int] = [:]
  private var last: (key: Key, index: Int)?

  subscript(index: Int) -> Place {
    get { places[index] }
    set { places[index] = newValue }
  }

  mutating func index(topic: OpaquePointer, number: Int32) -> Int {
    let key = Key(topic: topic, number: number)
    if let last, last.key == key { return last.index }
    let index = indices[key] ?? added(key)
    last = (key, index)
    return index
  }

  private mutating func added(_ key: Key) -> Int {
    let partition = KafkaPartition(String(cString: rd_kafka_topic_name(key.topic)), key.number)
    let known = places.firstIndex { $0.partition == partition }
    if known == nil { places.append(Place(partition: partition)) }
    let index = known ?? places.count - 1
    indices[key] = index
    return index
  }

  /// The first offset of a partition that was not delivered; nil where none was.
  func next(of partition: KafkaPartition) -> Int64? {
    places.first { $0.partition == partition }.flatMap { $0.next < 0 ? nil : $0.next }
  }

  mutating func beginBatch() {
    for index in places.indices { places[index].inBatch = -1 }
  }

  /// Reading goes on elsewhere: what was delivered no longer says what comes next.
  mutating func forgetPosition(_ partition: KafkaPartition) {
    for index in places.indices where places[index].partition == partition { places[index].next = -1 }
  }

  /// Pointers may be used anew once their topics are let go of, so all of them are forgotten.
  mutating func remove(_ partitions: some Sequence<KafkaPartition>) {
    let gone = Set(partitions)
    places.removeAll { gone.contains($0.partition) }
    indices = [:]
    last = nil
  }

  mutating func removeAll() { self = PartitionPlaces() }
}
