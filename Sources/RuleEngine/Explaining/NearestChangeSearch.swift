import Records
import RuleLanguage

/// Looks for the smallest change of one field of the record that makes a silent rule fire, by trying.
struct NearestChangeSearch {
  let program: Program
  let trial: RecordTrial
  let history: RecordBatch
  let record: Int
  private let schema: Schema
  private let when: Expression.ID
  /// The conditions within the rule's, each of which may turn somewhere on the way.
  private let conditions: [Expression.ID]
  private let constants: [Expression]
  private let fields: [Int]

  /// Keys that were seen are tried, the most frequent first, as far as this many.
  private static let keysMost = 200

  /// - nodes: what the condition is made of at the record itself.
  init(
    _ program: Program, schema: Int, rule: Int, nodes: [Expression.ID], _ trial: RecordTrial, _ history: RecordBatch,
    at record: Int
  ) {
    (self.program, self.trial, self.history, self.record) = (program, trial, history, record)
    self.schema = program.schemas[schema]
    when = program.rules[rule].when
    conditions = nodes.filter { program.expressions[$0].type == .flag && $0 != program.rules[rule].when }
    constants = nodes.map { program.expressions[$0] }.filter { $0.operation == .constant }
    fields = RecordTrial.fields(of: nodes, program).sorted()
  }

  func changes() -> [NearestChange] { fields.compactMap(change).sorted { $0.relative < $1.relative } }

  private func change(_ field: Int) -> NearestChange? {
    let column = history.columns[field]
    let type = ValueType(schema.fields[field].type)
    let now = column.value(at: record, type, trial.texts)
    switch schema.fields[field].type {
    case .flag: return flag(field, now)
    case .key, .text: return key(field, now, type)
    case .money, .percent, .number, .integer, .duration:
      guard let scale = ValueScale(type), let start = scale.place(of: now) else { return nil }
      return ScaleSearch(scale: scale, field: schema.fields[field].name, type: type, now: now, start: start) { place in
        signature(field, scale.value(at: place))
      }.change(constants: constants.filter { $0.type == type })
    // Another time or another identity would be another record.
    case .time, .identity: return nil
    }
  }

  private func fires(_ field: Int, _ value: Value) -> Bool {
    trial.values(of: [when], changing: field, to: value) == [.flag(true)]
  }

  private func signature(_ field: Int, _ value: Value) -> ScaleSearch.Signature {
    let values = trial.values(of: [when] + conditions, changing: field, to: value)
    return ScaleSearch.Signature(fires: values[0] == .flag(true), conditions: Array(values.dropFirst()))
  }

  private func flag(_ field: Int, _ now: Value) -> NearestChange? {
    for flag in [true, false] where now != .flag(flag) && fires(field, .flag(flag)) {
      return NearestChange(
        field: schema.fields[field].name, type: .flag, now: now, value: .flag(flag), limit: now, bound: .exactly, relative: 1)
    }
    return nil
  }

  /// Another key or text, of those seen so far and of those that the rule names.
  private func key(_ field: Int, _ now: Value, _ type: ValueType) -> NearestChange? {
    var counts: [Value: Int] = [:]
    for place in 0...record { counts[history.columns[field].value(at: place, type, trial.texts), default: 0] += 1 }
    for constant in constants where constant.type == type || constant.type == .text {
      counts[.text(program.expressions.texts[Int(constant.payload)]), default: 0] += 0
    }
    let seen = counts.filter { !$0.key.isMissing && $0.key != now }.sorted { left, right in
      guard left.value == right.value, case .text(let first) = left.key, case .text(let second) = right.key else {
        return left.value > right.value
      }
      return first < second
    }
    let firing = seen.prefix(NearestChangeSearch.keysMost).map(\.key).filter { fires(field, $0) }
    guard let first = firing.first else { return nil }
    return NearestChange(
      field: schema.fields[field].name, type: type, now: now, value: first, limit: now, bound: .exactly, others: firing.count - 1,
      relative: 1)
  }
}
