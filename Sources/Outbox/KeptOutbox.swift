import Files
public import Records

/// An outbox as it lies there, without anything being sent.
public struct KeptOutbox: Sendable {
  public let folder: String
  public private(set) var sink: String
  public private(set) var counts: OutboxCounts
  /// When the first of those was given up that are still there.
  public private(set) var deadSince: Instant?
  public private(set) var lastReason: String?

  /// Only reads, so it may be asked while the outbox is at work. Nil where the folder is none of an outbox.
  public init?(folder: String) throws(SourceError) {
    guard let place = try OutboxPlace.read(folder) else { return nil }
    (self.folder, sink) = (folder, place.sink)
    counts = OutboxCounts(waiting: 0, dead: 0, sent: place.sent, oldest: nil)
    let path = "\(folder)/waiting-\(place.file).lines"
    if FileTree.exists(path) {
      var counts = counts
      try LineFile(path: path).forEachLine(from: place.offset) { line, _ in
        counts.waiting += 1
        if counts.oldest == nil { counts.oldest = OutboxLine(line)?.came }
        return true
      }
      self.counts = counts
    }
    let letters = try DeadLetters.read(folder)
    counts.dead = letters.count
    (deadSince, lastReason) = (letters.first?.at, letters.last?.reason)
  }

  /// Lets what was given up wait again; answers how many. Nobody else may use the outbox meanwhile.
  public func putBack() throws(SourceError) -> Int {
    try OutboxFolder(folder, sink: sink, limits: .init()).putBack()
  }

  /// Forgets what was given up.
  public func dropDead() throws(SourceError) { try OutboxFolder(folder, sink: sink, limits: .init()).dropDead() }
}
