/// A table as it is, held against what the log made of it.
public struct TableComparison: Sendable {
  public enum Change: String, Hashable, Sendable {
    case appeared, changed, vanished

    var phrase: String {
      switch self {
      case .appeared: "came into the table"
      case .changed: "was changed"
      case .vanished: "went out of the table"
      }
    }
  }

  public struct Row: Hashable, Sendable {
    public var key: String
    public var block: String
    public var change: Change
    /// As it now stands.
    public var digest: RowDigest?
  }

  /// Blocks of keys whose rows are not what they should be; empty where all is well.
  public let blocks: [String]
  /// The rows themselves, where they are remembered one by one.
  public let rows: [Row]?

  /// - remembered: the rows as of the last look at the whole table.
  public init(_ actual: TableReading, expected: TableMemory, remembered: [String: RowDigest]?, table: WatchedTable) {
    blocks = actual.digest.differences(from: expected.digest)
    guard !blocks.isEmpty, let now = actual.rows, !expected.isCrowded, let base = expected.isEmptied ? [:] : remembered else {
      rows = nil
      return
    }
    var should = base
    for (key, digest) in expected.touched { should[key] = digest }
    var found: [Row] = []
    for (key, digest) in now where should[key] != digest {
      found.append(
        Row(key: key, block: table.block(ofKey: key), change: should[key] == nil ? .appeared : .changed, digest: digest))
    }
    for key in should.keys where now[key] == nil {
      found.append(Row(key: key, block: table.block(ofKey: key), change: .vanished, digest: nil))
    }
    rows = found.sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }
  }
}
