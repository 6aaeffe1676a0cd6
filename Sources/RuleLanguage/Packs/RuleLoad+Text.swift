import Diagnostics

extension RuleLoad {
  /// A rule as it is written, and the file that it stands in; nil where no rule has the id.
  public func text(ofRule id: String) -> (path: String, text: String)? {
    for (file, package) in zip(files, checker.packages) {
      guard let rule = package.rules.first(where: { program.rules[$0.rule].id == id }) else { continue }
      return (file.source.path, file.tree.text(rule.node))
    }
    return nil
  }
}
