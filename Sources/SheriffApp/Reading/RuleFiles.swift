import CommandLineKit
import Diagnostics
import Files
import Foundation
import Pricing
import Records
import RuleLanguage
import SystemZones

/// Rule files on the disk: those that a command names, those that they use, and the schemas and lists around them.
final class RuleFiles: PackSurroundings {
  /// The named files first, then the packages that they use.
  private(set) var sources: [SourceText] = []
  private(set) var named: Set<String> = []
  private let schemaPaths: [String]
  private let rulesFolder: String?
  private var folders: [String: [SchemaFile]] = [:]
  private var trees: [String: [String]] = [:]
  private let sourceSchema: Schema?

  /// - Parameters:
  ///   - paths: files and folders; none for the rules' folder.
  ///   - folder: another rules' folder than the invocation's: that of an earlier version.
  ///   - schema: what records were read with already. It stands for all schemas of its name.
  init(_ paths: [String], _ invocation: Invocation, folder: String? = nil, schema: Schema? = nil) throws {
    schemaPaths = invocation.text("schema").map { [$0] } ?? []
    rulesFolder = folder ?? (try? SchemaLibrary.rulesFolder(invocation))
    sourceSchema = schema
    var paths = paths
    if paths.isEmpty { paths = [try SchemaLibrary.rulesFolder(invocation)] }
    for path in paths {
      guard FileTree.exists(path) else { throw CommandFailure(.inputMissing, "\(path): there is no such file or folder") }
      let files = FileTree.isFolder(path) ? RuleFiles.files(under: path, ending: ".rules") : [path]
      guard !files.isEmpty else {
        throw CommandFailure(
          .inputMissing, "\(path): no file ends in .rules", hints: ["name rule files, or a folder that has some"])
      }
      for file in files where named.insert(file).inserted { sources.append(try RuleFiles.read(file)) }
    }
    try addUsedPackages()
  }

  static func read(_ path: String) throws -> SourceText {
    SourceText(path: path, bytes: try reading { () throws(SourceError) in try FileTree.contents(path) })
  }

  /// Another text of one of the files.
  func replace(_ source: SourceText) {
    if let index = sources.firstIndex(where: { $0.path == source.path }) { sources[index] = source }
  }

  static func lockPath(of folder: String) -> String { folder.hasSuffix("/") ? "\(folder)rules.lock" : "\(folder)/rules.lock" }

  /// The locks of the named files: in their own folders, or in those just above.
  func lockPaths() -> [String] {
    let folders = Set(named.flatMap { RuleFiles.foldersAbove($0).prefix(2) })
    return folders.map(RuleFiles.lockPath).filter(FileTree.exists).sorted()
  }

  /// Nil where there is none.
  static func lock(at path: String) throws -> LockFile? {
    guard FileTree.exists(path) else { return nil }
    let text = String(decoding: try reading { () throws(SourceError) in try FileTree.contents(path) }, as: UTF8.self)
    do { return try LockFile(text: text) } catch {
      throw CommandFailure(
        .badData, "\(path):\(error.line): no line of a lock file",
        hints: ["it is made by `sheriff rules lock`; take it from your history"])
    }
  }

  func load() -> RuleLoad { RuleLoad(sources, registry: RuleFiles.registry, surroundings: self) }

  /// Everything that rooms above the language bring into it.
  static let registry = PricingWords.registry(isZone: SystemZones.isZone)

  static func files(under folder: String, ending: String) -> [String] {
    FileTree.names(in: folder).flatMap { name -> [String] in
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      if FileTree.isFolder(path) { return files(under: path, ending: ending) }
      return name.hasSuffix(ending) ? [path] : []
    }
  }

  /// `use package common` in a file is answered by `common.rules` beside it, above it or in the rules' folder.
  private func addUsedPackages() throws {
    var known = Set(sources.flatMap(RuleLoad.packageNamed))
    var next = 0
    while next < sources.count {
      let source = sources[next]
      next += 1
      for package in RuleLoad.packagesUsed(in: source) where known.insert(package).inserted {
        guard let path = find("\(package).rules", from: source.path) else { continue }
        sources.append(try RuleFiles.read(path))
      }
    }
  }

  private func find(_ name: String, from path: String) -> String? {
    for folder in RuleFiles.foldersAbove(path) where FileTree.exists("\(folder)/\(name)") { return "\(folder)/\(name)" }
    return rulesFolder.flatMap { folder in rulesTree(folder, ".rules").first { $0.hasSuffix("/\(name)") } }
  }

  private func rulesTree(_ folder: String, _ ending: String) -> [String] {
    if let known = trees[folder + ending] { return known }
    let found = RuleFiles.files(under: folder, ending: ending)
    trees[folder + ending] = found
    return found
  }

  /// The file's own folder, then those above it, as far as the working directory or eight of them.
  private static func foldersAbove(_ path: String) -> [String] {
    var url = URL(filePath: path).standardizedFileURL
    var result: [String] = []
    for _ in 0..<8 {
      url = url.deletingLastPathComponent()
      result.append(url.path)
      if url.path == "/" { break }
    }
    return result
  }

  // MARK: PackSurroundings

  func schema(named name: String, usedBy path: String) -> SchemaLookup {
    if let sourceSchema, sourceSchema.name == name { return .found(sourceSchema) }
    var known: [String] = []
    for file in schemaFiles(around: path) {
      if let schema = file.schemas.first(where: { $0.name == name }) { return .found(schema) }
      if file.schemas.isEmpty, file.declares(name) { return .broken(path: file.source.path) }
      known += file.schemas.map(\.name)
    }
    return .absent(known: known)
  }

  private func schemaFiles(around path: String) -> [SchemaFile] {
    if !schemaPaths.isEmpty { return schemaPaths.compactMap { try? SchemaLibrary.read($0) } }
    return RuleFiles.foldersAbove(path).flatMap { schemaFiles(in: $0, isDeep: false) }
      + (rulesFolder.map { schemaFiles(in: $0, isDeep: true) } ?? [])
  }

  private func schemaFiles(in folder: String, isDeep: Bool) -> [SchemaFile] {
    let key = (isDeep ? "deep " : "flat ") + folder
    if let known = folders[key] { return known }
    let paths =
      isDeep
      ? rulesTree(folder, ".schema") : FileTree.names(in: folder).filter { $0.hasSuffix(".schema") }.map { "\(folder)/\($0)" }
    let files = paths.compactMap { try? SchemaLibrary.read($0) }
    folders[key] = files
    return files
  }

  func listFile(_ name: String, usedBy path: String) -> [UInt8]? {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let full = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    guard (FileTree.byteCount(full) ?? .max) <= Int64(Limits.listBytesMax) else { return nil }
    return try? FileTree.contents(full)
  }
}
