import Records
import RuleLanguage

/// Aggregates over a list within the record: the same as over records, over elements in their order.
extension Evaluation {
  func value(of fold: Fold, _ type: ValueType, at record: Int, _ elements: [Int]) -> Value {
    guard fold.schema == schema else { return .missing(.absent) }
    let all = batch(of: record).lists[fold.list].elements(of: history.records[record].position)
    // What stands inside of the fold sees its element behind those of the lists around it.
    let scopes = all.map { elements.prefix(fold.level) + [$0] }.filter { scope in
      fold.filter < 0 || value(of: fold.filter, at: record, Array(scope)).isTrue
    }
    func values(of id: Expression.ID) -> [Value] { scopes.map { value(of: id, at: record, Array($0)) } }
    switch fold.function {
    case .exists: return Logic.any(values(of: fold.argument))
    case .every: return Logic.all(values(of: fold.argument))
    case .atGreatest: return value(values(of: fold.argument), whereFirst: values(of: fold.key)) { Order.precedes($0, $1) }
    case .atSmallest: return value(values(of: fold.argument), whereFirst: values(of: fold.key)) { Order.precedes($1, $0) }
    default:
      guard let function = Window.Function(rawValue: fold.function.rawValue) else { return .missing(.absent) }
      // Without an argument the elements themselves are counted.
      guard fold.argument >= 0 else { return .integer(Int64(scopes.count)) }
      let present = values(of: fold.argument).filter { !$0.isMissing }
      let aggregate = Aggregate(function: function, argumentType: nodes[Int(fold.argument)].type, type: type)
      return aggregate.value(of: present)
    }
  }

  /// The value at the first key that no other key beats. Elements without a key are left out.
  private func value(_ values: [Value], whereFirst keys: [Value], _ isBeaten: (Value, Value) -> Bool) -> Value {
    var best: (value: Value, key: Value)?
    for (value, key) in zip(values, keys) where !key.isMissing {
      if let known = best, !isBeaten(known.key, key) { continue }
      best = (value, key)
    }
    return best?.value ?? .missing(.absent)
  }
}
