import CommandLineKit
import Diagnostics
import Files
import Foundation
import Records
import RuleLanguage

/// The schemas at hand: of one file, or of all files under the rules' folder.
struct SchemaLibrary {
  struct Entry {
    var schema: Schema
    var path: String
  }

  let entries: [Entry]

  init(_ invocation: Invocation) throws {
    if let path = invocation.text("schema") {
      entries = try SchemaLibrary.load([path])
      return
    }
    let folder = try SchemaLibrary.rulesFolder(invocation)
    let files = SchemaLibrary.schemaFiles(under: folder)
    guard !files.isEmpty else {
      throw CommandFailure(
        .inputMissing, "\(folder): no file ends in .schema", hints: ["name a schema with --schema, or the folder with --rules"])
    }
    entries = try SchemaLibrary.load(files)
  }

  /// `--rules`, else `rules` here, else the packs that were installed with the program.
  static func rulesFolder(_ invocation: Invocation) throws -> String {
    if let folder = invocation.text("rules") {
      guard FileTree.isFolder(folder) else { throw CommandFailure(.inputMissing, "\(folder): there is no such folder of rules") }
      return folder
    }
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = URL(filePath: executable).deletingLastPathComponent()
    let places = [
      "rules", beside.appending(path: "../share/sheriff/rules").standardizedFileURL.path,
      // A build inside of a checkout: .build/release/sheriff, three folders below the packs.
      beside.appending(path: "../../../rules").standardizedFileURL.path,
    ]
    guard let found = places.first(where: FileTree.isFolder) else {
      throw CommandFailure(
        .inputMissing, "there is no folder of rules",
        hints: ["looked for: \(places.joined(separator: ", "))", "name one with --rules or SHERIFF_RULES"])
    }
    return found
  }

  private static func schemaFiles(under folder: String) -> [String] {
    FileTree.names(in: folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if FileTree.isFolder(path) { return schemaFiles(under: path) }
      return name.hasSuffix(".schema") ? [path] : []
    }
  }

  private static func load(_ paths: [String]) throws -> [Entry] {
    var entries: [Entry] = []
    for path in paths {
      let file = try read(path)
      guard !file.schemas.isEmpty else {
        throw CommandFailure(
          .badData,
          "\(path): the schema file has mistakes, so nothing was read\n"
            + TextRenderer().render(file.diagnostics, in: file.source))
      }
      entries += file.schemas.map { Entry(schema: $0, path: path) }
    }
    return entries
  }

  static func read(_ path: String) throws -> SchemaFile {
    SchemaFile(SourceText(path: path, bytes: try reading { () throws(SourceError) in try FileTree.contents(path) }))
  }
}
