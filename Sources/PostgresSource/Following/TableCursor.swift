import Foundation
import PostgresLink
public import Records

/// Follows a table by a key that grows: whatever has a higher one than was read is new. Needs nothing but SELECT.
///
/// Transactions commit in another order than they are given keys. So keys that were passed over are remembered, for a time and up to a
/// number, and asked for again; whoever commits late is found.
///
/// **What this does not see**: rows that are changed or removed after they were read; lines that are put in after their order was
/// read; a row whose transaction stayed open for longer than gaps are remembered, or is given a key below one that was removed so long ago;
/// rows without a key, where a view has some. Who needs these follows the log.
public final class TableCursor: FollowedSource {
  public let symbols: SymbolTable
  public var schema: Schema { followed.schema }

  private let address: String
  private let followed: FollowedTable
  private let settings: Settings
  private var pages: TablePages?
  private var canListen = true

  private var last: Int64?
  private var gaps = KeyGaps()
  private var rows: Int64 = 0
  private var fingerprint: String?
  /// How the table and its key are called in places.
  private var named = (table: "", key: "")
  private var gapsDue = ContinuousClock.now
  private var isOverflowTold = false
  private var notices: [SourceNotice] = []

  public struct Settings: Sendable {
    public var pageRows = 4_096
    /// How long a key that was passed over is asked for.
    public var gapSeconds = 900
    public var gapsMax = 8_192
    /// How often, where nobody notifies.
    public var gapEvery = Duration.milliseconds(500)

    public init() {}
  }

  /// Connects, so that what cannot be followed is said at once.
  public init(_ address: String, _ followed: FollowedTable, symbols: SymbolTable, settings: Settings = Settings())
    throws(SourceError)
  {
    (self.address, self.followed, self.symbols, self.settings) = (address, followed, symbols, settings)
    _ = try connected()
  }

  private func connected() throws(SourceError) -> TablePages {
    if let pages { return pages }
    let made = try TablePages(address, followed, symbols)
    if let before = fingerprint {
      if before != made.fingerprint {
        notices.append(
          SourceNotice(.odd, source: made.source, "its columns are others than before; they are read as they are now"))
        tell(made)
      }
    } else {
      tell(made)
    }
    fingerprint = made.fingerprint
    named = (made.head.table.description, made.key)
    let channel = ServerNames.quoted(FollowedTable.channel(of: made.head.table))
    // A standby knows no notifications; there it is looked for every so often.
    if canListen, (try? made.connection.perform("LISTEN \(channel)")) == nil { canListen = false }
    pages = made
    return made
  }

  private func tell(_ pages: TablePages) {
    for notice in pages.notices { notices.append(SourceNotice(.plain, source: pages.source, notice)) }
    if !["r", "p", "m"].contains(pages.head.kind) {
      notices.append(
        SourceNotice(
          .odd, source: pages.source, "is no table of its own, so nothing says that every row has a `\(pages.key)` of its own"))
    }
  }

  // MARK: reading

  public func next() throws(SourceError) -> RecordBatch? {
    do throws(SourceError) { return try read(connected()) } catch {
      // Whatever went wrong, the connection's state is not known any more.
      pages = nil
      throw error
    }
  }

  private func read(_ pages: TablePages) throws(SourceError) -> RecordBatch? {
    if let batch = try fillings(pages) { return batch }
    let key = ServerNames.quoted(pages.key)
    let page = try pages.page(where: last.map { "\(key) > \($0)" } ?? "\(key) IS NOT NULL", limit: settings.pageRows)
    guard let highest = page.keys.last else { return nil }
    let dropped = gaps.add(after: last, page.keys, at: TableCursor.now(), countMax: settings.gapsMax)
    if dropped > 0, !isOverflowTold {
      isOverflowTold = true
      notices.append(
        SourceNotice(
          .odd, source: pages.source,
          "has more than \(settings.gapsMax) gaps between its keys; only the highest are asked for again"))
    }
    last = highest
    return handOver(page)
  }

  /// What has come by now where keys were passed over.
  private func fillings(_ pages: TablePages) throws(SourceError) -> RecordBatch? {
    gaps.forget(before: TableCursor.now() - Int64(settings.gapSeconds) * 1_000_000)
    guard !gaps.gaps.isEmpty, .now >= gapsDue else { return nil }
    let start = ContinuousClock.now
    let found = try pages.keys(within: gaps.gaps, limit: settings.pageRows)
    // Asking takes a twentieth of the time at most.
    gapsDue = .now + max(settings.gapEvery, (.now - start) * 20)
    guard !found.isEmpty else { return nil }
    let condition = "\(ServerNames.quoted(pages.key)) IN (\(found.map(String.init).joined(separator: ", ")))"
    let page = try pages.page(where: condition)
    gaps.fill(page.keys)
    gapsDue = .now
    return page.keys.isEmpty ? nil : handOver(page)
  }

  private func handOver(_ page: TablePages.Page) -> RecordBatch {
    rows += Int64(page.keys.count)
    var batch = page.batch
    batch.end.row = rows
    return batch
  }

  private static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1e6) }

  public func wait(_ limit: Duration) {
    let milliseconds = Int(limit / .milliseconds(1))
    switch pages?.connection.waitForNews(milliseconds: milliseconds) {
    case .notified: gapsDue = .now
    case .lost: pages = nil
    case nil: usleep(UInt32(clamping: milliseconds * 1_000))
    case .some(.none): break
    }
  }

  public func takeNotices() -> [SourceNotice] {
    defer { notices = [] }
    return notices
  }

  // MARK: places

  struct Place: Codable {
    var table: String
    var key: String
    var last: Int64?
    var gaps: KeyGaps
    var rows: Int64
    var columns: String?
  }

  public func place() throws(SourceError) -> [UInt8] {
    let place = Place(table: named.table, key: named.key, last: last, gaps: gaps, rows: rows, columns: fingerprint)
    return try FollowedPlaces.bytes(place, source: named.table)
  }

  public func resume(at bytes: [UInt8]) throws(SourceError) {
    let place: Place = try FollowedPlaces.place(bytes, source: named.table)
    try FollowedPlaces.check(table: place.table, key: place.key, isOf: named)
    (last, gaps, rows) = (place.last, place.gaps, place.rows)
    if let columns = place.columns, columns != fingerprint {
      notices.append(SourceNotice(.odd, source: named.table, "its columns are others than before; they are read as they are now"))
    }
  }
}
