import Files
import Glibc
import Records

/// The files of an outbox: lines that wait, how far they were sent, and what was given up. One owner, one thread at a time.
///
/// **Why nothing is lost or sent as another batch.** A line is on the disk before it counts. A batch's end is written before it is sent
/// first, so whoever begins again sends the same batch under the same digest. The place moves on once the batch's fate is known. Lines
/// are dropped only by beginning the next file: its number is in the place, so that one write decides between the two.
final class OutboxFolder {
  struct Limits: Sendable {
    var batchLines = 100
    var batchBytes = 1 << 20
    /// A file of which all was sent gives way to the next one when it is larger.
    var fileBytes: Int64 = 64 << 20
    /// So many findings of files that are gone are known not to be told again.
    var toldKeys = 1 << 20
  }

  private(set) var place: OutboxPlace
  private(set) var waiting = 0
  private(set) var oldest: Instant?
  private let path: String
  private let limits: Limits
  private var lines: LineFile
  private var told: ToldKeys
  private var known: Set<UInt128>
  private var dead: DeadLetters
  /// The place has moved and could not be written yet.
  private var isPlaceDue = false
  /// An earlier run began the batch that comes first.
  private var isResumed: Bool

  init(_ path: String, sink: String, limits: Limits) throws(SourceError) {
    (self.path, self.limits) = (path, limits)
    try OutputFile.makeFolder(path)
    let numbers = OutboxFolder.fileNumbers(in: path)
    if let kept = try OutboxPlace.read(path) {
      place = kept
    } else {
      place = OutboxPlace(sink: sink)
      place.file = numbers.last ?? 1
      try place.write(path)
    }
    place.sink = sink
    for number in numbers where number != place.file {
      // One that is done with, or one that was to be begun; lines come into it only once the place names it.
      let other = OutboxFolder.file(number, in: path)
      guard number < place.file || FileTree.byteCount(other) == 0 else {
        throw SourceError(
          .unreadable, source: other, "has lines that come after the outbox's place; \(OutboxPlace.advice(path))")
      }
      unlink(other)
    }
    lines = try LineFile(path: OutboxFolder.file(place.file, in: path))
    told = try ToldKeys.read(path)
    known = Set(told.keys)
    dead = try DeadLetters(path)
    isResumed = place.end > place.offset
    try load()
  }

  private static func file(_ number: Int, in folder: String) -> String { "\(folder)/waiting-\(number).lines" }

  static func fileNumbers(in folder: String) -> [Int] {
    FileTree.names(in: folder).compactMap { name in
      name.hasPrefix("waiting-") && name.hasSuffix(".lines") ? Int(name.dropFirst(8).dropLast(6)) : nil
    }.sorted()
  }

  private func load() throws(SourceError) {
    var whole: Int64 = 0
    var number = 0
    try lines.forEachLine(from: 0) { (bytes, end) throws(SourceError) in
      number += 1
      guard let key = OutboxLine.key(bytes.prefix(32)) else {
        throw SourceError(
          .unreadable, source: "\(lines.path):\(number)", "is no line of an outbox; \(OutboxPlace.advice(path))")
      }
      known.insert(key)
      if end > place.offset { waiting += 1 }
      whole = end
      return true
    }
    try lines.cut(to: whole)
    guard place.end <= whole, try checksum(before: place.offset) == place.checksum else {
      throw SourceError(
        .unreadable, source: "\(path)/\(OutboxPlace.name)", "does not fit the lines beside it; \(OutboxPlace.advice(path))")
    }
    try lookAtOldest()
  }

  private func checksum(before offset: Int64) throws(SourceError) -> Int64 {
    let start = max(0, offset - OutboxPlace.checkedBytesMax)
    return WordChecksum.of(try lines.read(from: start, count: Int(offset - start)))
  }

  private func lookAtOldest() throws(SourceError) {
    oldest = nil
    guard waiting > 0 else { return }
    try lines.forEachLine(from: place.offset) { line, _ in
      oldest = OutboxLine(line)?.came
      return false
    }
  }

  var deadCount: Int { dead.count }

  // MARK: what comes

