import Records

/// One message of the `pgoutput` plugin, protocol version 1. Reading it depends on nothing but its bytes.
enum LogMessage: Hashable {
  case begin(commit: LogPosition, time: Instant, transaction: UInt32)
  case commit(commit: LogPosition, end: LogPosition, time: Instant)
  case origin(String)
  case relation(LogRelation)
  case type(UInt32)
  case insert(relation: UInt32, new: LogRow)
  case update(relation: UInt32, old: LogRow?, new: LogRow)
  case delete(relation: UInt32, old: LogRow)
  case truncate(relations: [UInt32])
  case message(prefix: String, content: String, isTransactional: Bool)

  init(_ bytes: [UInt8], from offset: Int = 0) throws(LogDamage) {
    var reader = LogBytes(bytes, from: offset)
    let kind = try reader.byte()
    switch kind {
    case UInt8(ascii: "B"):
      self = .begin(commit: try reader.position(), time: try reader.time(), transaction: try reader.integer(UInt32.self))
    case UInt8(ascii: "C"):
      _ = try reader.byte()
      self = .commit(commit: try reader.position(), end: try reader.position(), time: try reader.time())
    case UInt8(ascii: "O"):
      _ = try reader.position()
      self = .origin(try reader.name())
    case UInt8(ascii: "R"): self = .relation(try LogMessage.relation(&reader))
    case UInt8(ascii: "Y"):
      let type = try reader.integer(UInt32.self)
      _ = try (reader.name(), reader.name())
      self = .type(type)
    case UInt8(ascii: "I"):
      let relation = try reader.integer(UInt32.self)
      try LogMessage.expect("N", try reader.byte())
      self = .insert(relation: relation, new: try LogMessage.row(&reader))
    case UInt8(ascii: "U"):
      let relation = try reader.integer(UInt32.self)
      var mark = try reader.byte()
      var old: LogRow?
      if mark == UInt8(ascii: "K") || mark == UInt8(ascii: "O") {
        old = try LogMessage.row(&reader)
        mark = try reader.byte()
      }
      try LogMessage.expect("N", mark)
      self = .update(relation: relation, old: old, new: try LogMessage.row(&reader))
    case UInt8(ascii: "D"):
      let relation = try reader.integer(UInt32.self)
      try LogMessage.expect("KO", try reader.byte())
      self = .delete(relation: relation, old: try LogMessage.row(&reader))
    case UInt8(ascii: "T"):
      let count = try reader.integer(UInt32.self)
      _ = try reader.byte()
      guard UInt64(count) * 4 <= UInt64(reader.left) else {
        throw LogDamage(.badCount, "it speaks of \(count) tables in \(reader.left) bytes")
      }
      var relations: [UInt32] = []
      for _ in 0..<count { relations.append(try reader.integer(UInt32.self)) }
      self = .truncate(relations: relations)
    case UInt8(ascii: "M"):
      let flags = try reader.byte()
      _ = try reader.position()
      let prefix = try reader.name()
      let count = try reader.integer(UInt32.self)
      self = .message(prefix: prefix, content: try reader.text(count: Int(count)), isTransactional: flags & 1 == 1)
    default: throw LogDamage(.unknownMessage, "there is no message of kind \(kind)")
    }
    try reader.expectEnd()
  }

  private static func relation(_ reader: inout LogBytes) throws(LogDamage) -> LogRelation {
    let id = try reader.integer(UInt32.self)
    let schema = try reader.name()
    let name = try reader.name()
    let identity = try reader.byte()
    let count = Int(try reader.integer(UInt16.self))
    var columns: [LogRelation.Column] = []
    for _ in 0..<count {
      let flags = try reader.byte()
      let name = try reader.name()
      let type = try reader.integer(UInt32.self)
      _ = try reader.integer(UInt32.self)
      columns.append(.init(name: name, type: type, isKey: flags & 1 == 1))
    }
    // The empty name stands for `pg_catalog`.
    return LogRelation(
      id: id, table: TableName(schema: schema.isEmpty ? "pg_catalog" : schema, name: name),
      keepsOldRows: identity == UInt8(ascii: "f"), columns: columns)
  }

  private static func row(_ reader: inout LogBytes) throws(LogDamage) -> LogRow {
    let count = Int(try reader.integer(UInt16.self))
    var values: [LogRow.Value] = []
    for _ in 0..<count {
      let kind = try reader.byte()
      switch kind {
      case UInt8(ascii: "n"): values.append(.null)
      case UInt8(ascii: "u"): values.append(.unchanged)
      case UInt8(ascii: "t"): values.append(.text(try reader.text(count: Int(try reader.integer(UInt32.self)))))
      default: throw LogDamage(.unknownMessage, "there is no value of kind \(kind)")
      }
    }
    return LogRow(values)
  }

  private static func expect(_ allowed: StaticString, _ byte: UInt8) throws(LogDamage) {
    let isAllowed = allowed.withUTF8Buffer { $0.contains(byte) }
    guard isAllowed else { throw LogDamage(.unknownMessage, "a row is marked \(byte) where \(allowed) is due") }
  }
}
