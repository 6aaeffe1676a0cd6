public import Records

/// Something that has moved, told once.
public struct DriftChange: Hashable, Sendable {
  public var subject: DriftSubject
  public var comparison: DriftComparison
  /// Behind how many records of the stream it was told.
  public var records: Int64
}

/// What is known of a batch of records: a column for each subject, in their order.
public struct DriftBatch: Sendable {
  public var count: Int
  public var columns: [DriftColumn]

  public init(count: Int, columns: [DriftColumn]) { (self.count, self.columns) = (count, columns) }
}

/// Holds a stream against what was known before, one stretch of records after the other.
///
/// Stretches do not overlap and are counted in records, so it does not matter how the records came in batches, or whether the watch was put
/// down and taken up between two of them.
public struct DriftWatch: Sendable {
  /// So many records are held against the past at a time.
  public static let windowRecords = 10_000

  private struct Watched: Sendable {
    var subject: DriftSubject
    /// Nil where the first stretch is the past.
    var past: Distribution?
    /// Tells what it is held against from anything else; empty where that is the stream's own first stretch.
    var reference: String
    var now: Distribution
    var isTold = false
  }

  private let windowRecords: Int
  private let limits: DriftLimits
  private var watched: [Watched?]
  private var inWindow = 0
  private var records: Int64 = 0

  /// - Parameters:
  ///   - subjects: in the order of the batches' columns.
  ///   - past: an occurrence that it does not know has the stream's first stretch as its past; anything else is passed over.
  public init(
    _ subjects: [DriftSubject], past: Distributions?, windowRecords: Int = DriftWatch.windowRecords,
    limits: DriftLimits = DriftLimits()
  ) {
    (self.windowRecords, self.limits) = (max(1, windowRecords), limits)
    let known = Dictionary((past?.entries ?? []).map { ($0.subject, $0.distribution) }) { first, _ in first }
    watched = subjects.map { subject in
      if let past = known[subject] {
        return Watched(subject: subject, past: past, reference: past.digest, now: Distribution(empty: past.bins))
      }
      guard subject.kind == .fired || subject.kind == .unknown else { return nil }
      return Watched(subject: subject, past: nil, reference: "", now: Distribution(empty: .occurrences))
    }
  }

  /// What is watched has something to be held against, now or soon.
  public var isWatching: Bool { watched.contains { $0 != nil } }

  /// What has moved by the end of each stretch that the batch completes.
  public mutating func add(_ batch: DriftBatch) -> [DriftChange] {
    var changes: [DriftChange] = []
    var start = 0
    while start < batch.count {
      let end = min(batch.count, start + windowRecords - inWindow)
      for place in watched.indices where place < batch.columns.count {
        watched[place]?.now.add(batch.columns[place], start..<end)
      }
      inWindow += end - start
      records += Int64(end - start)
      start = end
      if inWindow >= windowRecords { changes += endWindow() }
    }
    return changes
  }

  private mutating func endWindow() -> [DriftChange] {
    inWindow = 0
    var changes: [DriftChange] = []
    for place in watched.indices {
      guard var one = watched[place] else { continue }
      defer {
        one.now = Distribution(empty: one.now.bins)
        watched[place] = one
      }
      guard let past = one.past else {
        // What was taken up in the middle of a stretch waits for a whole one.
        if one.now.records == windowRecords { one.past = one.now }
        continue
      }
      let comparison = DriftComparison(past, one.now, limits)
      if comparison.verdict == .moved, !one.isTold {
        one.isTold = true
        changes.append(DriftChange(subject: one.subject, comparison: comparison, records: records))
      } else if comparison.verdict == .steady {
        // Only what has come back can move again: between the two limits it is still the same move.
        one.isTold = false
      }
    }
    return changes
  }

  // MARK: memory

  public func write(to writer: inout StateWriter) {
    writer.add(inWindow)
    writer.add(records)
    let all = watched.compactMap { $0 }
    writer.add(all.count)
    for one in all {
      writer.add(text: one.subject.key)
      writer.add(text: one.subject.hash)
      writer.add(one.isTold ? 1 : 0)
      writer.add(text: one.reference)
      writer.add(one.now.counts.map(Int64.init))
      writer.add([one.now.sum])
      // A past that came out of the stream is known nowhere else.
      writer.add(one.reference.isEmpty ? (one.past?.counts ?? []).map(Int64.init) : [])
    }
  }

  /// Goes on with what was written. What is watched by now in another way than then, or is new, begins with nothing.
  public mutating func restore(_ reader: inout StateReader) throws(StateError) {
    var restored = self
    let inWindow = try reader.number()
    let records = try reader.number()
    guard records >= 0, inWindow >= 0, inWindow < windowRecords else { throw StateError("a count of the drift cannot be") }
    (restored.inWindow, restored.records) = (Int(inWindow), records)
    var places: [String: Int] = [:]
    for (place, one) in watched.enumerated() { if let one { places[one.subject.key] = place } }
    for _ in 0..<(try reader.count(bytesEach: 56)) {
      let (key, hash) = (try reader.text(), try reader.text())
      let isTold = try reader.number() != 0
      let reference = try reader.text()
      let counts = try reader.numbers()
      let sums = try reader.doubles()
      let past = try reader.numbers()
      guard let place = places[key], var one = restored.watched[place] else { continue }
      guard one.subject.hash == hash, one.reference == reference else { continue }
      guard counts.allSatisfy({ $0 >= 0 }), sums.count == 1,
        let now = Distribution(bins: one.now.bins, counts: counts.map { Int(clamping: $0) }, sum: sums[0])
      else { throw StateError("the drift of \(key) cannot be") }
      (one.now, one.isTold) = (now, isTold)
      if one.past == nil, !past.isEmpty {
        guard let known = Distribution(bins: .occurrences, counts: past.map { Int(clamping: $0) }, sum: 0) else {
          throw StateError("the past of \(key) cannot be")
        }
        one.past = known
      }
      restored.watched[place] = one
    }
    self = restored
  }
}

extension Distribution {
  fileprivate var digest: String {
    switch bins {
    case .numbers(let bins): SHA256.hash("numbers \(bins.least) \(bins.edges) \(counts)")
    case .categories(let values): SHA256.hash("categories \(values) \(counts)")
    case .occurrences: SHA256.hash("occurrences \(counts)")
    }
  }
}
