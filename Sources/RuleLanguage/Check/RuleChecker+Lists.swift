import Diagnostics
import Records

/// Lists of values, inline or from a file.
extension RuleChecker {
  mutating func list(_ index: Int) -> Typed? {
    let declaration = packages[here].declarations[index]
    let node = declaration.node
    guard isReady(node) else { return unknown(declaration.span) }
    var declared: ValueType?
    if let annotation = tree.child(node, .typeName) {
      declared = valueType(annotation)
      if declared == nil { return unknown(declaration.span) }
    }
    var list = Program.ValueList(
      id: "\(text(packages[here].name)).\(text(declaration.name))", type: declared ?? .text, members: [], version: "")
    if let file = tree.child(node, .fromFile), let version = tree.child(node, .version) {
      guard let members = fileMembers(tree.firstToken(file), tree.lastToken(version), declared ?? .key) else {
        return unknown(declaration.span)
      }
      (list.members, list.type, list.version) = (members, declared ?? .key, stringContent(tree.lastToken(version)))
    } else if let literal = tree.child(node, .listLiteral) {
      guard let inline = inlineMembers(literal, declared) else { return unknown(declaration.span) }
      (list.members, list.type) = inline
    }
    packages[here].declarations[index].list = program.lists.count
    program.lists.append(list)
    return Typed(id: Expression.none, type: list.type, span: declaration.span)
  }

  /// Members that stand in the rule file: constants of one type.
  mutating func inlineMembers(_ literal: SyntaxTree.ID, _ declared: ValueType?) -> (members: [String], type: ValueType)? {
    var type = declared
    var members: [String] = []
    var isGood = true
    for child in tree.children(literal) {
      var value = expression(child)
      if value.isUnknown {
        isGood = false
        continue
      }
      if let wanted = type, value.type != wanted { value = adapted(value, to: wanted) }
      guard !value.isUnknown, program.expressions.isConstant(value.id) else {
        if !value.isUnknown { report(.notConstant, "a list's members are known beforehand, and this is not", at: value.span) }
        isGood = false
        continue
      }
      if let wanted = type, value.type != wanted {
        report(.badListMember, "this member is \(value.type.phrase), and the list is of \(wanted.name)", at: value.span)
        isGood = false
        continue
      }
      type = value.type
      members.append(spelled(value.id))
    }
    guard isGood else { return nil }
    if members.count > Limits.listMembersMax {
      report(.badListMember, "the list has more than \(Limits.listMembersMax) members", at: tree.firstToken(literal).span)
      return nil
    }
    return (members, type ?? .text)
  }

  /// A constant as a list keeps it.
  func spelled(_ id: Expression.ID) -> String {
    let node = program.expressions[id]
    return node.type == .text || node.type == .key ? program.expressions.texts[Int(node.payload)] : String(node.payload)
  }

  /// One member a line; blank lines and lines that begin with # are passed over, and `# version: …` names the version.
  private mutating func fileMembers(_ file: Token, _ version: Token, _ type: ValueType) -> [String]? {
    let name = stringContent(file)
    guard let bytes = surroundings.listFile(name, usedBy: tree.source.path) else {
      report(
        .missingListFile, "the list's file \"\(name)\" cannot be read", at: file.span,
        notes: ["it is looked for beside the rule file; a list is one value a line"])
      return nil
    }
    guard let content = String(validating: bytes, as: UTF8.self) else {
      report(.missingListFile, "the list's file \"\(name)\" is not UTF-8", at: file.span, notes: ["save it as UTF-8"])
      return nil
    }
    var found: String?
    var members: [String] = []
    for (number, line) in content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = trimmed(line)
      if line.isEmpty { continue }
      if line.hasPrefix("#") {
        let comment = trimmed(line.dropFirst())
        if comment.hasPrefix("version:") { found = trimmed(comment.dropFirst(8)) }
        continue
      }
      guard let member = member(line, type) else {
        report(
          .badListMember, "line \(number + 1) of \"\(name)\" is no \(type.name): `\(line.prefix(60))`", at: file.span)
        return nil
      }
      members.append(member)
      if members.count > Limits.listMembersMax {
        report(.badListMember, "\"\(name)\" has more than \(Limits.listMembersMax) members", at: file.span)
        return nil
      }
    }
    let wanted = stringContent(version)
    guard found == wanted else {
      report(
        .listVersion,
        found.map { "\"\(name)\" is version \"\($0)\", not \"\(wanted)\"" } ?? "\"\(name)\" does not say its version",
        at: version.span,
        notes: [
          found == nil
            ? "write `# version: \(wanted)` into its first line" : "read what changed in the list, then name its version here"
        ])
      return nil
    }
    return members
  }

  private func member(_ text: String, _ type: ValueType) -> String? {
    switch type {
    case .key, .text: return normalized(text)
    case .integer: return Int64(text).map(String.init)
    case .money: return Money(text: text).map { String($0.tenThousandths) }
    default: return nil
    }
  }

  func trimmed(_ text: some StringProtocol) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
