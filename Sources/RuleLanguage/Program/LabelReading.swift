public import Records

extension Program {
  /// Whether a label is read anywhere below an expression, also as it was when it became known, in a window that waits for it.
  public func readsLabel(_ expression: Expression.ID) -> Bool {
    var seen: Set<Expression.ID> = []
    var open = [expression]
    while let id = open.popLast() {
      guard id >= 0, seen.insert(id).inserted else { continue }
      let node = expressions[id]
      switch node.operation {
      case .field, .previousField:
        if schemas[Int(node.first)].fields[Int(node.payload)].isLabel { return true }
        continue
      // Its first operand is the list, which is no expression.
      case .elementField: continue
      case .window:
        let window = windows[Int(node.payload)]
        open += [window.argument, window.filter] + window.keys + window.excludingSame
      case .fold:
        let fold = folds[Int(node.payload)]
        open += [fold.argument, fold.filter, fold.key]
      default: break
      }
      open += [node.first, node.second, node.third]
    }
    return false
  }

  /// The field that an expression is and nothing else; nil where something is computed.
  public func plainField(_ expression: Expression.ID) -> Field? {
    guard expression >= 0 else { return nil }
    let node = expressions[expression]
    return node.operation == .field ? schemas[Int(node.first)].fields[Int(node.payload)] : nil
  }
}
