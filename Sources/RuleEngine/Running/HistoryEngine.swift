public import Records
public import RuleLanguage

/// Decides on a whole history at once: the same plan, block by block on as many workers as there are, and windows by column.
public final class HistoryEngine {
  private let plan: Plan
  private let surroundings: RunSurroundings
  private let symbols: SymbolTable
  private let baselineWindows: BaselineWindows
  public private(set) var duplicates = 0
  public private(set) var deletes = 0
  public private(set) var late = 0

  private let workers: Workers
  /// How many rows each thread works on before decisions are handed over: its lanes stay in its cache.
  private static let groupRows = 16 * Frame.rowsMax

  /// - features: which are computed besides what rules ask for, by their places in the program; nil for all.
  public init(
    _ program: Program, schema: Int, surroundings: RunSurroundings, symbols: SymbolTable, features: Set<Int>? = nil,
    baselineWindows: BaselineWindows = BaselineWindows(), workers: Workers = .alone
  ) {
    self.workers = workers
    plan = PlanBuilder.plan(program, schema: schema, symbols: symbols, features: features)
    (self.surroundings, self.symbols, self.baselineWindows) = (surroundings, symbols, baselineWindows)
  }

  /// The rules that are asked, by their places in the program.
  public var rules: [Int] { plan.rules.map(\.rule) }

  /// - body: is given what was decided, block by block in the records' order, and must not keep it.
  public func decide(_ history: RecordBatch, _ body: (Decisions) throws -> Void) rethrows {
    try ColumnLanes.with(plan, history) { try decide(history, $0, body) }
  }

  private func decide(_ history: RecordBatch, _ columns: ColumnLanes, _ body: (Decisions) throws -> Void) rethrows {
    let frames = (0..<workers.count).map { _ in
      let frame = Frame(
        plan, surroundings, baselineWindows, symbols: symbols,
        kept: LaneStore(plan.keptLanes[0], capacity: HistoryEngine.groupRows))
      frame.columns = columns
      return frame
    }
    let arrivals = Arrivals()
    let admission = Admission(plan, frames[0].texts)
    admission.admit(history, 0..<history.count, into: arrivals)
    (duplicates, deletes, late) = (admission.duplicates, admission.deletes, admission.late)
    let run = HistoryRun(plan, history, arrivals, admission, frames, workers, symbols: symbols, zone: surroundings.zone)
    let cache = DetailCache { [surroundings, baselineWindows, symbols] in
      Frame($0, surroundings, baselineWindows, symbols: symbols, rows: 64)
    }
    for section in plan.sections.indices.dropLast() { run.prepare(section) }
    // What rules say is handed over a few groups at a time, while it is still in the cache.
    for start in stride(from: 0, to: history.count, by: HistoryEngine.groupRows * frames.count) {
      let groups = frames.indices.map { start + $0 * HistoryEngine.groupRows }.filter { $0 < history.count }.map {
        $0..<min(history.count, $0 + HistoryEngine.groupRows)
      }
      run.inParallel(groups) { frame, group in run.compute(frame, group, through: self.plan.sections.count - 1) }
      for (frame, group) in zip(frames, groups) {
        for range in HistoryRun.blocks(group) {
          frame.row = range.lowerBound - group.lowerBound
          frame.loadPlace(history, range)
          try body(Decisions(frame: frame, arrivals: arrivals, offset: range.lowerBound, details: cache))
        }
      }
    }
  }
}

/// One run over one history: what windows read of all of it, and what they came to.
final class HistoryRun {
  private let plan: Plan
  private let history: RecordBatch
  private let arrivals: Arrivals
  private let admission: Admission
  private let frames: [Frame]
  private let workers: Workers
  private let symbols: SymbolTable
  private let zone: (String) -> Zone
  private let readsVersions: Bool
  /// For the whole history: what windows read, and natives' results, which are too dear to be computed twice.
  private let stored: RegisterStore
  /// By section and track.
  private var results: [[TrackResults]] = []

  init(
    _ plan: Plan, _ history: RecordBatch, _ arrivals: Arrivals, _ admission: Admission, _ frames: [Frame], _ workers: Workers,
    symbols: SymbolTable,
    zone: @escaping (String) -> Zone
  ) {
    (self.plan, self.history, self.arrivals, self.admission) = (plan, history, arrivals, admission)
    (self.frames, self.workers, self.symbols, self.zone) = (frames, workers, symbols, zone)
    readsVersions = !plan.corrected.isNone || plan.fields.contains(where: \.isPrevious)
    var registers: Set<Register> = []
    for section in plan.sections.dropLast() {
      for track in section.tracks { registers.formUnion(track.inputs) }
      registers.formUnion(section.nativeResults)
    }
    stored = RegisterStore(registers, capacity: history.count)
  }

