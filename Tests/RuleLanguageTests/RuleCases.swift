import Diagnostics
import Foundation
import Pricing
import Records
import RuleLanguage

/// The rule files that are cases: `Cases/rules/name.rules`, or a folder of files that are loaded together. Beside each
/// stands, in `name.out`, what checking and linting it has to say.
enum RuleCases {
  static let folder = SchemaCaseTests.folder.appending(path: "rules")

  static let names: [String] = {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return entries.filter { $0.hasSuffix(".rules") || !$0.contains(".") }.map { $0.replacing(".rules", with: "") }.sorted()
  }()

  static func sources(_ name: String) throws -> [SourceText] {
    let path = folder.appending(path: name)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path.path, isDirectory: &isFolder), isFolder.boolValue {
      return try FileManager.default.contentsOfDirectory(atPath: path.path).filter { $0.hasSuffix(".rules") }.sorted().map {
        SourceText(path: $0, bytes: [UInt8](try Data(contentsOf: path.appending(path: $0))))
      }
    }
    // The file counts as named like its package, except where that is what the case is about.
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "\(name).rules")))
    let package = name.split(separator: "-").dropFirst().joined(separator: "_")
    return [SourceText(path: "\(package).rules", bytes: bytes)]
  }

  static func load(_ sources: [SourceText]) -> RuleLoad {
    RuleLoad(sources, registry: PricingWords.registry(), surroundings: CaseSurroundings())
  }

  static func outcome(_ name: String) throws -> (text: String, codes: Set<String>) {
    let load = load(try sources(name))
    var text = ""
    var codes: Set<String> = []
    let lints = load.lint()
    for (file, lints) in zip(load.files, lints) {
      let diagnostics = file.diagnostics + lints
      codes.formUnion(diagnostics.map(\.code.description))
      text += TextRenderer().render(diagnostics, in: file.source)
      if !diagnostics.isEmpty, file.source.path != load.files.last?.source.path { text += "\n" }
    }
    return (text.isEmpty ? "nothing to say\n" : text, codes)
  }
}

/// The schemas and lists of the cases' folder.
struct CaseSurroundings: PackSurroundings {
  static let files: [SchemaFile] = ["fixtures.schema", "broken.schema"].compactMap { name in
    (try? Data(contentsOf: RuleCases.folder.appending(path: name))).map { SchemaFile(SourceText(path: name, bytes: [UInt8]($0))) }
  }

  func schema(named name: String, usedBy path: String) -> SchemaLookup {
    for file in CaseSurroundings.files {
      if let schema = file.schemas.first(where: { $0.name == name }) { return .found(schema) }
      if file.schemas.isEmpty, file.declares(name) { return .broken(path: file.source.path) }
    }
    return .absent(known: CaseSurroundings.files.flatMap { $0.schemas.map(\.name) })
  }

  func listFile(_ name: String, usedBy path: String) -> [UInt8]? {
    (try? Data(contentsOf: RuleCases.folder.appending(path: name))).map { [UInt8]($0) }
  }
}
