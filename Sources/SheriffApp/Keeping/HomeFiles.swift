import CommandLineKit
import Files
import Foundation
import Records

/// The files of a home, and what tells a copy of one from a damaged one.
enum HomeFiles {
  static let database = "sheriff.db"
  static let sums = "SHA256SUMS"

  /// Paths below a folder, in order. Links are no files of it, and what is still being written is none yet.
  static func names(below folder: String) -> [String] {
    func walk(_ path: String, _ prefix: String) -> [String] {
      FileTree.names(in: path).flatMap { name -> [String] in
        let whole = "\(path)/\(name)"
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: whole)) != nil { return [] }
        if FileTree.isFolder(whole) { return walk(whole, "\(prefix)\(name)/") }
        return FileTree.byteCount(whole) == nil || name.hasSuffix(".part") ? [] : [prefix + name]
      }
    }
    return walk(folder, "").sorted()
  }

  /// The database's own files are copied through it.
  static func isDatabase(_ name: String) -> Bool {
    [database, database + "-wal", database + "-shm", database + "-journal"].contains(name)
  }

  /// Copies a file, and answers with the digest of what was read.
  @discardableResult
  static func copy(_ from: String, to place: String) throws -> String {
    try reading { () throws(SourceError) in
      try OutputFile.makeFolder(String(place[..<(place.lastIndex(of: "/") ?? place.endIndex)]))
      let output = try OutputFile(path: place)
      let found = try digest(from) { bytes throws(SourceError) in try output.write(bytes) }
      try output.finish()
      return found
    }
  }

  static func digest(of path: String) throws -> String {
    try reading { () throws(SourceError) in try digest(path) { _ in } }
  }

  private static func digest(
    _ path: String, _ body: ([UInt8]) throws(SourceError) -> Void
  ) throws(SourceError) -> String {
    let file = try FileBytes(path: path)
    var hash = SHA256()
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = try file.read(into: chunk)
      if count == 0 { return hash.finish() }
      let bytes = Array(chunk[..<count])
      hash.update(bytes)
      try body(bytes)
    }
  }

  static func move(_ from: String, to place: String) throws {
    guard rename(from, place) == 0 else {
      throw CommandFailure(.inputOutput, "\(from) cannot be moved to \(place): \(String(cString: strerror(errno)).lowercased())")
    }
  }
}
