import CommandLineKit
import Files
import Foundation
import Records

/// The rows of a matrix that is being made, a line each, beside the page that they become. What is there already is not
/// computed again.
struct MatrixRows {
  struct Header: Codable, Equatable {
    var seed: UInt64
    var ordersMax: Int
    var asStream: Bool
    var models: Bool
    var samples: Int
    /// Of the rules: rows that other rules made do not belong beside these.
    var rules: String
  }

  private(set) var rows: [MatrixRow] = []
  private let path: String?
  private let handle: FileHandle?

  /// The seed of a matrix that was begun.
  static func seed(begunAt path: String) throws -> UInt64? {
    guard FileTree.exists(path) else { return nil }
    return try lines(path).first.flatMap { try? JSONDecoder().decode(Header.self, from: Data($0.utf8)) }?.seed
  }

  /// - path: nil where nothing is kept.
  init(_ path: String?, _ header: Header) throws {
    self.path = path
    guard let path else {
      handle = nil
      return
    }
    if FileTree.exists(path) { rows = try MatrixRows.rows(path, header) }
    // Written anew, so that a line which was torn off is gone.
    let text = try MatrixRows.line(header) + rows.map(MatrixRows.line).joined()
    try reading { () throws(SourceError) in try OutputFile.write(text, to: path) }
    handle = FileHandle(forWritingAtPath: path)
    try handle?.seekToEnd()
  }

  mutating func add(_ row: MatrixRow) throws {
    rows.append(row)
    try handle?.write(contentsOf: Data(MatrixRows.line(row).utf8))
  }

  /// The page is made; rows are no longer needed.
  func finish() throws {
    try handle?.close()
    if let path { try FileManager.default.removeItem(atPath: path) }
  }

  private static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  private static func lines(_ path: String) throws -> [Substring] {
    let bytes = try reading { () throws(SourceError) in try FileTree.contents(path) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  private static func rows(_ path: String, _ header: Header) throws -> [MatrixRow] {
    let lines = try lines(path)
    guard let first = lines.first, let found = try? JSONDecoder().decode(Header.self, from: Data(first.utf8)), found == header
    else {
      throw CommandFailure(
        .badData, "\(path): these rows were begun with another seed, other options or other rules",
        hints: ["go on with the same, or remove the file to begin anew"])
    }
    return lines.dropFirst().compactMap { try? JSONDecoder().decode(MatrixRow.self, from: Data($0.utf8)) }
  }
}
