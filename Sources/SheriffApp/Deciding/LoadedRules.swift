import CommandLineKit
import Detection
import Diagnostics
import Files
import Records
import RuleLanguage

/// The rules that are run over a source: all sound, or nothing is run.
struct LoadedRules {
  let program: Program
  /// The source's schema among the program's.
  let schema: Int
  let files: RuleFiles

  /// - schema: the records' schema, which the rules have to be about.
  init(_ invocation: Invocation, for schema: Schema) throws {
    let folder = try LoadedRules.folder(invocation, schema)
    try self.init(RuleFiles([folder], invocation), in: folder, for: schema)
  }

  /// - folder: what the files are called where they are not about the schema.
  init(_ files: RuleFiles, in folder: String, for schema: Schema) throws {
    self.files = files
    let load = files.load()
    guard load.isSound else { throw LoadedRules.failure(load) }
    program = load.program
    guard let index = program.schemas.firstIndex(where: { $0.name == schema.name }) else {
      throw CommandFailure(
        .badData, "\(folder): no rule is about `\(schema.name)`", hints: ["name a folder of rules for it with --rules"])
    }
    guard program.schemas[index] == schema else {
      throw CommandFailure(
        .badData, "the rules in \(folder) know another `\(schema.name)` than the source was read with",
        hints: ["keep one schema of that name, or name it for both with --schema"])
    }
    self.schema = index
  }

  static func failure(_ load: RuleLoad) -> CommandFailure {
    let broken = load.files.filter(\.hasErrors)
    let text = broken.map { file in
      TextRenderer().render(Array(file.diagnostics.filter { $0.severity == .error }.prefix(10)), in: file.source)
    }
    return CommandFailure(
      .badData, "the rules have mistakes, so nothing was decided\n" + text.joined(separator: "\n"),
      hints: ["see all with `sheriff rules check`"])
  }

  /// What was named; else the pack of the schema's name; else all packs.
  private static func folder(_ invocation: Invocation, _ schema: Schema) throws -> String {
    pack(of: schema, in: try SchemaLibrary.rulesFolder(invocation), invocation)
  }

  /// The same choice in any folder of packs.
  static func pack(of schema: Schema, in folder: String, _ invocation: Invocation) -> String {
    if invocation.text("rules") != nil { return folder }
    let pack = "\(folder)/\(schema.name)"
    return FileTree.isFolder(pack) ? pack : folder
  }
}
