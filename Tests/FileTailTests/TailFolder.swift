import CSVSource
import FileTail
import Foundation
import JSONSource
import Records
import TestSupport
import Testing

/// A folder in which files are written, and readers that follow them.
final class TailFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "sheriff-tail-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private func whole(_ name: String) -> String { "\(path)/\(name)" }

  func append(_ name: String, _ text: String) throws { try append(name, Array(text.utf8)) }

  func append(_ name: String, _ bytes: [UInt8]) throws {
    if !FileManager.default.fileExists(atPath: whole(name)) {
      _ = FileManager.default.createFile(atPath: whole(name), contents: nil)
    }
    let handle = try FileHandle(forWritingTo: URL(filePath: whole(name)))
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(bytes))
  }

  func move(_ from: String, _ to: String) throws {
    if FileManager.default.fileExists(atPath: whole(to)) { try FileManager.default.removeItem(atPath: whole(to)) }
    try FileManager.default.moveItem(atPath: whole(from), toPath: whole(to))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: whole(name)) }

  func truncate(_ name: String) throws {
    let handle = try FileHandle(forWritingTo: URL(filePath: whole(name)))
    try handle.truncate(atOffset: 0)
    try handle.close()
  }

  private static let schema = Schema(
    name: "test", fields: [Field(name: "id", type: .integer, isRequired: true), Field(name: "name", type: .text)],
    mappings: [
      SourceMapping(kind: .columns, fields: [["id"], ["name"]]), SourceMapping(kind: .json, fields: [["id"], ["name"]]),
    ])

  /// - name: of one file; nil for all of the folder.
  func source(_ name: String?, batchRows: Int = 3) -> FollowedFiles {
    let (schema, symbols, path) = (TailFolder.schema, SymbolTable(), path)
    let isJSON = name?.hasSuffix(".jsonl") == true
    return FollowedFiles(
      source: name ?? path, schema: schema, symbols: symbols, folders: [path], settle: .milliseconds(2),
      names: {
        if let name { return ["\(path)/\(name)"] }
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted().map { "\(path)/\($0)" }
      },
      open: { input in
        let records: any ResumableRecords =
          isJSON
          ? JSONSource(inputs: [input], schema: schema, mapping: schema.mappings[1], symbols: symbols, batchRows: batchRows)
          : CSVSource(inputs: [input], schema: schema, mapping: schema.mappings[0], symbols: symbols, batchRows: batchRows)
        return records
      })
  }

  func reader(_ name: String?, from place: [UInt8]? = nil) -> TailReader { TailReader(source(name), place, path) }
}

/// What a follower was handed.
final class TailReader {
  private let source: FollowedFiles
  private let folder: String
  private var failure: SourceError?
  private(set) var notices: [String] = []
  private(set) var losses = 0

  init(_ source: FollowedFiles, _ place: [UInt8]?, _ folder: String) {
    (self.source, self.folder) = (source, folder)
    if let place { do throws(SourceError) { try source.resume(at: place) } catch { failure = error } }
  }

  private func texts(_ batch: RecordBatch) -> [String] {
    (0..<batch.count).map { "\(batch.rows[$0]) \(batch.columns[0].integers[$0]) \(batch.columns[1].texts[$0])" }
      + batch.rejects.map { "\($0.row) rejected" }
  }

  private func note() {
    for notice in source.takeNotices() {
      if notice.kind == .loss { losses += 1 }
      notices.append("\(notice.source) \(notice.text)".replacing("\(folder)/", with: ""))
    }
  }

  /// All that there is now.
  func rows() throws -> [String] {
    if let failure { throw failure }
    var found: [String] = []
    while let batch = try source.next() { found += texts(batch) }
    note()
    return found
  }

  /// All that there is once files have been left alone for long enough.
  func settledRows() throws -> [String] {
    var found = try rows()
    let deadline = ContinuousClock.now + ChildProcess.patience
    while source.isExpectingMore {
      try #require(ContinuousClock.now < deadline, "the files are never left alone")
      source.wait(.milliseconds(3))
      found += try rows()
    }
    return found
  }

  func remainder() throws -> [String] { try source.remainder().flatMap(texts) }

  func place() throws -> [UInt8] { try source.place() }
}
