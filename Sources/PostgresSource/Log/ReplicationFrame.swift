import Records

/// What the server sends between a message's bytes: data, or a sign of life.
enum ReplicationFrame: Hashable {
  /// - payload: where the plugin's message begins.
  case data(start: LogPosition, payload: Int)
  case keepalive(end: LogPosition, wantsReply: Bool)

  init(_ bytes: [UInt8]) throws(LogDamage) {
    var reader = LogBytes(bytes)
    switch try reader.byte() {
    case UInt8(ascii: "w"):
      let start = try reader.position()
      _ = try (reader.position(), reader.time())
      self = .data(start: start, payload: reader.offset)
    case UInt8(ascii: "k"):
      let end = try reader.position()
      _ = try reader.time()
      self = .keepalive(end: end, wantsReply: try reader.byte() == 1)
      try reader.expectEnd()
    case let kind: throw LogDamage(.unknownMessage, "there is no frame of kind \(kind)")
    }
  }

  /// What we tell the server: up to where it may forget. Nothing is said to be written or applied that is not also kept.
  static func status(confirmed: LogPosition, now: Instant) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "r")]
    func append(_ value: UInt64) {
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    for _ in 0..<3 { append(confirmed.value) }
    append(UInt64(bitPattern: now.microseconds &- LogBytes.year2000))
    bytes.append(0)
    return bytes
  }
}
