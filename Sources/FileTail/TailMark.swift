import Records

/// How far a file has been read, and what tells it from another: files are renamed, and inodes are used again.
struct TailMark: Hashable, Sendable, Codable {
  var path: String
  var identity: FileIdentity
  /// Bytes before the first record; nil where it has no header of its own and is read with the one before.
  var lead: Int64?
  /// Where the first byte lies that was not read as part of a whole record.
  var offset: Int64
  var line: Int
  /// Of the bytes before the offset.
  var witness: String
  /// Where a file could not be read at all: its size and time of change then. It is tried again when these are others.
  var refused: Refusal?

  struct Refusal: Hashable, Sendable, Codable {
    var size: Int64
    var changed: Int64
  }

  static func witness(_ file: GrowingFile, at offset: Int64) throws(SourceError) -> String {
    var hash = SHA256()
    hash.update(try file.bytes(max(0, offset - Int64(GrowingFile.witnessBytes))..<offset))
    return hash.finish()
  }

  /// Whether the file still has what was read.
  func fits(_ file: GrowingFile) throws(SourceError) -> Bool {
    guard file.size >= offset else { return false }
    return try TailMark.witness(file, at: offset) == witness
  }
}

/// A place in files that are followed.
struct TailPlace: Hashable, Sendable, Codable {
  /// Data rows so far over all files.
  var row: Int64
  /// The file that is being read.
  var current: TailMark?
  /// Those that were read to their end.
  var read: [TailMark]
  /// The header that was last read, for a file that goes on without one.
  var header: [UInt8]
}
