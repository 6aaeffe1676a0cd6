import Alerts
public import Records

/// All that a report tells, before it is told.
public struct ReportFacts: Sendable {
  public let period: ReportPeriod
  let tally: ReportTally
  public let history: HistoryFacts?
  /// The largest losses first, those of quality last.
  let schemes: [SchemeFacts]
  let names: Pseudonyms
  let wording: Wording
  public let made: CivilDate

  /// - Parameters:
  ///   - history: what the alerts' history says besides, where it is at hand.
  ///   - names: what persons are called; those of the alerts are made known to it here.
  public init(_ tally: ReportTally, history: HistoryFacts?, names: Pseudonyms, wording: Wording, made: CivilDate) {
    (period, self.tally, self.history, self.wording, self.made) = (tally.period, tally, history, wording, made)
    var names = names
    names.know(tally.schemes.values.flatMap(\.entities.keys) + (history.map { Array($0.entities.keys) } ?? []))
    self.names = names
    let currencies = Dictionary(grouping: tally.schemes.keys, by: \.scheme)
    schemes = tally.schemes.values.map {
      SchemeFacts($0, wording: wording, namesCurrency: currencies[$0.key.scheme, default: []].count > 1)
    }.sorted { left, right in
      if (left.kind == .quality) != (right.kind == .quality) { return right.kind == .quality }
      let (first, second) = (left.tally.all.loss.total ?? .zero, right.tally.all.loss.total ?? .zero)
      return first == second ? left.key < right.key : first > second
    }
  }

  /// What persons are called.
  public var pseudonyms: Pseudonyms { names }

  /// Those in which something was lost or done.
  var losing: [SchemeFacts] { schemes.filter { $0.kind != .quality && $0.tally.all.count > 0 } }

  var first: CivilDate? { losing.compactMap(\.tally.all.first).min()?.date }
  var last: CivilDate? { losing.compactMap(\.tally.all.last).max()?.date }

  /// The currency in which the most schemes' losses are; sums are made in one currency only.
  var currency: Currency {
    losing.first?.key.currency ?? history?.currency ?? .usDollar
  }

  func counted(_ standing: ReportedAlert.Standing) -> Int {
    schemes.reduce(0) { $0 + ($1.tally.counts[standing] ?? 0) }
  }

  /// One sum a currency, the first scheme's first.
  var estimates: [(currency: Currency, estimate: LossEstimate)] {
    var order: [Currency] = []
    for scheme in losing where !order.contains(scheme.key.currency) { order.append(scheme.key.currency) }
    return order.map { currency in
      let parts = losing.filter { $0.key.currency == currency }.map(\.tally)
      func sum(_ amount: (SchemeTally.Part) -> AmountSum) -> Figure {
        var total: Money? = .zero
        for part in parts { total = total.flatMap { sum in amount(part.all).total.flatMap { sum.adding($0) } } }
        return total.map { .money($0, currency) } ?? .text(wording.text("beyond"))
      }
      return (
        currency,
        LossEstimate(indicated: sum(\.loss), confirmed: sum(\.confirmedLoss), parts)
      )
    }
  }
}
