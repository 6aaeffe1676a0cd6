import CommandLineKit
import Learning
import Records

/// What an invocation of `learn --protocol handbook` asks for.
struct HandbookSettings {
  let common: LearnSettings
  /// The first day that is learned from.
  let start: CivilDate
  let weeks: Int
  private let invocation: Invocation

  static let options = [
    Option(
      "protocol", value: "NAME", "handbook: learn from a week, wait a week, test a week, as the Fraud Detection Handbook does",
      allowed: ["handbook"]),
    Option("start", value: "DATE", "handbook: the first day that is learned from; default 2018-07-25"),
    Option("weeks", value: "N", "handbook: how many weeks, each seven days after the one before; default 1"),
  ]

  init(_ invocation: Invocation) throws {
    self.invocation = invocation
    common = try LearnSettings(invocation)
    start = try invocation.text("start").map { try HandbookSettings.date($0, invocation) } ?? HandbookSettings.usualStart
    weeks = try invocation.integer("weeks", in: 1...520) ?? 1
    if invocation.text("truth") != nil {
      throw invocation.usage("the protocol tests against the label of the schema; leave out `--truth`")
    }
  }

  private static let usualStart = CivilDate(daysSince1970: 17_737)

  private static func date(_ text: String, _ invocation: Invocation) throws -> CivilDate {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      let date = CivilDate(year: year, month: month, day: day)
    else { throw invocation.usage("`--start \(text)`: expected a date such as 2018-07-25") }
    return date
  }

  /// Whether rules label what is learned from. What is tested against is a field's word all the same.
  var isLearnedFromVotes: Bool {
    if case .rules = common.source { isGiven("labels") } else { false }
  }

  /// The field that was named, or the schema's own label.
  func labelColumn(_ schema: Schema) throws -> String {
    switch common.source {
    case .column(let name): return name
    case .file(let path):
      throw invocation.usage("`--labels \(path)`: the protocol learns from a field or from `rules`; name one of them")
    case .rules: break
    }
    guard let label = schema.fields.first(where: { $0.isLabel && $0.type == .flag }) else {
      throw CommandFailure(
        .badData, "\(schema.name) has no label, and the protocol tests against one",
        hints: ["declare one in the schema: `label fraud flag`", "name a field with --labels"])
    }
    return label.name
  }

  /// Without a bound of time, unless one was asked for: the same seed is to choose the same.
  var search: ParameterSearch.Options {
    var search = common.search
    if !isGiven("seconds") { search.seconds = nil }
    return search
  }

  private func isGiven(_ option: String) -> Bool {
    if case .builtIn? = invocation.values[option]?.last?.origin { false } else { invocation.text(option) != nil }
  }
}
