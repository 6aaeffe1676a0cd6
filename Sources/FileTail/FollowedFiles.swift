import Foundation
public import Records

/// Records of files that are written while they are read: one file by its name, or all that a folder or a pattern has, in the order of
/// their names. Files may be rotated, renamed, truncated or replaced at any time.
///
/// A file is left for the next only when that one is there and nothing was written into the first for a moment; what is written into
/// it later is still read then.
public final class FollowedFiles: FollowedSource {
  public let schema: Schema
  public let symbols: SymbolTable

  private let source: String
  private let names: () -> [String]
  private let open: (SourceInput) -> any ResumableRecords
  private let watch: ChangeWatch
  private let settle: Duration

  private var row: Int64 = 0
  private var current: TailedFile?
  private var read: [FileIdentity: TailMark] = [:]
  /// Files that were left behind and are called otherwise now: a writer may still have them open.
  private var lingering: [GrowingFile] = []
  private var header: [UInt8] = []
  private var frozen: [UInt8]?
  private var notices: [SourceNotice] = []
  private var grewAt = ContinuousClock.now
  private var isCurrentRefused = false
  /// Files that are there and cannot be opened, so that each is told once.
  private var unreadable: Set<String> = []
  /// Whether more is there that is not to be read yet.
  public private(set) var isExpectingMore = false

  private static let lingeringMax = 8
  /// What was rotated away long ago is packed, and was read before.
  private static let packedEndings = [".gz", ".zst", ".bz2", ".xz"]

  /// - Parameters:
  ///   - source: what people call all of it.
  ///   - names: the files that there are now, in order.
  ///   - folders: where they lie.
  ///   - settle: how long a file has to be left alone before the next is begun.
  ///   - open: makes records of one file, with this schema and these symbols.
  public init(
    source: String, schema: Schema, symbols: SymbolTable, folders: [String], settle: Duration = .seconds(1),
    names: @escaping () -> [String], open: @escaping (SourceInput) -> any ResumableRecords
  ) {
    (self.source, self.schema, self.symbols, self.names, self.open) = (source, schema, symbols, names, open)
    (self.settle, watch) = (settle, ChangeWatch(folders: folders))
  }

  public func wait(_ limit: Duration) { watch.wait(isExpectingMore ? min(limit, .milliseconds(50)) : limit) }

  public func takeNotices() -> [SourceNotice] {
    defer { notices = [] }
    return notices
  }

  // MARK: reading

  public func next() throws(SourceError) -> RecordBatch? {
    guard frozen == nil else { return nil }
    isExpectingMore = false
    while true {
      guard let tailed = current else {
        guard let upcoming = try upcoming() else { return nil }
        try begin(upcoming)
        continue
      }
      if tailed.file.mayGrow, tailed.file.isRewritten {
        note(.odd, tailed.file.path, "was truncated or written over; it is read again from its beginning")
        tailed.file.finish()
      }
      if let batch = try records(of: tailed) { return batch }
      // It is read in another way.
      if current !== tailed { continue }
      if !tailed.file.mayGrow {
        try leave(tailed)
        continue
      }
      guard try upcoming() != nil else { return nil }
      guard isSettled(tailed.file) else {
        isExpectingMore = true
        return nil
      }
      tailed.file.finish()
    }
  }

  private func records(of tailed: TailedFile) throws(SourceError) -> RecordBatch? {
    if isCurrentRefused { return nil }
    let before = tailed.file.offset
    defer { if tailed.file.offset != before { grewAt = .now } }
    do throws(SourceError) {
      let batch = try tailed.next(afterRow: row)
      if let found = try tailed.header() { header = found }
      if let batch { row = batch.end.row }
      return batch
    } catch {
      guard error.code == .badHeader || error.code == .badSchema else { throw error }
      try refuse(tailed, error)
      return nil
    }
  }

