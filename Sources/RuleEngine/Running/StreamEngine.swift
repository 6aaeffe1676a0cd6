public import Records
public import RuleLanguage

/// Decides on records as they come, one or many at a time, with what it keeps of those before. One owner, one thread.
public final class StreamEngine {
  let plan: Plan
  let symbols: SymbolTable
  let frame: Frame
  let admission: Admission
  var tracks: [[Track]] { didSet { singleTracks = SingleTrack.all(tracks, views, plan) } }
  /// How each track reads and writes the frame, which stays where it is.
  private let views: [[TrackView]]
  /// The sections' steps for where a record comes alone, and as they are reached without being retained.
  private let programs: [SingleProgram]
  private let singles: [Unmanaged<SingleProgram>]
  private let loading: SingleLoading
  private var singleTracks: [SingleTrack] = []
  private let hasVersions: Bool
  /// How many records may come before the memory is gone through again.
  var untilCompaction = StreamEngine.compactionLeast
  private let details: DetailCache
  private let arrivals = Arrivals()
  /// Where records come one by one, a block of few costs less to begin with.
  private let rowsMax: Int

  /// - Parameters:
  ///   - schema: which of the program's schemas the records are of.
  ///   - rowsMax: how many records are decided at once, at most 1,024.
  /// - features: which are computed besides what rules ask for, by their places in the program; nil for all.
  public convenience init(
    _ program: Program, schema: Int, surroundings: RunSurroundings, symbols: SymbolTable, features: Set<Int>? = nil,
    baselineWindows: BaselineWindows = BaselineWindows(), rowsMax: Int = 1024
  ) {
    let plan = PlanBuilder.plan(program, schema: schema, symbols: symbols, features: features)
    self.init(plan, surroundings, symbols, baselineWindows, rowsMax: rowsMax)
  }

  init(
    _ plan: Plan, _ surroundings: RunSurroundings, _ symbols: SymbolTable, _ baselineWindows: BaselineWindows,
    rowsMax: Int = 1024
  ) {
    self.rowsMax = rowsMax
    self.plan = plan
    self.symbols = symbols
    let frame = Frame(plan, surroundings, baselineWindows, symbols: symbols, rows: rowsMax)
    self.frame = frame
    admission = Admission(plan, frame.texts)
    tracks = []
    views = plan.sections.map { section in
      section.tracks.map { TrackView($0, inputs: frame.lane, results: frame.lane) }
    }
    programs = plan.sections.map { SingleProgram(frame, $0) }
    singles = programs.map { .passUnretained($0) }
    frame.fixConditions()
    loading = SingleLoading(frame)
    hasVersions = !plan.corrected.isNone || plan.fields.contains(where: \.isPrevious)
    details = DetailCache { Frame($0, surroundings, baselineWindows, symbols: symbols, rows: 64) }
    tracks = plan.sections.map { $0.tracks.map(makeTrack) }
    singleTracks = SingleTrack.all(tracks, views, plan)
  }

  func makeTrack(_ plan: TrackPlan) -> Track {
    Track(plan, zone: frame.surroundings.zone) { [frame] in frame.isLess($0, $1, $2) }
  }

  /// Decides on a batch's records in their order.
  ///
  /// - body: is given what was decided, block by block, and must not keep it.
  public func decide(_ batch: RecordBatch, _ body: (Decisions) throws -> Void) rethrows {
    var start = 0
    while start < batch.count {
      let range = start..<min(batch.count, start + rowsMax)
      try body(decide(batch, range))
      start = range.upperBound
    }
  }

  /// Decides on some of a batch's records, no more than at once.
  public func decide(_ batch: RecordBatch, _ range: Range<Int>, _ body: (Decisions) throws -> Void) rethrows {
    try body(decide(batch, range))
  }

  func decide(_ batch: RecordBatch, _ range: Range<Int>) -> Decisions {
    untilCompaction -= range.count
    if untilCompaction < 0 { compact() }
    admission.admit(batch, range, into: arrivals)
    if range.count == 1 {
      decideSingle(batch, range.lowerBound)
    } else {
      decideBlock(batch, range)
    }
    return Decisions(frame: frame, arrivals: arrivals, offset: 0, details: details)
  }

  private func decideBlock(_ batch: RecordBatch, _ range: Range<Int>) {
    frame.load(batch, range, symbols: symbols)
    frame.loadVersions(admission, from: 0)
    frame.loadLateness(arrivals, from: 0)
    for section in plan.sections.indices {
      frame.run(plan.sections[section].steps)
      for track in tracks[section].indices { tracks[section][track].run(views[section][track], arrivals) }
    }
  }

  private func decideSingle(_ batch: RecordBatch, _ record: Int) {
    frame.loadPlace(batch, record: record)
    loading.load(batch, record, symbols)
    if plan.scopes.count > 1 { frame.loadElements(symbols) }
    if hasVersions { frame.loadVersions(admission, from: 0) }
    frame.loadLateness(arrivals, from: 0)
    singleTracks.withUnsafeBufferPointer { tracks in
      for track in tracks where track.readsFields { track.reachOut() }
      var next = 0
      for section in singles.indices {
        singles[section]._withUnsafeGuaranteedRef { $0.run() }
        while next < tracks.count, tracks[next].section == section {
          tracks[next].run(arrivals)
          next += 1
        }
      }
    }
  }

  /// What the next records are decided with: a stream that learns as it goes gets another baseline from time to time.
  public func use(_ surroundings: RunSurroundings) { frame.surroundings = surroundings }

  /// The rules that are asked, by their places in the program.
  public var rules: [Int] { plan.rules.map(\.rule) }

  public var duplicates: Int { admission.duplicates }
  public var deletes: Int { admission.deletes }
  public var late: Int { admission.late }
}
