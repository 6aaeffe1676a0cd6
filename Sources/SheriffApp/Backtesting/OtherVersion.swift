import CommandLineKit
import Files
import Records
import RuleLanguage

/// The version of the rules that a backtest is held against: a folder, or the rules' folder at a git revision.
struct OtherVersion {
  /// As a person would name it.
  let name: String
  let rules: LoadedRules
  /// Keeps the files of a revision as long as they are read.
  private let revision: GitRevision?

  /// - schema: what the source was read with. Both versions are run over the same records, so both know them by it.
  init(_ name: String, _ invocation: Invocation, for schema: Schema) throws {
    if FileTree.isFolder(name) {
      (self.name, revision) = (name, nil)
      rules = try OtherVersion.load(name, invocation, schema)
      return
    }
    guard !FileTree.exists(name) else {
      throw CommandFailure(.inputMissing, "\(name): is a file", hints: ["--against wants a folder of rules, or a git revision"])
    }
    let revision = try GitRevision(name, of: SchemaLibrary.rulesFolder(invocation))
    self.revision = revision
    self.name = "\(name) (\(revision.commit.prefix(10)))"
    do {
      rules = try OtherVersion.load(revision.path, invocation, schema)
    } catch var failure as CommandFailure {
      failure.message = failure.message.replacing("\(revision.path)/", with: "\(name):").replacing(revision.path, with: name)
      throw failure
    }
  }

  private static func load(_ folder: String, _ invocation: Invocation, _ schema: Schema) throws -> LoadedRules {
    let pack = LoadedRules.pack(of: schema, in: folder, invocation)
    return try LoadedRules(RuleFiles([pack], invocation, folder: folder, schema: schema), in: pack, for: schema)
  }
}
