/// How much room an engine needs for a window, at most. Windows over the same records by the same keys share most of it.
///
/// Rings and tables double when they are full, so what is in them may take twice its room.
struct Room {
  private(set) var perKey: Int
  private(set) var perRecord: Int
  /// How many records a key has at hand at most; nil where time bounds it.
  private(set) var recordsMax: Int?

  /// A slot, its place by id, the content's digest and the id's own text.
  static let perID = 288
  /// Which key the record was counted with.
  static let perIDAndWindow = 8
  static let perPreviousField = 24

  /// Time, sequence, marks and the argument.
  private static let entry = 24
  /// A key's own words and its place among them all.
  private static let keyWord = 24
  /// With what is lost where a key's room is rounded up to whole cache lines.
  private static let ring = 2 * (32 + 48)
  /// The least that a ring has room for.
  private static let ringLeast = 2 * 8
  private static let span = 2 * 32
  private static let totals = 2 * 64
  /// An object that keeps values in order.
  private static let ordered = 160
  private static let settled = 576
  private static let frozen = 320
  /// Totals of a key together with an excluded one.
  private static let pair = 224
  private static let atHandOfAll = 32

  init(_ window: Window) {
    guard window.reach != .baseline else {
      (perKey, perRecord) = (24, 0)
      return
    }
    let entry = Room.entry + (window.argument >= 0 ? 8 : 0)
    perRecord = entry * 2
    perKey = Room.keyWord * (window.keys.count + 1) + Room.ring + entry * Room.ringLeast
    switch window.function {
    case .min, .max: perRecord += 32
    case .median, .percentile: perRecord += 16
    case .distinct: perRecord += 48
    default: break
    }
    let isOrdered = [.min, .max, .median, .percentile, .distinct].contains(window.function)
    let ofFunction = isOrdered ? Room.ordered : Room.totals
    switch window.reach {
    case .lastRecords, .allBefore:
      var count = Room.atHandOfAll
      if case .lastRecords(let last) = window.reach { count = last * 2 }
      perKey += Room.settled + ofFunction + entry * Room.ringLeast
      if window.reach == .allBefore { perKey += Room.frozen }
      // What is not old enough yet waits beside the others.
      if window.delay == 0 { recordsMax = count }
      if window.reach == .allBefore, !window.excludingSame.isEmpty {
        recordsMax = nil
        perRecord += Room.frozen
      }
    default: perKey += Room.span + ofFunction
    }
    if !window.excludingSame.isEmpty { perRecord += Room.pair + Room.keyWord * (window.excludingSame.count + 1) }
  }
}
