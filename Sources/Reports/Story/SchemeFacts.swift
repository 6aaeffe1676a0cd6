import Alerts
import Records

/// A scheme in one currency, ready to be told.
struct SchemeFacts: Sendable {
  let key: SchemeTally.Key
  let tally: SchemeTally
  let kind: SchemeKind
  let title: String
  let estimate: LossEstimate
  /// The largest losses first.
  let people: [(name: String, part: SchemeTally.Part)]
  let products: [(name: String, part: SchemeTally.Part)]
  let rules: [(name: String, part: SchemeTally.Part)]
  /// Without a gap, from the first to the last.
  let months: [(month: CasePeriod, part: SchemeTally.Part)]

  init(_ tally: SchemeTally, wording: Wording, namesCurrency: Bool) {
    (key, self.tally, kind) = (tally.key, tally, SchemeKind(tally.key.scheme))
    let name = wording.has("scheme.\(key.scheme)") ? wording.text("scheme.\(key.scheme)") : key.scheme
    title = namesCurrency ? "\(name) (\(key.currency.code))" : name
    estimate = LossEstimate(
      indicated: SchemeFacts.figure(tally.all.loss, key.currency, wording),
      confirmed: SchemeFacts.figure(tally.all.confirmedLoss, key.currency, wording), [tally])
    people = SchemeFacts.sorted(tally.entities)
    products = SchemeFacts.sorted(tally.products)
    rules = SchemeFacts.sorted(tally.rules)
    months = SchemeFacts.filled(tally.months.filter { $0.value.count > 0 })
  }

  var anchor: String { "scheme-" + SchemeFacts.slug(key.scheme) + "-" + key.currency.code.lowercased() }

  /// Short enough for the name of a sheet.
  var sheetName: String { title.contains("(") ? "\(key.scheme) \(key.currency.code)" : key.scheme }

  /// What the words for it are called; those of any scheme where nobody wrote some.
  func phrase(_ part: String, _ wording: Wording) -> String {
    wording.has("scheme.\(key.scheme).\(part)") ? "scheme.\(key.scheme).\(part)" : "scheme.any.\(part)"
  }

  static func figure(_ sum: AmountSum, _ currency: Currency, _ wording: Wording) -> Figure {
    sum.total.map { .money($0, currency) } ?? .text(wording.text("beyond"))
  }

  private static func sorted(_ parts: [String: SchemeTally.Part]) -> [(name: String, part: SchemeTally.Part)] {
    parts.filter { $0.value.count > 0 }.map { (name: $0.key, part: $0.value) }.sorted { left, right in
      let (first, second) = (left.part.loss.total ?? .zero, right.part.loss.total ?? .zero)
      if first != second { return first > second }
      return (right.part.count, left.name) < (left.part.count, right.name)
    }
  }

  /// A chart over years of months has an end, however far apart two records lie.
  private static let monthsMax = 1_200

  private static func filled(_ parts: [CasePeriod: SchemeTally.Part]) -> [(month: CasePeriod, part: SchemeTally.Part)] {
    guard let first = parts.keys.min(), let last = parts.keys.max() else { return [] }
    guard last.months - first.months < monthsMax else {
      return parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    return (first.months...last.months).map { (CasePeriod(months: $0), parts[CasePeriod(months: $0)] ?? SchemeTally.Part()) }
  }

  /// A name as a part of a file's name.
  static func slug(_ name: String) -> String {
    var slug = ""
    for scalar in name.lowercased().unicodeScalars {
      let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      if isPlain { slug.unicodeScalars.append(scalar) } else if slug.last != "-" { slug += "-" }
    }
    let plain = slug.drop { $0 == "-" }.prefix(60)
    return plain.isEmpty ? "records" : String(plain)
  }
}
