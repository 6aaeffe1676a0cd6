import Alerts
import CommandLineKit
import Records

/// Alerts and cases by what people write: the first digits of a key, or a record's id.
struct AlertLookup {
  enum Found {
    case alert(Alert)
    case `case`(CaseIdentity)
  }

  private let store: any AlertStore
  private let invocation: Invocation
  private let now = Instant.ofClock()

  static let casePrefix = "case-"
  /// Fewer digits are too easily a slip.
  private static let digitsMin = 6
  private static let listedMax = 10

  init(_ store: any AlertStore, _ invocation: Invocation) { (self.store, self.invocation) = (store, invocation) }

  static func shown(_ identity: CaseIdentity) -> String { casePrefix + AlertKey.short(identity.key) }

  func found(_ text: String) throws -> Found {
    text.hasPrefix(AlertLookup.casePrefix) ? .case(try caseIdentity(text)) : .alert(try alert(text))
  }

  func alert(_ text: String) throws -> Alert {
    var found: [Alert] = []
    let listed = AlertLookup.listedMax + 1
    if AlertLookup.isKey(text) {
      found = try alerting { () throws(AlertError) in
        try store.alerts(withPrefix: text.lowercased(), limit: listed, at: now)
      }
    }
    var filter = AlertFilter()
    filter.record = text
    let ofRecord = try alerting { () throws(AlertError) in
      try store.alerts(AlertQuery(filter, order: .stored, limit: listed), at: now)
    }
    found += ofRecord.filter { alert in !found.contains { $0.key == alert.key } }
    guard let first = found.first else {
      throw CommandFailure(
        .inputMissing, "there is no alert `\(text)`",
        hints: [
          "name one by the first digits of its id, \(AlertLookup.digitsMin) or more, or by its record's id",
          "`sheriff alerts list --status all` shows them",
        ])
    }
    guard found.count == 1 else {
      let lines = found.prefix(AlertLookup.listedMax).map { alert in
        "\(AlertKey.short(alert.key)): \(alert.sighting.record) of \(alert.sighting.source), \(alert.sighting.scheme)"
      }
      let more = found.count > AlertLookup.listedMax ? ["and more"] : []
      throw CommandFailure(.usage, "`\(text)` is the beginning or the record of several alerts", hints: lines + more)
    }
    return first
  }

  func caseIdentity(_ text: String) throws -> CaseIdentity {
    let digits = text.hasPrefix(AlertLookup.casePrefix) ? String(text.dropFirst(AlertLookup.casePrefix.count)) : text
    let found =
      AlertLookup.isKey(digits)
      ? try alerting { () throws(AlertError) in
        try store.caseIdentities(withPrefix: digits.lowercased(), limit: AlertLookup.listedMax)
      } : []
    guard let first = found.first else {
      throw CommandFailure(
        .inputMissing, "there is no case `\(text)`",
        hints: ["name one by `case-` and the first digits of its id, as `sheriff alerts cases` shows them"])
    }
    guard found.count == 1 else {
      throw CommandFailure(
        .usage, "`\(text)` is the beginning of several cases",
        hints: found.map { "\(AlertLookup.shown($0)): \(AlertText.caseTitle($0))" })
    }
    return first
  }

  private static func isKey(_ text: String) -> Bool {
    (digitsMin...AlertKey.length).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }
}
