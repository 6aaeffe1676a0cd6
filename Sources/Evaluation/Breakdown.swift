/// What is found of one part of the frauds: of one rep, or of one variant.
public struct Breakdown: Sendable {
  public var name: String
  /// Records that were looked at; nil where nobody knows.
  public var records: Int?
  public var flags = FlagCounts()
  public var lost: Int128 = 0
  public var found: Int128 = 0

  init(name: String) { self.name = name }

  public var foundShare: Double? { lost > 0 ? Double(found) / Double(lost) : nil }

  /// By variant, as the truth names them; those with the most to find first. Flags on honest records belong to none.
  public static func byVariant(_ records: JudgedRecords) -> [Breakdown] {
    var parts: [String: Breakdown] = [:]
    for fraud in records.frauds {
      add(fraud, records, to: &parts[fraud.variant, default: Breakdown(name: fraud.variant)])
    }
    return parts.values.map(\.withRightFlagsOnly).sorted { ($1.flags.frauds, $0.name) < ($0.flags.frauds, $1.name) }
  }

  /// By rep: whom the truth names, or the finding where the truth names nobody. Those with the most lost first, then those
  /// with the most flags.
  ///
  /// - population: how many records each has, where the findings hold only some of them.
  public static func byRep(_ records: JudgedRecords, population: [String: Int]?) -> [Breakdown] {
    var parts: [String: Breakdown] = [:]
    func name(_ place: Int) -> String {
      let fraud = records.fraudPlaces[place]
      if fraud >= 0, !records.frauds[Int(fraud)].rep.isEmpty { return records.frauds[Int(fraud)].rep }
      let entity = records.entities[place]
      return entity >= 0 ? records.names[Int(entity)] : ""
    }
    var counts: [String: Int] = [:]
    for place in records.rows.indices {
      let name = name(place)
      counts[name, default: 0] += 1
      if records.isFlagged[place] { parts[name, default: Breakdown(name: name)].flags.flagged += 1 }
    }
    for fraud in records.frauds {
      let name = fraud.rep.isEmpty ? fraud.place.map(name) ?? "" : fraud.rep
      add(fraud, records, to: &parts[name, default: Breakdown(name: name)])
    }
    for name in Set(counts.keys).union(population.map { Set($0.keys) } ?? []) {
      parts[name, default: Breakdown(name: name)].records = population.map { $0[name] ?? 0 } ?? counts[name]
    }
    return parts.values.sorted { ($1.lost, $1.flags.flagged, $0.name) < ($0.lost, $0.flags.flagged, $1.name) }
  }

  private static func add(_ fraud: JudgedRecords.Fraud, _ records: JudgedRecords, to part: inout Breakdown) {
    part.flags.frauds += 1
    part.lost += fraud.loss
    guard let place = fraud.place, records.isFlagged[place] else { return }
    part.flags.right += 1
    part.found += fraud.loss
  }

  private var withRightFlagsOnly: Breakdown {
    var part = self
    part.flags.flagged = flags.right
    return part
  }
}
