import Records

/// All that a monitor goes on with: where it stood in its source, and what its judge had seen.
struct MonitorMemory {
  var place: [UInt8]
  /// How many of the rejects are kept, and where.
  var rejects: Int64
  var rejectsPlace: String
  var records: Int64
  var alerts: Int64

  private static let magic = "sheriff monitor 2"

  func bytes(_ judge: any StreamJudge, _ health: StreamHealth) -> [UInt8] {
    var body = StateWriter()
    body.add(bytes: place)
    for number in [rejects, records, alerts] { body.add(number) }
    body.add(text: rejectsPlace)
    health.write(to: &body)
    judge.write(to: &body)
    var whole = StateWriter()
    whole.add(text: MonitorMemory.magic)
    whole.add(WordChecksum.of(body.bytes))
    whole.add(bytes: body.bytes)
    return whole.bytes
  }

  /// Reads what was written, and lets the judge take up its part.
  static func read(
    _ bytes: [UInt8], _ judge: any StreamJudge, _ health: inout StreamHealth
  ) throws(StateError) -> (memory: MonitorMemory, notes: [String]) {
    var whole = StateReader(bytes[...])
    guard try whole.text() == magic else { throw StateError("it is of another version, or no monitor's at all") }
    let checksum = try whole.number()
    let body = try whole.bytesList()
    guard whole.isAtEnd, checksum == WordChecksum.of(Array(body)) else { throw StateError("it was torn or altered") }
    var reader = StateReader(body)
    let place = Array(try reader.bytesList())
    var numbers: [Int64] = []
    for _ in 0..<3 {
      let number = try reader.number()
      guard number >= 0 else { throw StateError("a count is below nothing") }
      numbers.append(number)
    }
    let rejectsPlace = try reader.text()
    var restored = health
    try restored.restore(&reader)
    let notes = try judge.restore(&reader)
    guard reader.isAtEnd else { throw StateError("there is more in it than was written") }
    health = restored
    let memory = MonitorMemory(
      place: place, rejects: numbers[0], rejectsPlace: rejectsPlace, records: numbers[1], alerts: numbers[2])
    return (memory, notes)
  }
}
