/// What a table should be: its digest as of the last look at the whole of it, kept up with all that the log told since.
public struct TableMemory: Hashable, Sendable, Codable {
  public private(set) var digest: TableDigest
  /// Keys that the log wrote since the whole table was read, with the digest of the row; nil where it was deleted.
  public private(set) var touched: [String: RowDigest?] = [:]
  /// So much was written since that single keys are no longer remembered.
  public private(set) var isCrowded = false
  /// The log did not say enough, so the digest counts anew from the next look.
  public private(set) var isUnsettled = false
  /// Emptied since the whole was read: no row that was there then is expected.
  public private(set) var isEmptied = false

  public static let touchedMax = 20_000

  public init(_ digest: TableDigest) { self.digest = digest }

  public mutating func apply(_ effect: Reconciliation.Effect) {
    if effect.isTruncate {
      digest = TableDigest()
      touched = [:]
      (isEmptied, isCrowded, isUnsettled) = (true, false, false)
      return
    }
    if effect.isUnknown {
      isUnsettled = true
      return
    }
    if let old = effect.old {
      digest.remove(old, from: effect.oldPlace.block)
      if effect.oldPlace.key != effect.place.key { touch(effect.oldPlace.key, nil) }
    }
    if let new = effect.new { digest.add(new, to: effect.place.block) }
    touch(effect.place.key, effect.new)
  }

  private mutating func touch(_ key: String, _ digest: RowDigest?) {
    if isCrowded { return }
    touched[key] = .some(digest)
    if touched.count > TableMemory.touchedMax {
      touched = [:]
      isCrowded = true
    }
  }
}
