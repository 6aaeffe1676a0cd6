public import Records

/// The words of all files of a load, each a symbol. The language's own words and functions come
/// first, so that each is told by its number.
///
/// One load, one thread.
public final class Names {
  private var index = SymbolIndex()

  public init() {
    for word in Keyword.allCases { _ = index.intern("\(word)") }
    for function in Function.all { _ = index.intern(function.name) }
  }

  public func intern(_ text: String) -> Symbol { index.intern(text) }

  func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Symbol { index.intern(bytes) }

  public func text(_ name: Symbol) -> String { name == Token.nameless ? "" : index.text(of: name) }
}

/// Words with a meaning in some place. Elsewhere a field may carry any of them that is not `isReserved`.
enum Keyword: UInt32, CaseIterable {
  // No declaration may take these.
  case and, or, not, `in`, `true`, `false`, missing, exists, every, now, baseline, model, `if`
  // What a file is made of.
  case package, use, schema, record, source, param, `let`, feature, rule, test, list, macro, suppress, zone, fiscal, year,
    starting
  // A rule's properties.
  case scheme, severity, owner, status, expires, when, score, votes, loss, because
  case fraud, legit, low, medium, high, critical, draft, shadow, live, retired
  // Windows.
  case by, `where`, over, last, all, before, this, day, week, month, quarter, delayed, including, current, excluding, same,
    requires
  case within, no, then, first, seen, previous, corrected, behind
  // Lists, bands and matches.
  case `for`, bands, match, `else`
  // Tests and suppressions.
  case given, times, after, expect, fires, silent, unknown, insufficient, suppressed, until, of, from, version
  // Aggregates over windows and lists.
  case count, sum, avg, min, max, median, stddev, percentile, distinct, share, zscore

  static let keywords = UInt32(allCases.count)
  static let reservedEnd = Keyword.if.rawValue

  var symbol: Symbol { Symbol(id: rawValue) }

  static func isReserved(_ name: Symbol) -> Bool { name.id <= reservedEnd }
}