  /// A file whose header fits nothing. A program that goes on after its file was emptied writes rows at once.
  private func refuse(_ tailed: TailedFile, _ error: SourceError) throws(SourceError) {
    if !header.isEmpty, error.code == .badHeader, tailed.isContinuation, try isHeaderless(tailed.file) {
      note(.odd, tailed.file.path, "begins without a header, and is read with the one before")
      current = try TailedFile(tailed.file, header: header, open)
      return
    }
    note(.loss, tailed.file.path, "\(error.message); the file is passed over until it is another")
    isCurrentRefused = true
    tailed.file.finish()
  }

  /// Whether its first line has as many fields as the header and none of its names.
  private func isHeaderless(_ file: GrowingFile) throws(SourceError) -> Bool {
    let start = try file.bytes(0..<min(file.size, Int64(header.count) * 4 + 4096))
    let first = start.prefix { $0 != UInt8(ascii: "\n") }
    let names = header.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let comma = UInt8(ascii: ",")
    let (fields, wanted) = (first.split(separator: comma, omittingEmptySubsequences: false), names.split(separator: comma))
    return fields.count == wanted.count && Set(fields.filter { !$0.isEmpty }).isDisjoint(with: wanted)
  }

  private func isSettled(_ file: GrowingFile) -> Bool {
    if ContinuousClock.now - grewAt >= settle { return true }
    // Files of old, of which there may be many.
    return Date.now.timeIntervalSince1970 - Double(file.changed) / 1e6 > Double(settle.components.seconds) + 1
  }

  /// What is to be read when there is no more of the current file.
  private enum Upcoming {
    case new(GrowingFile)
    case grown(GrowingFile, TailMark)
    case rewritten(GrowingFile)
  }

  private func upcoming() throws(SourceError) -> Upcoming? {
    let named = names().compactMap { FoundFile($0) }
    for found in try rotated(named) + named {
      guard found.identity != current?.file.identity else { continue }
      if let upcoming = try upcoming(found) { return upcoming }
    }
    for file in lingering {
      guard let mark = read[file.identity], current?.file !== file, file.size > mark.offset, try mark.fits(file) else { continue }
      return .grown(file, mark)
    }
    return nil
  }

  /// Files that came between the current one and what has its name by now: nobody looked while they did. In the order in which they
  /// were written.
  private func rotated(_ named: [FoundFile]) throws(SourceError) -> [FoundFile] {
    guard let last = try latest(), !named.contains(where: { $0.identity == last.mark.identity }) else { return [] }
    let (mark, changed) = last
    var found: [FoundFile] = []
    for name in names() {
      for file in FoundFile.around(name) where file.path.hasPrefix(name) && file.path != name && file.changed >= changed {
        guard !FollowedFiles.packedEndings.contains(where: file.path.hasSuffix) else { continue }
        if let known = read[file.identity], let copy = try? GrowingFile(path: file.path), try known.fits(copy) { continue }
        // A copy of the current one has nothing new.
        if mark.offset > mark.lead ?? 0, let copy = try? GrowingFile(path: file.path), try mark.fits(copy) { continue }
        found.append(file)
      }
    }
    return found.sorted { ($0.changed, $0.path) < ($1.changed, $1.path) }
  }

  /// The current file, or the one that was left last.
  private func latest() throws(SourceError) -> (mark: TailMark, changed: Int64)? {
    if let current { return (try current.mark(), current.file.changed) }
    return lingering.last.flatMap { file in read[file.identity].map { ($0, file.changed) } }
  }

  private func upcoming(_ found: FoundFile) throws(SourceError) -> Upcoming? {
    let mark = read[found.identity]
    if let refused = mark?.refused, refused == TailMark.Refusal(size: found.size, changed: found.changed) { return nil }
    // A file that is gone leaves its number to another one, which may be as long.
    let isElsewhere = mark.map { $0.path != found.path } ?? false
    if isElsewhere ? found.size == 0 : found.size == mark?.offset ?? 0 { return nil }
    let file: GrowingFile
    do throws(SourceError) { file = try GrowingFile(path: found.path) } catch {
      // Gone between two looks.
      if error.code == .notFound { return nil }
      if unreadable.insert(found.path).inserted { note(.odd, found.path, "\(error.message); it is tried again and again") }
      return nil
    }
    unreadable.remove(found.path)
    guard let mark, mark.refused == nil, file.identity == found.identity else { return .new(file) }
    if try mark.fits(file) {
      read[found.identity]?.path = found.path
      return found.size == mark.offset ? nil : .grown(file, mark)
    }
    return isElsewhere ? .new(file) : .rewritten(file)
  }