  static func blocks(_ group: Range<Int>) -> [Range<Int>] {
    stride(from: group.lowerBound, to: group.upperBound, by: Frame.rowsMax).map {
      $0..<min(group.upperBound, $0 + Frame.rowsMax)
    }
  }

  /// Computes what a section's windows read, for all records, and then the windows.
  func prepare(_ section: Int) {
    let blocks = HistoryRun.blocks(0..<history.count)
    let share = (blocks.count + frames.count - 1) / frames.count
    let parts = stride(from: 0, to: blocks.count, by: max(1, share)).map { first in
      blocks[first].lowerBound..<blocks[min(blocks.count, first + share) - 1].upperBound
    }
    inParallel(parts) { frame, part in
      for range in HistoryRun.blocks(part) {
        self.compute(frame, range, at: 0, through: section)
        self.stored.save(frame, range, self.plan.sections[section])
      }
    }
    runTracks(section)
  }

  /// Each part has a thread and a frame of its own; parts begin at whole words, so no two share one.
  func inParallel(_ parts: [Range<Int>], _ body: (Frame, Range<Int>) -> Void) {
    guard parts.count > 1, history.count > 4 * Frame.rowsMax else {
      for (frame, part) in zip(frames, parts) { body(frame, part) }
      return
    }
    nonisolated(unsafe) let (frames, body) = (frames, body)
    workers.perform(parts.count) { body(frames[$0], parts[$0]) }
  }

  /// A group of blocks side by side in the frame.
  func compute(_ frame: Frame, _ group: Range<Int>, through last: Int) {
    for range in HistoryRun.blocks(group) { compute(frame, range, at: range.lowerBound - group.lowerBound, through: last) }
  }

  private func compute(_ frame: Frame, _ range: Range<Int>, at row: Int, through last: Int) {
    frame.row = row
    frame.load(history, range, symbols: symbols)
    if readsVersions { frame.loadVersions(admission, from: range.lowerBound) }
    frame.loadLateness(arrivals, from: range.lowerBound)
    for section in 0...last {
      if section < last { stored.loadNatives(frame, range, plan.sections[section]) }
      frame.run(plan.sections[section].steps, withNatives: section == last)
      guard section < last else { continue }
      for (track, result) in zip(plan.sections[section].tracks, results[section]) { result.load(frame, range, track) }
    }
  }

  // MARK: Windows

  /// Tracks write to memory of their own, so each may have a thread.
  private func runTracks(_ section: Int) {
    let tracks = plan.sections[section].tracks
    nonisolated(unsafe) var found = [TrackResults?](repeating: nil, count: tracks.count)
    let texts = frames[0]
    func run(_ index: Int) -> TrackResults {
      let track = tracks[index]
      if arrivals.isRegular, ColumnTrack.canRun(track) {
        let view = TrackView(track, inputs: stored.lane, results: { _ in self.stored.nothing })
        return .table(ColumnTrack(track, zone: zone).run(view, arrivals))
      }
      let store = RegisterStore(Set(track.spans.flatMap(\.aggregates).map(\.result)), capacity: history.count)
      Track(track, zone: zone) { texts.isLess($0, $1, $2) }.run(
        TrackView(track, inputs: stored.lane, results: store.lane), arrivals)
      return .lanes(store)
    }
    // What compares texts remembers them, and only one may.
    let comparesTexts = tracks.contains { track in track.arguments.contains { $0.kind == .text } }
    if workers.count > 1, tracks.count > 1, arrivals.count > 4096, !comparesTexts {
      nonisolated(unsafe) let body = run
      found.withUnsafeMutableBufferPointer { found in
        nonisolated(unsafe) let places = found
        workers.perform(tracks.count) { places[$0] = body($0) }
      }
    } else {
      for index in tracks.indices { found[index] = run(index) }
    }
    results.append(found.compactMap { $0 })
  }
}

/// What a track came to over a whole history.
enum TrackResults {
  case table(ResultTable)
  case lanes(RegisterStore)

  /// Brings a block's part of it into the frame.
  func load(_ frame: Frame, _ range: Range<Int>, _ track: TrackPlan) {
    let registers = track.spans.flatMap(\.aggregates).map(\.result)
    switch self {
    case .table(let table): table.load(range, registers.map { frame.lane($0) })
    case .lanes(let store): for register in registers { store.copy(register, range, to: frame.lane(register)) }
    }
  }
}
