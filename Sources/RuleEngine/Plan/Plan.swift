import Records
import RuleLanguage

/// A program compiled for the records of one schema: what is computed, in which order, and where it lies.
///
/// A section is a run of steps that lead up to windows, or to the rules. The first section computes what windows read that
/// need no other window, the next what windows read that read those, and the last what rules say.
struct Plan: Sendable {
  struct Section: Sendable {
    var steps: [Step] = []
    var tracks: [TrackPlan] = []
    /// How many lanes each scope needs that are free again after the section.
    var lanes: [LaneCount] = []
  }

  /// An index space: the records of a block, a list's elements, or pairs of elements.
  struct Scope: Hashable, Sendable {
    var parent: Int32
    var list: Int
  }

  struct RulePlan: Sendable {
    /// Among the program's rules.
    var rule: Int
    var when: Operand
    var score: Operand?
    /// The loss and the sentence, computed only for records that the rule fires on.
    var details: Details?
    var suppressions: [(filter: Operand?, until: Int64)] = []
  }

  /// What is computed for few records: a plan over just them, whose fields are what it takes from the block.
  struct Details: Sendable {
    var plan: Plan
    var loss: Operand?
    var holes: [(operand: Operand, type: ValueType)]
    /// What the condition and the loss were made of, by name.
    var evidence: [(name: String, operand: Operand, type: ValueType)]
    var gathered: [(from: Register, to: Register)]
  }

  var program: Program
  var schema: Int
  var scopes: [Scope] = [Scope(parent: -1, list: -1)]
  /// Of each scope the lanes that last for the whole block: fields, windows, what they read, what rules say.
  var keptLanes: [LaneCount] = [LaneCount()]
  var fields: [FieldLane] = []
  var elementFields: [ElementLane] = []
  var sections: [Section] = []
  var rules: [RulePlan] = []
  var features: [(feature: Int, operand: Operand)] = []
  /// What somebody asked for besides, in the order asked.
  var asked: [Operand] = []

  struct LaneCount: Hashable, Sendable {
    var values = 0
    var flags = 0
  }

  /// A field of the record, or of its version before.
  struct FieldLane: Sendable {
    var field: Int
    var isPrevious: Bool
    var register: Register
  }

  struct ElementLane: Sendable {
    var field: Int
    var register: Register
  }

  /// The lane of `corrected`, where a rule asks.
  var corrected: Register = .none
  /// The lane of `behind`, where a rule asks.
  var behind: Register = .none
}

/// A set of windows over the same records with the same keys: they share what is kept.
struct TrackPlan: Sendable {
  var keys: [Operand]
  var filter: Operand?
  /// What windows aggregate, each once.
  var arguments: [Operand]
  /// The keys of `excluding same`, for all spans of the track; empty where they exclude none.
  var excluded: [Operand]
  var spans: [SpanPlan]
}

/// A reach into the past, and the aggregates over what lies in it.
struct SpanPlan: Sendable {
  var reach: Window.Reach
  var delay: Int64
  var includesCurrent: Bool
  var aggregates: [AggregatePlan]
  /// Whether it looks at a stretch of time; else at so many records, or at all.
  var isTimed: Bool {
    switch reach {
    case .lastRecords, .allBefore: false
    default: true
    }
  }

  /// What has to be kept up for the aggregates: one entry an argument and way.
  var totals: [TotalsPlan] = []
  var orders: [OrderPlan] = []
}

/// Plain bits, so that no record pays for passing it around.
struct AggregatePlan: Sendable {
  var function: Window.Function
  /// Among the track's arguments; -1 for `count`.
  var argument: Int
  /// Among the span's totals or orders; -1 where it needs none.
  var store: Int = -1
  var share: Double
  var requires: Int64
  /// Whether it is over whole numbers that are neither money nor durations: their mean is a number.
  var isOfIntegers: Bool
  var result: Register
  /// Its place among all aggregates of the track.
  var place = 0
  /// Among the program's windows.
  var window = -1
}

struct TotalsPlan: Hashable, Sendable {
  /// -1: only the records are counted.
  var argument: Int
  var hasSquares: Bool
}

/// Something that needs the values in order, or told apart.
struct OrderPlan: Hashable, Sendable {
  enum Way: Hashable, Sendable { case smallest, greatest, sorted, distinct }

  var argument: Int
  var way: Way
}
