/// Which parts of the language and which events of a history a pair may have.
public struct Profile: Hashable, Sendable {
  public var name: String
  /// Most pairs have up to so many records; one in thirty has up to `recordsSometimes`.
  public var recordsMost = 60
  public var recordsSometimes = 300
  public var rulesMost = 4
  public var featuresMost = 5
  /// How many operations stand inside of each other in one expression, at most about.
  public var depthMost = 4
  /// Records whose time lies before the clock.
  public var hasLateRecords = true
  /// Duplicates, corrections, deletes: several records with one id.
  public var hasVersions = true
  /// `corrected` and `previous.x`.
  public var readsVersions = true
  public var callsNatives = true
  public var readsBaseline = true
  /// `in baseline`; such a pair has a second history, `learned`.
  public var hasBaselineWindows = true
  public var readsModel = true
  /// Accents, ligatures, other spellings of one character, emoji. Without them texts are ASCII.
  public var hasUnusualTexts = true
  /// Years far from ours. Without them times lie from 1970 to 2037.
  public var hasFarTimes = true
  /// A zone where a day came back for an hour after the next had begun.
  public var hasReturningDays = true
  public var excludedFunctions: Set<String> = []
  /// The schemas to choose from, by name; empty for all.
  public var schemas: [String] = []

  public init(name: String) { self.name = name }

  /// Everything.
  public static let full = Profile(name: "full")

  /// What a table with one row a record can hold, and what a database computes to the last digit.
  public static let sql: Profile = {
    var profile = Profile(name: "sql")
    (profile.hasLateRecords, profile.hasVersions, profile.readsVersions) = (false, false, false)
    (profile.callsNatives, profile.readsBaseline, profile.hasBaselineWindows, profile.readsModel) = (false, false, false, false)
    // There a window of the calendar is a group of records side by side.
    profile.hasReturningDays = false
    profile.excludedFunctions = ["log", "exp", "power"]
    return profile
  }()

  public static func named(_ name: String) -> Profile? { [full, sql].first { $0.name == name } }
}
