import Records

extension Baseline {
  /// Why a baseline's file cannot be read.
  public struct ReadingError: Error, CustomStringConvertible, Sendable {
    public let description: String
  }

  private static let title = "sheriff baseline 4"

  /// The artefact: a line a fact, in one order, the last one the hash of all before it. Same history, same bytes.
  public var text: String {
    let body = self.body
    return body + "hash \(SHA256.hash(body))\n"
  }

  public var hash: String { SHA256.hash(body) }

  private var body: String {
    var lines = [Baseline.title]
    lines.append("name \(Baseline.quoted(name))")
    lines.append("schema \(Baseline.quoted(schema))")
    lines.append("source \(Baseline.quoted(source))")
    lines.append("orders \(orders)")
    if let first, let last { lines.append("period \(first.microseconds) \(last.microseconds)") }
    lines.append("ladder \(ladder.mode.rawValue) \(ladder.discounted) \(ladder.explained) \(ladder.undecided)")
    for step in ladder.steps { lines.append("step \(step.millionths) \(step.support) \(step.span.words)") }
    lines += discounts.lines
    for entry in book.entries {
      let from = entry.from.map(String.init) ?? "-"
      let amounts = [entry.price, entry.cost, entry.usual].map { $0?.description ?? "-" }.joined(separator: " ")
      lines.append("product \(from) \(amounts) \(entry.support) \(Baseline.quoted(entry.product))")
    }
    for range in issued.ranges {
      let ends = [range.low, range.high].map { $0.map(String.init) ?? "-" }.joined(separator: " ")
      lines.append("issued \(ends) \(Baseline.quoted(range.prefix))")
    }
    lines.append("late \(late)")
    lines.append("weekdays \(trading.weekdays.map(String.init).joined(separator: " "))")
    lines.append("hours \(trading.hours.map(String.init).joined(separator: " "))")
    for rate in reps {
      let counts = "\(rate.orders) \(rate.discounted) \(rate.list) \(rate.charged) \(rate.padding)"
      lines.append("rep \(counts) \(Baseline.quoted(rate.rep))")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  public init(text: String) throws {
    guard let mark = text.range(ofLast: "\nhash ") else {
      throw ReadingError(description: "the file is cut off: its last line is no hash")
    }
    let body = String(text[..<text.index(after: mark)])
    let hash = text[text.index(mark, offsetBy: 6)...].filter { !$0.isWhitespace }
    guard body.hasPrefix(Baseline.title + "\n") else {
      throw ReadingError(
        description: "this is no baseline of a version that this program reads; learn it again with `sheriff baseline`")
    }
    guard SHA256.hash(body) == hash else {
      throw ReadingError(
        description: "the content does not match its hash: the file was altered; learn it again with `sheriff baseline`")
    }
    var reader = BaselineReader()
    for (index, line) in body.split(separator: "\n").enumerated().dropFirst() {
      guard reader.read(line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)) else {
        throw ReadingError(description: "line \(index + 1) cannot be read: `\(line)`")
      }
    }
    self = reader.finish()
  }

  fileprivate init(empty: Void) {
    (name, schema, source, orders, first, last) = ("", "", "", 0, nil, nil)
    (book, ladder, discounts, reps) = (PriceBook(entries: []), .none, DiscountModel(ladder: .none), [])
    (discounts.ordinary, discounts.hidden) = ([], [])
    (issued, trading, late) = (IssuedNumbers(ranges: []), TradingDays(), 0)
  }

  /// Names may hold anything; on a line they hold no line break and no backslash of their own.
  fileprivate static func quoted(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
  }

  fileprivate static func unquoted(_ words: some Sequence<String>) -> String {
    var result = ""
    var isEscaped = false
    for character in words.joined(separator: " ").unicodeScalars {
      if isEscaped {
        result.unicodeScalars.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(character)
      }
    }
    return result
  }
}

/// Takes a baseline's lines one by one.
private struct BaselineReader {
  var baseline = Baseline(empty: ())
  private var entries: [PriceBook.Entry] = []

