/// What became of a model's versions so far, and what may come next. Pure: it answers with changes, and others keep them.
public struct StageHistory: Sendable {
  public let name: String
  public private(set) var stages: [Int: ModelStage]
  /// Versions that went live and were not taken back, the last one live now. A rollback goes one back, another one further, so
  /// that it never returns to what was just left.
  private var wentLive: [Int] = []

  /// - changes: of this name, in the order in which they were made.
  public init(name: String, versions: [Int], changes: [StageChange]) {
    self.name = name
    stages = Dictionary(versions.map { ($0, .unstaged) }) { first, _ in first }
    for change in changes { follow(change) }
  }

  public var live: Int? { stages.first { $0.value == .live }?.key }

  /// The version that a rollback would bring back.
  public var formerLive: Int? { live == nil ? nil : wentLive.dropLast().last }

  private mutating func follow(_ change: StageChange) {
    stages[change.version] = change.to
    switch change.action {
    case .promote:
      if change.to == .live { wentLive.append(change.version) }
      // Withdrawn while it was live, and by nothing that took its place.
      if change.from == .live, change.to == .shadow { _ = wentLive.popLast() }
    case .rollback:
      if change.from == .live { _ = wentLive.popLast() }
    }
  }

  /// - stage: live or shadow.
  public func promote(_ version: Int, to stage: ModelStage, _ signature: Signature) throws(RegistryError) -> [StageChange] {
    guard stage == .live || stage == .shadow else {
      throw RegistryError(.badValue, "nothing is promoted to \(stage.rawValue)", advice: ["a version goes live, or to shadow"])
    }
    try StageHistory.check(signature)
    guard let from = stages[version] else { throw unknown(version) }
    guard from != stage else {
      let others = stages.keys.filter { $0 != version }.max()
      throw RegistryError(
        .refused, "\(name)@\(version) is \(stage == .live ? "live" : "in shadow") already",
        advice: others.map { ["the latest of the others is \(name)@\($0)"] } ?? ["there is no other version of it"])
    }
    let change = StageChange(name: name, version: version, from: from, to: stage, action: .promote, signature: signature)
    guard stage == .live, let live else { return [change] }
    return [StageChange(name: name, version: live, from: .live, to: .retired, action: .promote, signature: signature), change]
  }

  public func rollback(_ signature: Signature) throws(RegistryError) -> [StageChange] {
    try StageHistory.check(signature)
    guard let live else {
      throw RegistryError(
        .refused, "no version of \(name) is live, so there is nothing to go back from",
        advice: [
          wentLive.last.map { "\(name)@\($0) was live before; promote it if it is to decide" } ?? "promote one of its versions"
        ])
    }
    guard let former = formerLive, let from = stages[former] else {
      throw RegistryError(
        .refused, "nothing was live before \(name)@\(live)",
        advice: ["promote another version, or take it out with `--stage shadow`"])
    }
    return [
      StageChange(name: name, version: live, from: .live, to: .retired, action: .rollback, signature: signature),
      StageChange(name: name, version: former, from: from, to: .live, action: .rollback, signature: signature),
    ]
  }

  func unknown(_ version: Int) -> RegistryError {
    RegistryError(
      .unknown, "there is no version \(version) of \(name)",
      advice: stages.keys.max().map { ["its latest is \(name)@\($0)"] } ?? [])
  }

  private static func check(_ signature: Signature) throws(RegistryError) {
    try RegistryText.check("who", signature.who, lengthMax: 200)
    try RegistryText.check("why", signature.why, lengthMax: 2_000)
  }
}
