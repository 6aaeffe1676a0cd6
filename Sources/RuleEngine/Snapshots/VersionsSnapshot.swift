import Records
import RuleLanguage

/// Versions by id in the order of the ids' bytes, field by field.
struct VersionsWriting {
  private(set) var versions: [(slot: Int32, version: Versions.Slot)] = []
  private var ids: [String] = []

  init(_ kept: Versions) {
    let places = Array(kept.places)
    ids.reserveCapacity(places.count)
    versions.reserveCapacity(places.count)
    for index in SnapshotTexts.order(places.map(\.key)) {
      let (id, place) = places[index]
      guard let version = kept.slot(place) else { continue }
      ids.append(id)
      versions.append((place, version))
    }
  }

  /// - fields: the names of the fields that rules ask a version before for, in the order of the versions' values.
  func write(to writer: inout SnapshotWriter, fields: [String]) {
    let order = fields.indices.sorted { fields[$0] < fields[$1] }
    writer.add(fields.count)
    for field in order { writer.add(text: fields[field]) }
    writer.add(ids.count)
    writer.add(texts: ids)
    for (_, version) in versions { writer.add(version.time) }
    for (_, version) in versions { writer.add(version.sequence) }
    for (_, version) in versions { writer.add(bytes: version.digest) }
    for field in order {
      for (_, version) in versions { write(version.previous[field], to: &writer) }
    }
  }

  private func write(_ value: Value, to writer: inout SnapshotWriter) {
    switch value {
    case .missing(let cause):
      writer.add(cause == .insufficient ? 1 : 0)
      writer.add(0)
    case .text(let text):
      writer.add(WrittenValue.text)
      writer.add(text: text)
    case .money(let word): write(WrittenValue.money, word, to: &writer)
    case .integer(let word): write(WrittenValue.integer, word, to: &writer)
    case .duration(let word): write(WrittenValue.duration, word, to: &writer)
    case .time(let word): write(WrittenValue.time, word, to: &writer)
    case .number(let number): write(WrittenValue.number, bits(number), to: &writer)
    case .flag(let flag): write(WrittenValue.flag, flag ? 1 : 0, to: &writer)
    }
  }

  private func write(_ tag: Int64, _ word: Int64, to writer: inout SnapshotWriter) {
    writer.add(tag)
    writer.add(word)
  }
}

/// How a value of a field says which it is; 0 and 1 are missing ones.
enum WrittenValue {
  static let (money, number, integer, duration, time, text, flag): (Int64, Int64, Int64, Int64, Int64, Int64, Int64) =
    (2, 3, 4, 5, 6, 7, 8)

  static func tag(of type: FieldType) -> Int64 {
    switch type {
    case .money: money
    case .number, .percent: number
    case .integer: integer
    case .duration: duration
    case .time: time
    case .flag: flag
    case .text, .key, .identity: text
    }
  }

  static func read(_ reader: inout SnapshotReader, _ type: FieldType) throws(SnapshotError) -> Value {
    let tag = try reader.word("a value's kind")
    if tag == text, WrittenValue.tag(of: type) == text { return .text(try reader.text("a text")) }
    let word = try reader.word("a value")
    if tag == 0 || tag == 1 { return .missing(tag == 1 ? .insufficient : .absent) }
    guard tag == WrittenValue.tag(of: type) else { throw .inconsistent("a value is of another kind than its field") }
    switch tag {
    case money: return .money(word)
    case number: return .number(RuleEngine.number(word))
    case integer: return .integer(word)
    case duration: return .duration(word)
    case time: return .time(word)
    default: return .flag(word == 1)
    }
  }
}

/// The same while it is read: slots are given in the order in which versions were written.
struct VersionsReading {
  private(set) var slots: [Versions.Slot?] = []
  private(set) var places: [String: Int32] = [:]
  /// Of the fields that rules ask for now, those of which nothing is known.
  private(set) var unknownFields: [String] = []

  /// - fields: those that rules ask for now, in the order of the versions' values.
  init(
    _ reader: inout SnapshotReader, _ schema: Schema, fields: [Int], clock: Int64, sequence: Int64
  ) throws(SnapshotError) {
    var written: [Int] = []
    for _ in 0..<(try reader.count("fields of versions", words: 1)) {
      let name = try reader.text("a field's name")
      guard let field = schema.field(named: name) else { throw .inconsistent("there is no field `\(name)`") }
      written.append(field)
    }
    let count = try reader.count("versions", words: 7 + written.count * 2)
    guard count < Int(Int32.max) else { throw .inconsistent("there are \(count) versions") }
    let ids = try reader.texts(count, "ids")
    let times = try reader.words(count, "times of versions")
    let sequences = try reader.words(count, "sequences of versions")
    let digests = try reader.bytes(count * 32, "contents of versions")
    slots.reserveCapacity(count)
    places.reserveCapacity(count)
    let missing = [Value](repeating: .missing(.absent), count: fields.count)
    for place in 0..<count {
      let (time, own) = (times[place], sequences[place])
      let (age, overflow) = clock.subtractingReportingOverflow(time)
      guard !overflow, age >= 0, age <= Versions.memory, own >= 1, own <= sequence else {
        throw .inconsistent("a version is not of its time")
      }
      let digest = Array(digests[place * 32..<place * 32 + 32])
      slots.append(Versions.Slot(time: time, sequence: own, digest: digest, previous: missing))
      places[String(decoding: ids[place], as: UTF8.self)] = Int32(place)
    }
    guard places.count == count else { throw .inconsistent("an id comes twice") }
    for field in written {
      let target = fields.firstIndex(of: field)
      for place in 0..<count {
        let value = try WrittenValue.read(&reader, schema.fields[field].type)
        if let target { slots[place]?.previous[target] = value }
      }
    }
    unknownFields = fields.filter { !written.contains($0) }.map { schema.fields[$0].name }
  }

  func install(in versions: Versions) {
    (versions.slots, versions.places, versions.free) = (slots, places, [])
    versions.sweepAt = max(4096, places.count * 2)
  }
}
