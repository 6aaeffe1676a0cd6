/// Something on which the witnesses depend: a trigger, a function, a publication, a role's rights. Compared with what it was.
public struct Definition: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    case trigger, function, rule, policy, publication, role, setting, table
    case eventTrigger = "event trigger"
  }

  public var kind: Kind
  public var name: String
  /// All that matters of it, as the database tells it.
  public var text: String
  /// The transaction that wrote it last, where this can be seen.
  public var transaction: UInt32?

  public init(kind: Kind, name: String, text: String, transaction: UInt32?) {
    (self.kind, self.name, self.text, self.transaction) = (kind, name, text, transaction)
  }

  /// Whoever switches a trigger off and on again leaves it as it was, and yet wrote it. Roles and tables are also rewritten for
  /// reasons that do not matter here, such as a new password.
  var isTelltale: Bool {
    switch kind {
    case .trigger, .function, .rule, .policy, .publication, .eventTrigger: true
    case .role, .setting, .table: false
    }
  }
}

/// A definition that is not what it was.
public struct DefinitionChange: Hashable, Sendable {
  public var old: Definition?
  public var new: Definition?

  /// In the order of kinds and names.
  public static func between(_ old: [Definition], and new: [Definition]) -> [DefinitionChange] {
    struct Name: Hashable {
      var kind: Definition.Kind
      var name: String
    }
    var before: [Name: Definition] = [:]
    for definition in old { before[Name(kind: definition.kind, name: definition.name)] = definition }
    var changes: [DefinitionChange] = []
    for definition in new {
      let earlier = before.removeValue(forKey: Name(kind: definition.kind, name: definition.name))
      let isSame = earlier.map { earlier in
        earlier.text == definition.text
          && (!definition.isTelltale || earlier.transaction == nil || earlier.transaction == definition.transaction)
      }
      if isSame != true { changes.append(DefinitionChange(old: earlier, new: definition)) }
    }
    changes += before.values.map { DefinitionChange(old: $0, new: nil) }
    return changes.sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
  }

  public var kind: Definition.Kind { new?.kind ?? old?.kind ?? .table }
  public var name: String { new?.name ?? old?.name ?? "" }

  public var sentence: String {
    let subject = "the \(kind.rawValue) \(name)"
    guard let new else { return "\(subject) was dropped" }
    guard let old else { return "\(subject) is new" }
    if old.text == new.text { return "\(subject) was written anew, as by switching it off and on again, and reads as before" }
    return "\(subject) was changed"
  }
}