  private func begin(_ upcoming: Upcoming) throws(SourceError) {
    switch upcoming {
    case .rewritten(let file):
      note(.odd, file.path, "was written over; it is read again from its beginning")
      try begin(.new(file))
    case .new(let file):
      let isContinuation = read.values.contains { $0.path == file.path }
      if isContinuation { note(.plain, file.path, "goes on with another file, after row \(row)") }
      // What was read of a file before it was written over is nothing of it any more.
      read[file.identity] = nil
      try begin(TailedFile(file, open), isContinuation: isContinuation)
    case .grown(let file, let mark):
      note(.odd, file.path, "was written into after a later file was begun; its rows come now, after row \(row)")
      read[file.identity] = nil
      try begin(TailedFile(file, mark, header: header, open), isContinuation: true)
    }
  }

  private func begin(_ tailed: TailedFile, isContinuation: Bool) {
    (current, isCurrentRefused, grewAt) = (tailed, false, .now)
    tailed.isContinuation = isContinuation
  }

  private func leave(_ tailed: TailedFile) throws(SourceError) {
    let file = tailed.file
    current = nil
    var mark = try tailed.endMark()
    if isCurrentRefused { mark.refused = TailMark.Refusal(size: file.size, changed: file.changed) }
    isCurrentRefused = false
    if file.isRewritten {
      // Its place is taken by what it holds now.
      return try begin(TailedFile(file.reopened(), open), isContinuation: true)
    }
    read[file.identity] = mark
    lingering.removeAll { $0 === file }
    lingering.append(file)
    if lingering.count > FollowedFiles.lingeringMax { lingering.removeFirst() }
  }

  private func note(_ kind: SourceNotice.Kind, _ path: String, _ text: String) {
    notices.append(SourceNotice(kind, source: path, text))
  }

  // MARK: places

  public func place() throws(SourceError) -> [UInt8] {
    if let frozen { return frozen }
    let marks = read.values.sorted { ($0.path, $0.identity.inode) < ($1.path, $1.identity.inode) }
    let place = TailPlace(row: row, current: try current?.mark(), read: marks, header: header)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(place)) } catch {
      throw SourceError(.internal, source: source, "its place cannot be written down: \(error)")
    }
  }

  public func remainder() throws(SourceError) -> [RecordBatch] {
    frozen = try place()
    guard let tailed = current, !isCurrentRefused else { return [] }
    tailed.file.finish()
    var batches: [RecordBatch] = []
    while let batch = try records(of: tailed) { batches.append(batch) }
    return batches
  }

  public func resume(at bytes: [UInt8]) throws(SourceError) {
    let place: TailPlace
    do { place = try JSONDecoder().decode(TailPlace.self, from: Data(bytes)) } catch {
      throw SourceError(.badSchema, source: source, "the place that was kept is none in files: \(error)")
    }
    (row, header) = (place.row, place.header)
    for mark in place.read { read[mark.identity] = mark }
    guard let mark = place.current else { return }
    guard let file = try found(mark) else {
      note(
        .loss, mark.path,
        "the file that was read is gone; what was written into it after byte \(mark.offset), row \(row), is not seen any more")
      return
    }
    current = try TailedFile(file, mark, header: header, open)
    if file.path != mark.path { note(.plain, mark.path, "is now \(file.path), and is read on from row \(row)") }
  }

  /// The file of a mark, under whatever name it has by now.
  private func found(_ mark: TailMark) throws(SourceError) -> GrowingFile? {
    for found in FoundFile.around(mark.path) where found.identity == mark.identity {
      let file = try GrowingFile(path: found.path)
      if try mark.fits(file) { return file }
    }
    return nil
  }
}
