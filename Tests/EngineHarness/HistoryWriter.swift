import Records
import TestSupport

/// Writes a history for a program: few values and few keys, so that windows fill and conditions change, and times where the
/// program's windows have their edges.
struct HistoryWriter {
  let setting: Setting
  let facts: ProgramFacts
  var random: SeededGenerator
  let schema: Schema
  let timeRange: ClosedRange<Int64>
  private(set) var records: [GeneratedRecord] = []
  /// The time of each record that has one.
  var times: [Int64] = []
  var clock: Int64
  /// The last record under each id, in the order in which ids came.
  var identities: [(text: String, last: Int, isDeleted: Bool)] = []
  private var row: Int64 = 0
  /// Per field the cells that records mostly have, and how many percent have none.
  private var cells: [[String]] = []
  private var missing: [Int] = []
  /// Per list the cells that each field of its elements mostly has.
  private var elementCells: [[[String]]] = []
  /// How many percent of the records are later versions.
  let versionShare: Int
  let lateShare: Int
  /// How far apart records mostly are, in seconds: so that some of the program's windows hold several.
  let pace: Int

  init(_ setting: Setting, _ facts: ProgramFacts, _ random: SeededGenerator, isPlain: Bool = false) {
    (self.setting, self.facts, self.random, schema) = (setting, facts, random, setting.schema)
    timeRange = setting.profile.timeRange
    clock = min(max(setting.beginning, timeRange.lowerBound), timeRange.upperBound)
    let profile = setting.profile
    versionShare = profile.hasVersions && !isPlain ? self.random.one(of: [0, 10, 30, 45]) : 0
    lateShare = profile.hasLateRecords && !isPlain ? self.random.one(of: [0, 5, 15, 30]) : 0
    let length = facts.lengths.isEmpty ? 604_800_000_000 : self.random.one(of: facts.lengths)
    pace = max(1, Int(length / 1_000_000) / self.random.one(of: [2, 5, 15]))
    let often = self.random.one(of: [0, 3, 10, 25])
    for field in schema.fields {
      cells.append(choose(field.type))
      missing.append(field.isRequired ? 0 : self.random.happens(40) ? 0 : often)
    }
    for list in schema.lists { elementCells.append(list.fields.map { choose($0.type) }) }
  }

  mutating func history(_ count: Int) -> [GeneratedRecord] {
    while records.count < count { step() }
    return records
  }

  private mutating func step() {
    if random.below(100) < versionShare, version() { return }
    var events: [HistoryEvent] = []
    var record = GeneratedRecord(row: 0, cells: freshCells(), lists: freshLists())
    if let place = schema.timeField { record.cells[place] = Sample.time(nextTime(&events)).cell }
    if let place = schema.identityField {
      if random.happens(4) {
        record.cells[place] = nil
        events.append(.withoutIdentity)
      } else {
        record.cells[place] = newIdentity()
      }
    } else if versionShare > 0, random.happens(5) {
      // Where nothing identifies a record, an update is one more record, and a delete deletes nothing.
      record.operation = random.one(of: [.update, .delete])
      if record.operation == .delete { events.append(.emptyDeletion) }
    }
    record.events = events
    add(record)
  }

  /// Gives the record its row and moves the clock on.
  mutating func add(_ record: GeneratedRecord) {
    var record = record
    row += random.happens(4) ? Int64(random.whole(2...5)) : 1
    record.row = row
    if let place = schema.timeField, let cell = record.cells[place] {
      let time = Moments.microseconds(cell)
      times.append(time)
      clock = max(clock, time)
    }
    if let place = schema.identityField, let text = record.cells[place] {
      let entry = (text: text, last: records.count, isDeleted: record.operation == .delete)
      if let known = identities.firstIndex(where: { $0.text == text }) {
        identities[known] = entry
      } else {
        identities.append(entry)
      }
    }
    records.append(record)
  }

  private mutating func newIdentity() -> String {
    let prefix = schema.name.prefix(1)
    return setting.profile.hasUnusualTexts && random.happens(3)
      ? "e\u{301}\(identities.count + 1)" : "\(prefix)\(identities.count + 1)"
  }

  // MARK: Cells

  private mutating func choose(_ type: FieldType) -> [String] {
    guard let kind = setting.fields.kind(of: type) ?? (type.name == "money" ? .money : nil) else { return [] }
    let samples = setting.samples[kind.rawValue].map(\.cell)
    return random.some(random.whole(kind == .key ? 1...3 : 2...5), of: samples)
  }

  mutating func freshCells() -> [String?] { schema.fields.indices.map { cell(of: $0) } }

  mutating func cell(of place: Int) -> String? {
    let field = schema.fields[place]
    if place == schema.timeField || place == schema.identityField { return nil }
    if random.below(100) < missing[place] { return random.happens(50) ? field.missingSpellings.first : nil }
    return value(field.type, cells[place])
  }

  private mutating func value(_ type: FieldType, _ usual: [String]) -> String? {
    if random.happens(75) { return random.one(of: usual) }
    switch type {
    case .money: return "\(Money(unchecked: Int64(random.below(4_000_000)) - 400_000))"
    case .integer: return "\(random.below(60) - 10)"
    case .number: return "\(Double(random.below(200_000) - 50_000) / random.one(of: [1, 8, 10, 1_000, 7]))"
    case .percent: return random.happens(50) ? "\(random.below(120))%" : "\(Double(random.below(1_000)) / 1_000)"
    case .duration: return "\(random.below(200_000))\(random.one(of: ["s", "m"]))"
    // Beside the record's own, so that durations between the two are ordinary.
    case .time: return Sample.time(bounded(clock + Int64(random.below(20 * 86_400)) * 1_000_000 - 864_000_000_000)).cell
    default: return random.one(of: usual)
    }
  }

  func bounded(_ time: Int64) -> Int64 { min(max(time, timeRange.lowerBound), timeRange.upperBound) }

  mutating func freshLists() -> [[[String?]]] {
    schema.lists.indices.map { list in
      let count = random.one(of: [0, 0, 1, 1, 1, 2, 2, 3, 4, 6])
      return (0..<count).map { _ in element(list) }
    }
  }

  private mutating func element(_ list: Int) -> [String?] {
    schema.lists[list].fields.indices.map { place in
      random.happens(8) ? nil : value(schema.lists[list].fields[place].type, elementCells[list][place])
    }
  }
}
