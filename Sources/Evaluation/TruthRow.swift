public import Records

/// What is known of one fraudulent record in one scheme.
public struct TruthRow: Hashable, Sendable {
  public var row: Int64
  public var scheme: String
  /// Nil where nobody says.
  public var loss: Money?
  public var rep: String
  /// Which kind of the scheme; empty where nobody says.
  public var variant: String

  public init(row: Int64, scheme: String, loss: Money?, rep: String = "", variant: String = "") {
    (self.row, self.scheme, self.loss, self.rep, self.variant) = (row, scheme, loss, rep, variant)
  }
}

/// The frauds of a truth, a record and scheme once each.
struct TruthIndex {
  private(set) var frauds: [String: [JudgedRecords.Fraud]] = [:]
  /// Lines that say again what another said.
  private(set) var repeated = 0
  private(set) var withoutLoss = 0

  init(_ rows: [TruthRow]) {
    var seen: Set<TruthRow> = []
    var places: [String: [Int64: Int]] = [:]
    for row in rows {
      guard seen.insert(row).inserted else {
        repeated += 1
        continue
      }
      if row.loss == nil { withoutLoss += 1 }
      let loss = row.loss?.tenThousandths ?? 0
      if let place = places[row.scheme]?[row.row] {
        // One record with several frauds of a scheme is one record to find, and all of its money.
        frauds[row.scheme]?[place].add(loss, row.variant)
      } else {
        places[row.scheme, default: [:]][row.row] = frauds[row.scheme, default: []].count
        frauds[row.scheme, default: []].append(.init(row: row.row, loss: Int128(loss), rep: row.rep, variant: row.variant))
      }
    }
  }
}

extension JudgedRecords.Fraud {
  fileprivate mutating func add(_ loss: Int64, _ other: String) {
    self.loss += Int128(loss)
    let known = variant.split(separator: "+").map(String.init)
    if !other.isEmpty, !known.contains(other) { variant = (known + [other]).sorted().joined(separator: "+") }
  }
}
