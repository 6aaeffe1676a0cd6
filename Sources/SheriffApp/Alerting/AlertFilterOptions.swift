import Alerts
import CommandLineKit
import Records

/// The options that say which alerts are meant, for all commands that take some.
enum AlertFilterOptions {
  static let options = [
    Option("scheme", value: "NAME", "only of this scheme"),
    Option("rule", value: "ID", "only where this rule fired, package.rule"),
    Option("entity", value: "NAME", "only about this person, or whoever the records' first key names"),
    Option("rep", value: "NAME", "the same as --entity"),
    Option("severity", value: "SEVERITY", "only so severe or more", allowed: AlertSeverity.allCases.map(\.rawValue)),
    Option("from", value: "DATE", "only of records from this day on"),
    Option("to", value: "DATE", "only of records up to this day, all of it"),
    Option("min-loss", value: "AMOUNT", "only where so much or more was lost, whatever the currency"),
    Option("case", value: "CASE", "only of this case"),
    Option("of-source", value: "SOURCE", "only of this source, as it was scanned"),
  ]

  static func standing(_ help: String, default text: String?) -> Option {
    Option("status", value: "STATUS", help, default: text, allowed: AlertFilter.Standing.allCases.map(\.rawValue))
  }

  static func filter(_ invocation: Invocation, _ store: any AlertStore) throws -> AlertFilter {
    var filter = AlertFilter(standing: invocation.text("status").flatMap { AlertFilter.Standing(rawValue: $0) } ?? .all)
    filter.scheme = invocation.text("scheme")
    filter.rule = invocation.text("rule")
    if let rep = invocation.text("rep"), let entity = invocation.text("entity"), rep != entity {
      throw invocation.usage("--rep and --entity name two people, and an alert is about one")
    }
    filter.entity = invocation.text("entity") ?? invocation.text("rep")
    filter.severity = invocation.text("severity").flatMap { AlertSeverity(rawValue: $0) }
    filter.from = try date("from", invocation)?.instant
    filter.before = try date("to", invocation).map { CivilDate(daysSince1970: $0.daysSince1970 + 1).instant }
    if let from = filter.from, let before = filter.before, from >= before { throw invocation.usage("--from lies after --to") }
    if let text = invocation.text("min-loss") {
      guard let amount = Money(text: text.replacing(",", with: "").replacing("$", with: "")) else {
        throw invocation.usage("`--min-loss \(text)`: expected an amount such as 1000 or 99.50")
      }
      filter.lossLeast = amount
    }
    filter.caseKey = try invocation.text("case").map { try AlertLookup(store, invocation).caseIdentity($0).key }
    filter.source = invocation.text("of-source").map(SourceName.normal)
    // A name that was given to a source is no path.
    if let name = invocation.text("of-source") {
      let known = try alerting { () throws(AlertError) in try store.sources() }
      if known.contains(name) { filter.source = name }
      guard let source = filter.source, known.contains(source) else {
        throw CommandFailure(
          .inputMissing, "no alert is about the source `\(name)`",
          hints: [known.isEmpty ? "no alert is stored yet" : "there are \(known.joined(separator: ", "))"])
      }
    }
    return filter
  }

  /// Whether any of them was used.
  static func isAnySaid(_ invocation: Invocation) -> Bool { options.contains { invocation.text($0.name) != nil } }

  static func date(_ option: String, _ invocation: Invocation) throws -> CivilDate? {
    guard let text = invocation.text(option) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      let date = CivilDate(year: year, month: month, day: day)
    else { throw invocation.usage("`--\(option) \(text)`: expected a date such as 2016-08-27") }
    return date
  }
}
