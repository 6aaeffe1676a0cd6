import Diagnostics
import Records

/// The lock file: which rules and features there are, in which version, with the hash of what they mean. A line each, sorted,
/// so that a review shows what changed.
///
///     rule padding.deep_discount 3 9f2c…
///     feature padding.rep_rate_90d 1 77ab…
///     retired padding.old_rule 2 41d0…
public struct LockFile: Sendable {
  public struct Entry: Hashable, Sendable {
    public enum Kind: String, Sendable { case rule, feature, retired }

    public var kind: Kind
    public var id: String
    public var version: Int
    public var hash: String
  }

  public private(set) var entries: [String: Entry] = [:]

  public init() {}

  public struct Malformed: Error, Sendable {
    public let line: Int
  }

  public init(text: String) throws(Malformed) {
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 4, let kind = Entry.Kind(rawValue: words[0]), let version = Int(words[2]), version > 0,
        words[3].utf8.count == 64, entries[words[1]] == nil
      else { throw Malformed(line: number + 1) }
      entries[words[1]] = Entry(kind: kind, id: words[1], version: version, hash: words[3])
    }
  }

  public var text: String {
    let lines = entries.values.sorted { $0.id < $1.id }.map { "\($0.kind.rawValue) \($0.id) \($0.version) \($0.hash)\n" }
    return "# Made by `sheriff rules lock`: what each rule means, as a hash. Keep it beside the rules.\n" + lines.joined()
  }

  /// What a program means now. Versions are counted on from an earlier lock: another meaning is the next version. An id that
  /// is gone stays as retired, so that it is never given to another rule.
  public init(of program: Program, after earlier: LockFile = LockFile()) {
    var hash = ContentHash(program)
    for rule in program.rules { add(.rule, rule.id, hash.of(rule), earlier) }
    for feature in program.features { add(.feature, feature.id, hash.of(feature), earlier) }
    for entry in earlier.entries.values where entries[entry.id] == nil {
      // A feature is read by no one once it is gone; its id may come back.
      if entry.kind == .feature { continue }
      entries[entry.id] = Entry(kind: .retired, id: entry.id, version: entry.version, hash: entry.hash)
    }
  }

  private mutating func add(_ kind: Entry.Kind, _ id: String, _ hash: String, _ earlier: LockFile) {
    let before = earlier.entries[id]
    let version = before.map { $0.hash == hash ? $0.version : $0.version + 1 } ?? 1
    entries[id] = Entry(kind: kind, id: id, version: version, hash: hash)
  }

  /// What is different from an earlier lock, in words, sorted by id.
  public func changes(since earlier: LockFile) -> [String] {
    var changes: [String] = []
    for id in Set(entries.keys).union(earlier.entries.keys).sorted() {
      switch (earlier.entries[id], entries[id]) {
      case (nil, .some): changes.append("\(id) is new")
      case (let before?, nil): changes.append("\(before.id) is gone")
      case (let before?, let now?) where before.kind != .retired && now.kind == .retired:
        changes.append("\(id) is gone, and its id retired")
      case (let before?, let now?) where before.kind == .retired && now.kind != .retired:
        changes.append("\(id) is back from retirement")
      case (let before?, let now?) where before.hash != now.hash:
        changes.append("\(id) means something else (version \(now.version))")
      default: break
      }
    }
    return changes
  }
}

extension RuleLoad {
  /// Complains of rules whose ids the lock keeps as retired.
  public mutating func holdAgainst(_ lock: LockFile) {
    for index in files.indices {
      let package = checker.packages[index]
      for facts in package.rules {
        let rule = program.rules[facts.rule]
        guard lock.entries[rule.id]?.kind == .retired, rule.status != .retired,
          let name = files[index].tree.child(facts.node, .name)
        else {
          continue
        }
        files[index].diagnostics.append(
          .init(
            .retiredId, "the id `\(rule.id)` belonged to a rule that was taken away", at: files[index].tree.span(name),
            notes: ["alerts and verdicts speak of the old rule; choose another name"]))
      }
    }
  }
}