  /// All that is new among them, or none; on the disk when it comes back. Answers how many were new.
  func append(_ more: [OutboxLine]) throws(SourceError) -> Int {
    var added: [OutboxLine] = []
    for line in more where known.insert(line.key).inserted { added.append(line) }
    do throws(SourceError) { try lines.append(added.flatMap(\.bytes)) } catch {
      for line in added { known.remove(line.key) }
      throw error
    }
    if waiting == 0 { oldest = added.first?.came }
    waiting += added.count
    return added.count
  }

  // MARK: what goes

  /// What is to be sent next; the same until its fate is told.
  func next() throws(SourceError) -> OutboxBatch? {
    if isPlaceDue { try save() }
    guard place.offset < lines.length else {
      if lines.length > limits.fileBytes { try beginNextFile() }
      return nil
    }
    if place.end == place.offset {
      var count = 0
      let start = place.offset
      var end = start
      try lines.forEachLine(from: start) { _, next in
        if count > 0, next - start > limits.batchBytes { return false }
        (count, end) = (count + 1, next)
        return count < limits.batchLines
      }
      (place.end, place.attempts) = (end, 0)
      try save()
    }
    let batch = try batch()
    defer { isResumed = false }
    guard isResumed, dead.lastBatch == batch.digest else { return batch }
    // The last run ended after it had given it up.
    try moveOn(batch)
    return try next()
  }

  private func batch() throws(SourceError) -> OutboxBatch {
    let bytes = try lines.read(from: place.offset, count: Int(place.end - place.offset))
    var found: [OutboxLine] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let line = OutboxLine(line) else {
        throw SourceError(.unreadable, source: lines.path, "has a line that is no finding; \(OutboxPlace.advice(path))")
      }
      found.append(line)
    }
    return OutboxBatch(lines: found)
  }

  func delivered(_ batch: OutboxBatch) throws(SourceError) {
    place.sent += batch.lines.count
    try moveOn(batch)
  }

  func failed() throws(SourceError) {
    place.attempts += 1
    try save()
  }

  func giveUp(_ batch: OutboxBatch, because reason: String, at now: Instant) throws(SourceError) {
    let digest = batch.digest
    try dead.add(
      batch.lines.map { DeadLetter(at: now, reason: reason, attempts: place.attempts, batch: digest, line: $0) })
    try moveOn(batch)
  }

  private func moveOn(_ batch: OutboxBatch) throws(SourceError) {
    (place.offset, place.attempts) = (place.end, 0)
    waiting -= batch.lines.count
    isPlaceDue = true
    place.checksum = try checksum(before: place.offset)
    try save()
    try lookAtOldest()
  }

  private func save() throws(SourceError) {
    isPlaceDue = true
    try place.write(path)
    isPlaceDue = false
  }

  private func beginNextFile() throws(SourceError) {
    let before = Set(told.keys)
    var keys: [UInt128] = []
    try lines.forEachLine(from: 0) { line, _ in
      if let key = OutboxLine.key(line.prefix(32)), !before.contains(key) { keys.append(key) }
      return true
    }
    let forgotten = told.add(keys, most: limits.toldKeys)
    try told.write(path)
    var next = OutboxPlace(sink: place.sink)
    (next.file, next.sent) = (place.file + 1, place.sent)
    let file = try LineFile(path: OutboxFolder.file(next.file, in: path))
    try next.write(path)
    unlink(lines.path)
    (lines, place) = (file, next)
    for key in forgotten { known.remove(key) }
  }

  // MARK: what was given up

  /// Lets all that was given up wait again, behind what waits.
  func putBack() throws(SourceError) -> Int {
    let letters = try DeadLetters.read(path)
    // Ended between the two steps, it finds them waiting already.
    var waitingKeys: Set<UInt128> = []
    try lines.forEachLine(from: place.offset) { line, _ in
      if let key = OutboxLine.key(line.prefix(32)) { waitingKeys.insert(key) }
      return true
    }
    let back = letters.map(\.line).filter { waitingKeys.insert($0.key).inserted }
    try lines.append(back.flatMap(\.bytes))
    waiting += back.count
    try dropDead()
    return letters.count
  }

  func dropDead() throws(SourceError) {
    let file = "\(path)/\(DeadLetters.name)"
    guard !FileTree.exists(file) || unlink(file) == 0 else {
      throw SourceError(.unwritable, source: file, "cannot be removed: \(String(cString: strerror(errno)).lowercased())")
    }
    dead = try DeadLetters(path)
  }
}
