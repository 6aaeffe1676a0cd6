/// One of the logs that a topic consists of. Offsets count its messages; some numbers may be missing.
public struct KafkaPartition: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var topic: String
  public var number: Int32

  public init(_ topic: String, _ number: Int32) { (self.topic, self.number) = (topic, number) }

  public static func < (left: KafkaPartition, right: KafkaPartition) -> Bool {
    (left.topic, left.number) < (right.topic, right.number)
  }

  public var description: String { "\(topic)/\(number)" }
}