  /// Entries are put in order once, at the end.
  func finish() -> Baseline {
    var result = baseline
    result.book = PriceBook(entries: entries)
    return result
  }

  /// False where the line is none.
  mutating func read(_ words: [String]) -> Bool {
    switch words[0] {
    case "name": baseline.name = Baseline.unquoted(words.dropFirst())
    case "schema": baseline.schema = Baseline.unquoted(words.dropFirst())
    case "source": baseline.source = Baseline.unquoted(words.dropFirst())
    case "orders":
      guard words.count == 2, let orders = Int(words[1]) else { return false }
      baseline.orders = orders
    case "period":
      guard words.count == 3, let first = Int64(words[1]), let last = Int64(words[2]) else { return false }
      (baseline.first, baseline.last) = (Instant(microseconds: first), Instant(microseconds: last))
    case "ladder":
      guard words.count == 5, let mode = Ladder.Mode(rawValue: words[1]), let discounted = Int(words[2]),
        let explained = Int(words[3]),
        let undecided = Int(words[4])
      else { return false }
      baseline.ladder = Ladder(mode: mode, steps: [], discounted: discounted, explained: explained, undecided: undecided)
    case "step":
      guard words.count == 5, let millionths = Int64(words[1]), let support = Int(words[2]), let span = StepSpan(words[3...])
      else {
        return false
      }
      baseline.ladder.steps.append(.init(millionths: millionths, support: support, span: span))
    case "product":
      guard words.count >= 7, let support = Int(words[5]) else { return false }
      let amounts = words[2...4].map(amount)
      guard words[1] == "-" || Int64(words[1]) != nil, !amounts.contains(nil) else { return false }
      entries.append(
        .init(
          product: Baseline.unquoted(words[6...]), from: Int64(words[1]), price: amounts[0] ?? nil, cost: amounts[1] ?? nil,
          usual: amounts[2] ?? nil, support: support))
    case "issued":
      guard words.count >= 4, let low = end(words[1]), let high = end(words[2]) else { return false }
      baseline.issued.ranges.append(.init(prefix: Baseline.unquoted(words[3...]), low: low, high: high))
    case "late":
      guard words.count == 2, let late = DiscountModel.chance(words[1]) else { return false }
      baseline.late = late
    case "weekdays":
      guard let counts = counts(words, of: 7) else { return false }
      baseline.trading.weekdays = counts
    case "hours":
      guard let counts = counts(words, of: 24) else { return false }
      baseline.trading.hours = counts
    case "rep":
      guard words.count >= 7, let orders = Int(words[1]), let discounted = Int(words[2]), let list = amount(words[3]) ?? nil,
        let charged = amount(words[4]) ?? nil, let padding = DiscountModel.chance(words[5])
      else { return false }
      baseline.reps.append(
        .init(
          rep: Baseline.unquoted(words[6...]), orders: orders, discounted: discounted, list: list, charged: charged,
          padding: padding))
    default: return baseline.discounts.read(words)
    }
    return true
  }

  /// The outer nil: no number at all; the inner: that side is open.
  private func end(_ word: String) -> Int64?? {
    if word == "-" { return .some(nil) }
    return Int64(word).map { .some($0) } ?? nil
  }

  private func counts(_ words: [String], of number: Int) -> [Int]? {
    let counts = words.dropFirst().compactMap { Int($0) }
    // So many orders nobody has; sums of counts stay within bounds.
    guard words.count == number + 1, counts.count == number, counts.allSatisfy({ (0...1_000_000_000_000).contains($0) }) else {
      return nil
    }
    return counts
  }

  /// The outer nil: no amount at all; the inner: said to be unknown.
  private func amount(_ word: String) -> Money?? {
    if word == "-" { return .some(nil) }
    return Money(text: word).map { .some($0) } ?? nil
  }
}

extension String {
  fileprivate func range(ofLast text: String) -> String.Index? { ranges(of: text).last?.lowerBound }
}
