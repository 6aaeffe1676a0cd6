import Records
import TestSupport

/// What the rules and the history of a pair have in common: values, zones, lengths of time, and when it all happens.
struct Setting: Sendable {
  let profile: Profile
  let source: HarnessSchema
  let fields: FieldTable
  /// The package's zone and another.
  let zones: [ZoneFacts]
  let fiscalMonth: Int?
  /// About when the history begins.
  let beginning: Int64
  /// A few values of each kind, which cells and constants are mostly made of.
  let samples: [[Sample]]
  /// A few lengths of windows, as rules write them.
  let lengths: [String]
  let months: [Int]

  var schema: Schema { source.schema }
  var hasTime: Bool { schema.timeField != nil }

  static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ]

  init(_ profile: Profile, _ random: inout SeededGenerator) {
    self.profile = profile
    let sources = HarnessSchema.all.filter { profile.schemas.isEmpty || profile.schemas.contains($0.schema.name) }
    precondition(!sources.isEmpty, "there is no schema of these names: \(profile.schemas)")
    source = profile.schemas.isEmpty ? sources[random.weighted([8, 5, 3, 5, 2])] : random.one(of: sources)
    fields = FieldTable(source.schema)
    zones = (0..<2).map { _ in random.happens(30) ? .utc : random.one(of: ZoneFacts.all(profile)) }
    fiscalMonth = random.happens(35) ? random.below(12) : nil
    beginning = Setting.beginning(zones, profile, &random)
    samples = Setting.samples(beginning, profile, &random)
    let all = ["0.000001s", "1s", "90s", "15m", "1h", "12h", "1d", "36h", "7d", "2w", "30d", "90d", "365d", "400d"]
    lengths = (0..<3).map { _ in all[random.weighted([2, 2, 2, 3, 6, 6, 12, 4, 12, 4, 12, 6, 2, 4])] }
    months = (0..<2).map { _ in random.one(of: [1, 1, 1, 2, 3, 6, 11, 12, 12, 13, 14, 24]) }
  }

  private static func beginning(_ zones: [ZoneFacts], _ profile: Profile, _ random: inout SeededGenerator) -> Int64 {
    let changes = zones.flatMap(\.changes)
    let day = Instant.microsecondsPerDay
    let lead = random.one(of: [0, 1, 3_600_000_000, day, 20 * day])
    switch random.below(100) {
    case ..<45 where !changes.isEmpty: return random.one(of: changes) - lead
    case ..<65: return random.one(of: Moments.calendar) - lead
    case ..<75: return max(random.one(of: Moments.epoch) - (profile.hasFarTimes ? lead : 0), profile.hasFarTimes ? .min : 0)
    case ..<83 where profile.hasFarTimes: return min(max(random.one(of: Moments.far) - lead, Moments.first), Moments.last)
    default: return Moments.microseconds("2015-01-01T00:00Z") + Int64(random.below(4_000 * 86_400)) * 1_000_000
    }
  }

  private static func samples(_ beginning: Int64, _ profile: Profile, _ random: inout SeededGenerator) -> [[Sample]] {
    let hasExtremes = random.happens(30)
    return Kind.allCases.map { kind in
      var ordinary = SampleTable.ordinary[kind.rawValue]
      if kind == .time { ordinary = times(around: beginning, profile) }
      var chosen = random.some(kind == .flag ? 2 : 5, of: ordinary)
      if hasExtremes, random.happens(50) {
        let extremes = SampleTable.extreme[kind.rawValue]
        chosen += random.some(2, of: kind == .time && !profile.hasFarTimes ? ordinary : extremes)
      }
      if kind == .text || kind == .key, profile.hasUnusualTexts, random.happens(40) {
        chosen += random.some(3, of: SampleTable.unusual)
      }
      return chosen
    }
  }

  private static func times(around beginning: Int64, _ profile: Profile) -> [Sample] {
    let range = profile.timeRange
    let day = Instant.microsecondsPerDay
    let midnight = Instant(microseconds: beginning).day * day
    return [beginning, midnight, midnight + day, beginning + day, beginning - 7 * day, beginning + 30 * day, beginning + 1]
      .map { .time(min(max($0, range.lowerBound), range.upperBound)) }
  }
}

extension Profile {
  /// Times that no record leaves.
  var timeRange: ClosedRange<Int64> {
    hasFarTimes ? Moments.first...Moments.last : 0...Moments.microseconds("2037-12-31T23:59:59.999999Z")
  }
}

/// What a program's windows are made of, where a history looks for edges.
struct ProgramFacts: Hashable, Sendable {
  /// In microseconds: lengths, delays, and both together.
  var lengths: [Int64] = []
  var months: [Int] = []
  var hasCalendarWindows = false
  var hasBaselineWindows = false

  mutating func note(length: Int64) { if !lengths.contains(length) { lengths.append(length) } }

  mutating func note(months count: Int) { if !months.contains(count) { months.append(count) } }
}
