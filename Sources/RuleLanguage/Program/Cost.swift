import Records

/// What a program costs before it runs: how much is computed for each record, and what is kept for each key.
public struct Cost: Sendable {
  public struct WindowCost: Sendable {
    /// The aggregate as its author would say it: `avg by rep over 90d`.
    public var name: String
    /// What is kept for each key however many records come.
    public var bytesPerKey: Int
    /// What is kept for each record as long as it is kept; 0 where nothing is.
    public var bytesPerRecord: Int
    public var keys: [String]
    /// How many records a key holds at most; nil where time bounds it and not a count.
    public var recordsMax: Int?
    /// How long a record is kept, where time bounds it: a window of a length of time keeps records as long again as it
    /// reaches, so that late records see all that they should.
    public var kept: String?
  }

  /// Different expressions, after equal ones became one.
  public var expressions: Int
  /// How many there would be without that.
  public var written: Int
  public var windows: [WindowCost]
  /// What is kept for each id that came in the last 90 days, so that a later version takes the place of the one before.
  public var bytesPerID: Int

  public init(_ program: Program) {
    expressions = program.expressions.nodes.count
    written = program.expressions.requests
    windows = program.windows.map { Cost.window($0, program) }
    let fields = program.expressions.nodes.count { $0.operation == .previousField }
    bytesPerID =
      Room.perID + Room.perIDAndWindow * program.windows.count + (fields == 0 ? 0 : 32 + fields * Room.perPreviousField)
  }

  /// An aggregate as its author would say it.
  public static func name(of window: Window, _ program: Program) -> String {
    let keys = window.keys.map { described($0, program) }
    var name = window.function.rawValue
    if window.argument >= 0 { name += " of \(described(window.argument, program))" }
    if !keys.isEmpty { name += " by \(keys.joined(separator: ", "))" }
    if window.filter >= 0 { name += " where \(described(window.filter, program))" }
    name += " " + reach(window)
    if window.includesCurrent { name += " including current" }
    if !window.excludingSame.isEmpty {
      name += " excluding same \(window.excludingSame.map { described($0, program) }.joined(separator: ", "))"
    }
    if window.requires > 0 { name += " requires \(window.requires)" }
    return name
  }

  private static func window(_ window: Window, _ program: Program) -> WindowCost {
    let room = Room(window)
    return WindowCost(
      name: name(of: window, program), bytesPerKey: room.perKey, bytesPerRecord: room.perRecord,
      keys: window.keys.map { described($0, program) }, recordsMax: room.recordsMax, kept: kept(window))
  }

  private static func kept(_ window: Window) -> String? {
    switch window.reach {
    case .duration(let length): durationText(length * 2 + window.delay)
    case .months(let count, _): "\(count * 2)mo" + (window.delay > 0 ? " and \(durationText(window.delay))" : "")
    case .calendar(let unit, _, _):
      "until the \(unit.rawValue) is over" + (window.delay > 0 ? " and \(durationText(window.delay))" : "")
    case .lastRecords, .allBefore, .baseline: nil
    }
  }

  private static func reach(_ window: Window) -> String {
    let delayed = window.delay > 0 ? " delayed \(durationText(window.delay))" : ""
    switch window.reach {
    case .duration(let length): return "over \(durationText(length))\(delayed)"
    case .months(let count, _): return "over \(count.isMultiple(of: 12) ? "\(count / 12)y" : "\(count)mo")\(delayed)"
    case .lastRecords(let count): return "over last \(count)\(delayed)"
    case .allBefore: return "over all before\(delayed)"
    case .calendar(let unit, let start, let zone):
      return "over this \(start == 1 ? "" : "fiscal ")\(unit.rawValue)\(zone == "UTC" ? "" : " in \(zone)")\(delayed)"
    case .baseline: return "in baseline"
    }
  }

  static func described(_ id: Expression.ID, _ program: Program) -> String {
    if let name = program.names[id] { return name }
    let node = program.expressions[id]
    switch node.operation {
    case .field: return program.schemas[Int(node.first)].fields[Int(node.payload)].name
    case .feature: return program.features[Int(node.payload)].id
    case .behind: return "behind"
    case .call: return "\(program.functions[Int(node.payload)].name)(…)"
    default: return "…"
    }
  }
}
