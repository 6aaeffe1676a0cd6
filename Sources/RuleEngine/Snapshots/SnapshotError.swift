/// Why a snapshot cannot be restored. The engine is as it was before.
public enum SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
  case notASnapshot
  /// Written by another version of the program, in a format that this one does not read.
  case otherFormat(Int64)
  /// There are fewer bytes than it says, or more.
  case torn(expected: Int64, found: Int)
  /// The bytes are not those that were written.
  case altered
  /// The checksum fits, and yet it says what cannot be.
  case inconsistent(String)
  /// Of records of another schema, or of this one with other fields.
  case otherSchema(wanted: String, found: String)

  public var description: String {
    switch self {
    case .notASnapshot: "this is no snapshot"
    case .otherFormat(let format): "the snapshot has format \(format), and not \(SnapshotFormat.version)"
    case .torn(let expected, let found): "the snapshot has \(found) bytes, and should have \(expected)"
    case .altered: "the snapshot was altered: its bytes are not those that were written"
    case .inconsistent(let what): "the snapshot contradicts itself: \(what)"
    case .otherSchema(let wanted, let found) where wanted == found:
      "the snapshot is of records of the schema `\(found)` as it was once, with other fields"
    case .otherSchema(let wanted, let found): "the snapshot is of records of the schema `\(found)`, and not `\(wanted)`"
    }
  }
}

/// What was restored.
public struct SnapshotRestoration: Hashable, Sendable {
  /// Windows that the snapshot knows nothing of, or not all that they look at: they begin with what is there. Empty where
  /// the rules' windows are those that the snapshot was taken with.
  public var newWindows: [String] = []
  /// Fields that rules ask for a record's version before, and of which the snapshot has no values.
  public var newPreviousFields: [String] = []
}

enum SnapshotFormat {
  static let version: Int64 = 1
  /// `SHERIFF` and an end of line, which a transfer as text would alter.
  static let magic = Int64(littleEndian: 0x0A46_4649_5245_4853)
  /// Magic, format, words of the body, checksum.
  static let headerWords = 4
}
