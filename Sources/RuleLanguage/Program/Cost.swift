import Records

/// What a program costs before it runs: how much is computed for each record, and what is kept for each key.
public struct Cost: Sendable {
  public struct WindowCost: Sendable {
    /// The aggregate as its author would say it: `avg by rep over 90d`.
    public var name: String
    /// What is kept for each key however many records come.
    public var bytesPerKey: Int
    /// What is kept for each record while it is in the window; 0 where nothing is.
    public var bytesPerRecord: Int
    public var keys: [String]
    /// How many records a key holds at most; nil where time bounds it and not a count.
    public var recordsMax: Int?
  }

  /// Different expressions, after equal ones became one.
  public var expressions: Int
  /// How many there would be without that.
  public var written: Int
  public var windows: [WindowCost]

  public init(_ program: Program) {
    expressions = program.expressions.nodes.count
    written = program.expressions.requests
    windows = program.windows.map { Cost.window($0, program) }
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
    var perKey = 48
    var perRecord = 0
    switch window.reach {
    case .allBefore where window.delay == 0: break
    // Time and value of each record; its order again where an order statistic is kept.
    case .baseline: perKey = 24
    default: perRecord = window.argument >= 0 ? 24 : 16
    }
    if !window.function.isConstant { perRecord += 24 }
    if window.function == .min || window.function == .max, perRecord > 0 { perRecord += 8 }
    // The excluded key's own totals beside the key's.
    if !window.excludingSame.isEmpty { perRecord += 8 * window.excludingSame.count }
    var recordsMax: Int?
    if case .lastRecords(let count) = window.reach { recordsMax = count }
    return WindowCost(
      name: name(of: window, program), bytesPerKey: perKey, bytesPerRecord: perRecord,
      keys: window.keys.map { described($0, program) }, recordsMax: recordsMax)
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
    case .call: return "\(program.functions[Int(node.payload)].name)(…)"
    default: return "…"
    }
  }
}
