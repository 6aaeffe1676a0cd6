/// Sums a forest's leaves for rows, bit for bit as XGBoost does. Owns a little memory that it works in, and takes none for a row; one
/// thread at a time may use it, others a copy of their own.
public final class ForestScorer {
  /// Rows that go through a tree before the next one's turn.
  private static let passRows = 64

  let tables: ScoringTables
  private let keys: UnsafeMutablePointer<UInt32>
  private let sums: UnsafeMutablePointer<Float>

  public convenience init(_ forest: Forest) { self.init(tables: ScoringTables(forest)) }

  private init(tables: ScoringTables) {
    self.tables = tables
    keys = .allocated([UInt32](repeating: 0, count: max(tables.slots.count, 1) * Self.passRows))
    sums = .allocated([Float](repeating: 0, count: Self.passRows))
  }

  deinit {
    keys.deallocate()
    sums.deallocate()
  }

  /// A scorer for another thread, which shares what is only read.
  public func copy() -> ForestScorer { ForestScorer(tables: tables) }

  public var featureCount: Int { tables.forest.features.count }

  /// The margin of one row, which has a value for each feature and NaN where it is missing.
  public func margin(_ row: Span<Float>) throws(ForestError) -> Float {
    guard row.count == featureCount else { throw misfit(row.count) }
    return row.withUnsafeBufferPointer { row in
      guard let base = row.baseAddress ?? UnsafePointer(sums) as UnsafePointer<Float>? else { return tables.forest.baseMargin }
      tables.slots.fill(base, lane: 0, keys)
      return TreeWalk(tables, keys).sum()
    }
  }

  /// The margins of rows that lie one behind the other.
  public func margins(_ rows: Span<Float>, into margins: inout MutableSpan<Float>) throws(ForestError) {
    let (values, overflow) = margins.count.multipliedReportingOverflow(by: featureCount)
    guard !overflow, rows.count == values else { throw misfit(rows.count, rows: margins.count) }
    rows.withUnsafeBufferPointer { rows in
      margins.withUnsafeMutableBufferPointer { margins in
        guard let source = rows.baseAddress ?? UnsafePointer(sums) as UnsafePointer<Float>? else { return }
        for start in stride(from: 0, to: margins.count, by: Self.passRows) {
          pass(source + start * featureCount, count: min(Self.passRows, margins.count - start), margins, start)
        }
      }
    }
  }

  private func pass(_ rows: UnsafePointer<Float>, count: Int, _ margins: UnsafeMutableBufferPointer<Float>, _ start: Int) {
    let blocks = (count + ScoringTables.lanes - 1) / ScoringTables.lanes
    let blockKeys = tables.slots.count * ScoringTables.lanes
    for row in 0..<count {
      let (block, lane) = row.quotientAndRemainder(dividingBy: ScoringTables.lanes)
      tables.slots.fill(rows + row * featureCount, lane: lane, keys + block * blockKeys)
    }
    TreeWalk(tables, keys).sums(blocks: blocks, sums)
    for row in 0..<count { margins[start + row] = sums[row] }
  }

  private func misfit(_ count: Int, rows: Int = 1) -> ForestError {
    ForestError(
      .misfit, "\(count) values for \(rows) rows of \(featureCount) features; give a value for each, NaN where it is missing")
  }
}
