import CSVSource
import CommandLineKit
import FileTail
import Files
import Foundation
import JSONSource
import Records

/// A source that goes on, as a person named it, under the schema that fits what there is of it.
struct FollowedOpening {
  let source: any FollowedSource
  let schemaPath: String

  /// Nil where nothing is there yet by which the schema could be told.
  static func open(_ name: String, _ invocation: Invocation) throws -> FollowedOpening? {
    if name.hasPrefix("postgres://") || name.hasPrefix("postgresql://") { return try FollowedTableOpening.open(name, invocation) }
    if name.contains("://") {
      throw CommandFailure(
        .unavailable, "\(SourceName.normal(name)): this version follows files, PostgreSQL and Kafka",
        hints: ["follow a file, a pattern or a folder of files, postgres://… or kafka://…"])
    }
    try FollowedTableOpening.refuseOptions(invocation)
    if name == "-" {
      throw CommandFailure(.usage, "standard input has no place to go on from", hints: ["write it into a file, and follow that"])
    }
    return try files(name, invocation)
  }

  private static func files(_ name: String, _ invocation: Invocation) throws -> FollowedOpening? {
    let isPattern = !FileTree.exists(name) && name.contains { "*?[".contains($0) }
    let isFolder = FileTree.isFolder(name)
    // A file keeps its name in the list while another takes its place.
    let names: () -> [String] = {
      if isFolder { return FileTree.names(in: name).map { "\(name)/\($0)" }.filter { !FileTree.isFolder($0) } }
      return isPattern ? FileTree.files(matching: name) : [name]
    }
    guard let first = names().first(where: { FileTree.byteCount($0).map { $0 > 0 } ?? false }) else { return nil }
    let look = try FirstLook(OpenedSource.input(first))
    guard !look.names.isEmpty else { return nil }
    let recognition = Recognition(
      names: look.names, kind: look.isJSON ? .json : .columns, library: try SchemaLibrary(invocation))
    guard let best = recognition.best else { throw recognition.failure(name) }
    let (schema, mapping, symbols) = (best.entry.schema, best.mapping, SymbolTable())
    let folder = isFolder ? name : name.lastIndex(of: "/").map { String(name[..<$0]) } ?? "."
    let source = FollowedFiles(
      source: name, schema: schema, symbols: symbols, folders: [folder.isEmpty ? "/" : folder], names: names,
      open: { input in
        look.isJSON
          ? JSONSource(inputs: [input], schema: schema, mapping: mapping, symbols: symbols) as any ResumableRecords
          : CSVSource(inputs: [input], schema: schema, mapping: mapping, symbols: symbols)
      })
    return FollowedOpening(source: source, schemaPath: best.entry.path)
  }
}
