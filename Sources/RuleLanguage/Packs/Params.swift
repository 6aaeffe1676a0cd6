public import Diagnostics

/// A param as its file declares it: what it is, and which words of the file say so.
public struct Param: Sendable {
  public let package: String
  public let name: String
  /// The file's place in the load.
  public let file: Int
  /// Where its value stands in the file.
  public let span: Span
  /// As it is written.
  public let text: String
  public let type: ValueType
  /// Its value as `Operation.constant` keeps one.
  public let payload: Int64

  public var id: String { "\(package).\(name)" }
}

extension RuleLoad {
  /// All params whose value is sound, in the order of their files.
  public var params: [Param] {
    zip(files.indices, checker.packages).flatMap { index, package -> [Param] in
      let tree = files[index].tree
      return package.declarations.filter { $0.kind == .param && !$0.isUnknown && $0.value >= 0 }.compactMap {
        declaration -> Param? in
        var last: SyntaxTree.ID?
        for child in tree.children(declaration.node) { last = child }
        guard let last, tree.kind(last) != .typeName else { return nil }
        return Param(
          package: package.name, name: declaration.name, file: index, span: tree.span(last), text: tree.text(last),
          type: program.expressions[declaration.value].type, payload: program.expressions[declaration.value].payload)
      }
    }
  }

  /// A file's text with another value for a param.
  public func source(with value: String, for param: Param) -> SourceText {
    let source = files[param.file].source
    let bytes = source.bytes[..<param.span.start] + Array(value.utf8) + source.bytes[param.span.end...]
    return SourceText(path: source.path, bytes: Array(bytes))
  }
}
