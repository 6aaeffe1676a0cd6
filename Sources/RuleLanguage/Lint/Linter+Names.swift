import Diagnostics
import Records

/// Names that nothing uses, that hide others, or that look unlike the rest.
extension Linter {
  mutating func names() {
    let package = package
    for declaration in package.declarations {
      style(declaration.name, declaration.span)
      guard declaration.uses == 0, [.param, .let, .macro, .list].contains(declaration.kind) else { continue }
      // A package without rules is a library for others, which may not be loaded now.
      guard package.declarations.contains(where: { $0.kind == .rule || $0.kind == .feature }) else { continue }
      report(
        LintCode.unusedDefinition, "nothing uses `\(declaration.name)`", at: declaration.span,
        notes: ["take it away, or use it"])
    }
    for used in package.imports where used.uses == 0 {
      report(
        LintCode.unusedPackage, "nothing of the package `\(used.name)` is used", at: used.span,
        fixes: [.init("take the line away", replace: wholeLine(used.span), with: "")])
    }
    let names = Dictionary(package.declarations.filter { $0.kind != .rule }.map { ($0.name, $0.span) }) { first, _ in first }
    for rule in package.rules {
      for local in rule.locals {
        style(local.name, local.span)
        if local.uses == 0 { report(LintCode.unusedLocal, "nothing in the rule uses `\(local.name)`", at: local.span) }
        hidden(local.name, local.span, names)
      }
    }
    packageName(package)
  }

  private mutating func hidden(_ name: String, _ span: Span, _ names: [String: Span]) {
    if let other = names[name] {
      report(
        LintCode.shadowed, "`\(name)` hides the package's `\(name)` inside of this rule", at: span,
        related: [.init(other, "hidden")],
        notes: ["choose another name, so that one name means one thing"])
    } else if let schema = package.schema,
      program.schemas[schema].field(named: name) != nil || program.schemas[schema].list(named: name) != nil
    {
      report(
        LintCode.shadowed, "`\(name)` hides the field `\(name)` inside of this rule", at: span,
        notes: ["choose another name, so that one name means one thing"])
    }
  }

  private mutating func style(_ name: String, _ span: Span) {
    guard
      name.utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) || name.contains("__") || name.hasPrefix("_") || name.hasSuffix("_")
    else {
      return
    }
    report(
      LintCode.nameStyle, "`\(name)` is not written like the other names", at: span,
      notes: ["names are small letters with single underscores: `\(snake(name))`"])
  }

  private func snake(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase, !result.isEmpty, result.last != "_", result.last?.isUppercase == false { result.append("_") }
      if character == "_", result.isEmpty || result.last == "_" { continue }
      result += character.lowercased()
    }
    while result.last == "_" { result.removeLast() }
    return result
  }

  private mutating func packageName(_ package: CheckedPackages.Package) {
    let file = tree.source.path.split(separator: "/").last.map(String.init) ?? ""
    let stem = file.hasSuffix(".rules") ? String(file.dropLast(6)) : file
    guard !package.name.isEmpty, stem != package.name, file.hasSuffix(".rules") else { return }
    report(
      LintCode.packageAndFile, "the package `\(package.name)` stands in `\(file)`", at: package.nameSpan,
      notes: ["`use package \(package.name)` looks for `\(package.name).rules`: rename one of them"])
  }

  /// The line of a place, with its end.
  func wholeLine(_ span: Span) -> Span {
    let bytes = tree.source.bytes
    var start = span.start
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    let end = bytes[span.end...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    return Span(start, end)
  }
}
