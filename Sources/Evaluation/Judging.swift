public import Records

/// Collects findings as they come, and holds them against a truth.
public struct Judging: Sendable {
  private var schemes: [String: JudgedRecords] = [:]
  private var names: [String] = []
  private var nameIndex: [String: Int32] = [:]
  /// Something that was not flagged is there, so that the findings are a ranking of all records.
  public private(set) var isRanking = false
  public private(set) var count = 0

  public init() {}

  public mutating func add(
    row: Int64, scheme: String, score: Double, isFlagged: Bool, isCalibrated: Bool, loss: Money?, entity: String?
  ) {
    let name: Int32 =
      if let entity, !entity.isEmpty {
        nameIndex[entity] ?? insert(entity)
      } else { -1 }
    schemes[scheme, default: JudgedRecords(scheme: scheme)].add(
      row: row, score: score, isFlagged: isFlagged, loss: isFlagged ? loss : nil, entity: name)
    if !isCalibrated { schemes[scheme]?.isCalibrated = false }
    if !isFlagged { isRanking = true }
    count += 1
  }

  private mutating func insert(_ name: String) -> Int32 {
    let index = Int32(names.count)
    names.append(name)
    nameIndex[name] = index
    return index
  }

  /// A row that a scheme has twice.
  public func repeatedRow() -> (row: Int64, scheme: String)? {
    for (scheme, records) in schemes.sorted(by: { $0.key < $1.key }) {
      var last = Int64.min
      // Findings come in input order, so that a row that comes again mostly shows at once.
      if records.rows.allSatisfy({ row in
        defer { last = row }
        return row > last
      }) {
        continue
      }
      var seen: Set<Int64> = []
      for row in records.rows where !seen.insert(row).inserted { return (row, scheme) }
    }
    return nil
  }

  /// Every row that is in some scheme, each once.
  public var rows: Set<Int64> { schemes.values.reduce(into: []) { $0.formUnion($1.rows) } }

  public struct Judged: Sendable {
    /// By name: those of the findings and those of the truth.
    public var schemes: [JudgedRecords]
    public var schemesOfFindings: Set<String>
    public var schemesOfTruth: Set<String>
    public var isRanking: Bool
    /// Lines of the truth that say again what another said, and those that say no loss.
    public var truthRepeated: Int
    public var truthWithoutLoss: Int
    /// Records in the findings: the most that any scheme has.
    public var records: Int
  }

  public func against(_ truth: [TruthRow]) -> Judged {
    let index = TruthIndex(truth)
    var judged: [JudgedRecords] = []
    for scheme in Set(schemes.keys).union(index.frauds.keys).sorted() {
      var records = schemes[scheme] ?? JudgedRecords(scheme: scheme)
      records.names = names
      records.join(index.frauds[scheme] ?? [])
      judged.append(records)
    }
    return Judged(
      schemes: judged, schemesOfFindings: Set(schemes.keys), schemesOfTruth: Set(index.frauds.keys), isRanking: isRanking,
      truthRepeated: index.repeated, truthWithoutLoss: index.withoutLoss, records: schemes.values.map(\.count).max() ?? 0)
  }
}
