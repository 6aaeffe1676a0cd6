import Records

/// How far somebody who follows a source has come, with all that is needed to go on from there. What is in it is the follower's own.
///
/// The last two of a name are kept: where the newest is damaged there is one to go back to.
public struct Checkpoint: Hashable, Sendable {
  public var name: String
  /// Each is larger than the one before it.
  public var sequence: Int64
  public var bytes: [UInt8]
  /// Of name, sequence and bytes.
  public var checksum: String

  public init(name: String, sequence: Int64, bytes: [UInt8]) {
    (self.name, self.sequence, self.bytes) = (name, sequence, bytes)
    checksum = Checkpoint.checksum(name, sequence, bytes)
  }

  /// As it was kept.
  public init(name: String, sequence: Int64, bytes: [UInt8], checksum: String) {
    (self.name, self.sequence, self.bytes, self.checksum) = (name, sequence, bytes, checksum)
  }

  public static let keptMax = 2

  /// Whether it is what was written.
  public var isSound: Bool { checksum == Checkpoint.checksum(name, sequence, bytes) }

  /// What is wrong with those that are kept of a name, the newest first; a sentence each.
  public static func problems(of kept: [Checkpoint]) -> [String] {
    kept.enumerated().filter { !$0.element.isSound }.map { place, checkpoint in
      let hasRest = place == 0 && kept.dropFirst().contains(where: \.isSound)
      return "checkpoint \(checkpoint.sequence) of `\(checkpoint.name)` is not what was written"
        + (hasRest ? "; the one before it is sound, and is gone on from" : "")
    }
  }

  private static func checksum(_ name: String, _ sequence: Int64, _ bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(Array("\(name.utf8.count):\(name)\n\(sequence)\n".utf8))
    hash.update(bytes)
    return hash.finish()
  }
}
