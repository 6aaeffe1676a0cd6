import Records
import RuleLanguage

/// What a track keeps, told by what its windows mean and not by where they stand: so that a snapshot finds its tracks again
/// after rules were added, taken away or put in another order.
///
/// What windows make of the records is no part of it: a sum's records are as good for an average.
struct TrackMeaning {
  /// Of keys, filter and excluded keys.
  let identity: [UInt8]
  /// Of each of the track's arguments, in the plan's order.
  let arguments: [[UInt8]]
  /// Of each span.
  let spans: [[UInt8]]
  /// The plan's arguments in the order in which they are written.
  let argumentOrder: [Int]
  let spanOrder: [Int]

  init(_ plan: TrackPlan, _ program: Program, _ hash: inout ContentHash) {
    let aggregates = plan.spans.flatMap(\.aggregates)
    let window = program.windows[aggregates[0].window]
    var bytes = Array("track 1".utf8)
    for part in [window.keys, [window.filter], window.excludingSame] {
      bytes.append(UInt8(truncatingIfNeeded: part.count))
      for node in part { bytes += hash.of(node) }
    }
    identity = SHA256.digest(bytes)
    var arguments: [[UInt8]] = []
    for argument in plan.arguments.indices {
      let aggregate = aggregates.first { $0.argument == argument }
      arguments.append(aggregate.map { hash.of(program.windows[$0.window].argument) } ?? [])
    }
    let spans = plan.spans.map { span in
      SHA256.digest(Array("\(span.reach) \(span.delay) \(span.includesCurrent)".utf8))
    }
    (self.arguments, self.spans) = (arguments, spans)
    argumentOrder = arguments.indices.sorted { TrackMeaning.isBefore((arguments[$0], $0), (arguments[$1], $1)) }
    spanOrder = spans.indices.sorted { TrackMeaning.isBefore((spans[$0], $0), (spans[$1], $1)) }
  }

  private static func isBefore(_ left: ([UInt8], Int), _ right: ([UInt8], Int)) -> Bool {
    left.0 == right.0 ? left.1 < right.1 : left.0.lexicographicallyPrecedes(right.0)
  }

  /// By which tracks are put in order.
  var content: [UInt8] {
    identity + argumentOrder.flatMap { arguments[$0] } + spanOrder.flatMap { spans[$0] }
  }

  func write(_ plan: TrackPlan, to writer: inout SnapshotWriter) {
    writer.add(bytes: identity)
    writer.add(arguments.count)
    for argument in argumentOrder {
      writer.add(bytes: arguments[argument])
      writer.add(Int(plan.arguments[argument].kind.rawValue))
    }
    writer.add(spans.count)
    for span in spanOrder {
      writer.add(bytes: spans[span])
      writer.add(plan.spans[span].isTimed ? 1 : 0)
    }
    for operands in [plan.keys, plan.excluded] {
      writer.add(operands.count)
      for operand in operands { writer.add(Int(operand.kind.rawValue)) }
    }
  }
}

/// A track as a snapshot tells of it.
struct WrittenTrack {
  let identity: [UInt8]
  private(set) var arguments: [(digest: [UInt8], kind: Int64)] = []
  private(set) var spans: [(digest: [UInt8], isTimed: Bool)] = []
  private(set) var keys: [Int64] = []
  private(set) var excluded: [Int64] = []
  /// What it keeps.
  let body: SnapshotReader

  init(_ reader: inout SnapshotReader) throws(SnapshotError) {
    let length = try reader.count("words of a track", words: 1)
    var inner = try reader.part(length, "a track")
    identity = try inner.digest("a track's meaning")
    for _ in 0..<(try inner.count("arguments", words: 5)) {
      arguments.append((try inner.digest("an argument"), try inner.word("an argument's kind")))
    }
    guard arguments.count <= EntryLayout.argumentsMax else { throw .inconsistent("there are \(arguments.count) arguments") }
    for _ in 0..<(try inner.count("spans", words: 5)) {
      spans.append((try inner.digest("a span"), try inner.word("a span's kind", in: 0...1) == 1))
    }
    for _ in 0..<(try inner.count("keys of a track", words: 1)) { keys.append(try inner.word("a key's kind")) }
    for _ in 0..<(try inner.count("excluded keys of a track", words: 1)) {
      excluded.append(try inner.word("an excluded key's kind"))
    }
    body = inner
  }

  /// Of the plan's arguments, where each stands in what was written; nil where it was not.
  func places(of meaning: TrackMeaning) -> [Int?] {
    meaning.arguments.map { digest in arguments.firstIndex { $0.digest == digest } }
  }

  /// How much of a track is found in it; nil where it keeps other records.
  func fit(_ meaning: TrackMeaning) -> Int? {
    guard identity == meaning.identity else { return nil }
    return places(of: meaning).count { $0 != nil } + meaning.spans.count { span in spans.contains { $0.digest == span } }
  }

  /// The windows of a plan that do not find here all that they look at.
  func missing(_ meaning: TrackMeaning, _ plan: TrackPlan) -> [Int] {
    let arguments = places(of: meaning)
    return plan.spans.indices.flatMap { span in
      let isKnown = spans.contains { $0.digest == meaning.spans[span] }
      return plan.spans[span].aggregates.filter { !isKnown || $0.argument >= 0 && arguments[$0.argument] == nil }.map(\.window)
    }
  }
}
