import Records
import RuleLanguage

/// The records up to the one that is explained: when each came, when it was superseded, and what windows read of it.
struct PastRecords {
  /// What an expression came to at each record, as bits.
  struct Column {
    var values: [Int64] = []
    var valid: [Bool] = []

    subscript(record: Int) -> Int64? { valid[record] ? values[record] : nil }
  }

  private(set) var times: [Int64] = []
  private(set) var clocks: [Int64] = []
  /// Whether it was decided: no duplicate, and no delete.
  private(set) var isDecided: [Bool] = []
  /// The record that took it out of the windows, and the clock then.
  private(set) var endedAt: [Int] = []
  private(set) var endedClocks: [Int64] = []
  private(set) var columns: [Expression.ID: Column] = [:]
  /// What every expression comes to at the last record, the explained one.
  private(set) var current: [Expression.ID: Value] = [:]

  /// The explained record.
  var last: Int { times.count - 1 }

  /// - Parameters:
  ///   - kept: what is wanted of every record.
  ///   - asked: what is wanted of the last one.
  init(
    _ engine: StreamEngine, through record: Int, in history: RecordBatch, kept: [Expression.ID], asked: [Expression.ID]
  ) {
    let places = Dictionary(zip(asked, engine.plan.asked), uniquingKeysWith: { first, _ in first })
    for node in kept { columns[node] = Column() }
    var start = 0
    while start <= record {
      let range = start..<min(record + 1, start + Frame.rowsMax)
      let decisions = engine.decide(history, range)
      take(decisions.arrivals)
      for node in kept {
        guard let operand = places[node] else { continue }
        let view = TrackView.Column(operand, decisions.frame)
        for row in 0..<range.count {
          let value = view.value(row)
          columns[node]?.values.append(value ?? 0)
          columns[node]?.valid.append(value != nil)
        }
      }
      if range.upperBound == record + 1 {
        for (node, operand) in places {
          current[node] = decisions.frame.value(operand, engine.plan.program.expressions[node].type, range.count - 1)
        }
      }
      start = range.upperBound
    }
  }

  private mutating func take(_ arrivals: Arrivals) {
    for row in 0..<arrivals.count {
      times.append(arrivals.times[row])
      clocks.append(arrivals.clocks[row])
      isDecided.append(arrivals.kind(row) == .decided)
      endedAt.append(.max)
      endedClocks.append(.max)
      // Sequences count from one, whatever a record is.
      let superseded = Int(arrivals.version(row).supersededSequence) - 1
      guard superseded >= 0 else { continue }
      endedAt[superseded] = times.count - 1
      endedClocks[superseded] = arrivals.clocks[row]
    }
  }
}
