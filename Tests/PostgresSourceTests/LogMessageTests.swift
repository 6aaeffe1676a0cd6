import Records
import TestSupport
import Testing

@testable import PostgresSource

/// The log's messages, byte by byte. Whatever else arrives is named, and nothing crashes.
@Suite struct LogMessageTests {
  private static func hex(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if word.hasPrefix("'") {
        bytes += Array(word.dropFirst().utf8)
      } else {
        let digits = Array(word)
        for index in stride(from: 0, to: digits.count - 1, by: 2) {
          bytes.append(UInt8(String(digits[index...index + 1]), radix: 16) ?? 0)
        }
      }
    }
    return bytes
  }

  private static let relation =
    "'R 00004001 'sales 00 'orders 00 'f 0002 01 'id 00 00000017 ffffffff 00 'note 00 00000019 ffffffff"

  static let golden: [(String, LogMessage)] = [
    (
      "'B 00000000016b3748 0000000000000000 000002e5",
      .begin(commit: LogPosition(0x16B3748), time: Instant(microseconds: 946_684_800_000_000), transaction: 741)
    ),
    (
      "'C 00 00000000016b3748 00000000016b3778 00000000000f4240",
      .commit(
        commit: LogPosition(0x16B3748), end: LogPosition(0x16B3778), time: Instant(microseconds: 946_684_801_000_000))
    ),
    ("'O 0000000000000001 'elsewhere 00", .origin("elsewhere")), ("'Y 00004005 'sales 00 'mood 00", .type(0x4005)),
    (
      relation,
      .relation(
        LogRelation(
          id: 0x4001, table: TableName(schema: "sales", name: "orders"), keepsOldRows: true,
          columns: [.init(name: "id", type: 23, isKey: true), .init(name: "note", type: 25, isKey: false)]))
    ),
    ("'I 00004001 'N 0002 't 00000001 '7 'n", .insert(relation: 0x4001, new: LogRow([.text("7"), .null]))),
    ("'U 00004001 'N 0002 't 00000001 '7 'u", .update(relation: 0x4001, old: nil, new: LogRow([.text("7"), .unchanged]))),
    (
      "'U 00004001 'O 0002 't 00000001 '7 't 00000000 'N 0002 't 00000001 '8 'u",
      .update(relation: 0x4001, old: LogRow([.text("7"), .text("")]), new: LogRow([.text("8"), .unchanged]))
    ),
    (
      "'U 00004001 'K 0002 't 00000001 '7 'n 'N 0002 't 00000001 '8 'n",
      .update(relation: 0x4001, old: LogRow([.text("7"), .null]), new: LogRow([.text("8"), .null]))
    ), ("'D 00004001 'K 0002 't 00000001 '7 'n", .delete(relation: 0x4001, old: LogRow([.text("7"), .null]))),
    ("'T 00000002 01 00004001 00004002", .truncate(relations: [0x4001, 0x4002])),
    ("'M 00 0000000000000009 'sheriff 00 00000002 'hi", .message(prefix: "sheriff", content: "hi", isTransactional: false)),
  ]

  @Test func everyKindOfMessageIsRead() throws {
    for (text, message) in LogMessageTests.golden {
      let bytes = LogMessageTests.hex(text)
      #expect(try LogMessage(bytes) == message, "\(text)")
      // Cut off anywhere it is damaged, and so is whatever has more than it should.
      for count in 0..<bytes.count { #expect(throws: LogDamage.self) { try LogMessage(Array(bytes[..<count])) } }
      #expect(throws: LogDamage.self) { try LogMessage(bytes + [0]) }
    }
  }

  @Test(
    arguments: [
      ("'S 00", LogDamage.Code.unknownMessage), ("'I 00004001 'K 0000", .unknownMessage),
      ("'I 00004001 'N 0001 'b 00000000", .unknownMessage),
      ("'I 00004001 'N 0001 't ffffffff '7", .truncated), ("'I 00004001 'N ffff 'n", .truncated), ("'T ffffffff 00", .badCount),
      ("'O 0000000000000001 ff 00", .badText), ("'B 0000000000000000 7fffffffffffffff 00000001", .badTime), ("", .truncated),
      ("'M 00 0000000000000009 'sheriff 00 ffffffff 'hi", .truncated),
    ] as [(String, LogDamage.Code)])
  func damageIsNamed(text: String, code: LogDamage.Code) {
    #expect { try LogMessage(LogMessageTests.hex(text)) } throws: { ($0 as? LogDamage)?.code == code }
  }

  @Test func whateverTheOrderOfMessagesNothingCrashes() throws {
    var assembly = LogAssembly(transactionBytesMax: 1000)
    let (position, insert) = (LogPosition(1), LogMessage.insert(relation: 0x4001, new: LogRow([.text("7"), .null])))
    let begin = LogMessage.begin(commit: LogPosition(9), time: Instant(microseconds: 0), transaction: 1)
    func code(_ message: LogMessage, bytes: Int = 10) -> LogDamage.Code? {
      do throws(LogDamage) {
        _ = try assembly.feed(message, at: position, byteCount: bytes)
        return nil
      } catch { return error.code }
    }
    #expect(code(insert) == .outOfPlace)
    #expect(code(.origin("x")) == .outOfPlace)
    #expect(code(.commit(commit: position, end: position, time: Instant(microseconds: 0))) == .outOfPlace)
    #expect(code(begin) == nil && code(begin) == .outOfPlace)
    #expect(code(insert) == .unknownRelation && code(.truncate(relations: [5])) == .unknownRelation)
    #expect(code(try LogMessage(LogMessageTests.hex(LogMessageTests.relation))) == nil && code(insert) == nil)
    #expect(code(.insert(relation: 0x4001, new: LogRow([.null]))) == .badCount)
    #expect(code(insert, bytes: 1000) == .tooLarge)
    #expect(code(.commit(commit: LogPosition(8), end: position, time: Instant(microseconds: 0))) == .outOfPlace)
  }

  /// Long values that an update leaves alone are taken from the old row.
  @Test func whatTheLogDoesNotRepeatIsTakenFromTheOldRow() throws {
    var assembly = LogAssembly()
    let messages = try [
      "'B 0000000000000009 0000000000000000 00000001", LogMessageTests.relation, LogMessageTests.golden[7].0,
      "'C 00 0000000000000009 000000000000000a 0000000000000000",
    ]
    .map { try LogMessage(LogMessageTests.hex($0)) }
    let events = try messages.compactMap { try assembly.feed($0, at: LogPosition(5), byteCount: 1) }
    guard case .transaction(let transaction) = try #require(events.first) else { return #expect(Bool(false)) }
    #expect(
      transaction.changes.map(\.action) == [.update(old: LogRow([.text("7"), .text("")]), new: LogRow([.text("8"), .text("")]))])
    #expect(transaction.end == LogPosition(10) && transaction.id == 1)
  }

  @Test func mutatedMessagesAreReadOrNamed() {
    let seeds = LogMessageTests.golden.map { LogMessageTests.hex($0.0) }
    var assembly = LogAssembly(transactionBytesMax: 100_000)
    var read = 0
    fuzz("log messages", seed: 5, rounds: 20_000) { random, _ in
      var bytes = seeds.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert([0, 1, 0x7F, 0xFF].randomElement(using: &random) ?? 0, at: place)
        default: bytes = Array(bytes[..<place]) + (seeds.randomElement(using: &random) ?? [])
        }
      }
      if let message = try? LogMessage(bytes) {
        read += 1
        _ = try? assembly.feed(message, at: .zero, byteCount: bytes.count)
      }
      _ = try? ReplicationFrame(bytes)
      return bytes.count
    }
    #expect(read > 1000)
  }

  @Test func framesAreReadAndWritten() throws {
    #expect(
      try ReplicationFrame(LogMessageTests.hex("'w 0000000000000005 0000000000000006 0000000000000007 'B"))
        == .data(start: LogPosition(5), payload: 25))
    #expect(
      try ReplicationFrame(LogMessageTests.hex("'k 0000000000000005 0000000000000006 01"))
        == .keepalive(end: LogPosition(5), wantsReply: true))
    for text in ["", "'k 00", "'w 00", "'x 00", "'k 0000000000000005 0000000000000006 01 00"] {
      #expect(throws: LogDamage.self) { try ReplicationFrame(LogMessageTests.hex(text)) }
    }
    let status = ReplicationFrame.status(confirmed: LogPosition(0x0102_0304), now: Instant(microseconds: 946_684_800_000_001))
    #expect(status == LogMessageTests.hex("'r 0000000001020304 0000000001020304 0000000001020304 0000000000000001 00"))
  }
}
