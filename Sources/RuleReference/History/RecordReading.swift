import Records
import RuleLanguage

/// What stands in the columns of batches, as values.
struct RecordReading {
  let symbols: SymbolTable

  func value(of column: Column, at position: Int) -> Value {
    guard column.validity[position] else { return .missing(.absent) }
    switch column.values {
    case .money(let values): return .money(values[position])
    case .number(let values): return .of(values[position])
    case .integer(let values): return .integer(values[position])
    case .time(let values): return .time(values[position])
    case .duration(let values): return .duration(values[position])
    case .key(let values): return .text(symbols.text(of: values[position]))
    case .text(let values): return .text(values[position])
    case .flag(let values): return .flag(values[position])
    }
  }

  /// Field by field and element by element.
  func haveSameContent(_ first: RecordBatch, _ position: Int, _ second: RecordBatch, _ other: Int) -> Bool {
    for (column, otherColumn) in zip(first.columns, second.columns) {
      guard value(of: column, at: position) == value(of: otherColumn, at: other) else { return false }
    }
    for (list, otherList) in zip(first.lists, second.lists) {
      let (elements, otherElements) = (list.elements(of: position), otherList.elements(of: other))
      guard elements.count == otherElements.count else { return false }
      for (element, otherElement) in zip(elements, otherElements) {
        for (column, otherColumn) in zip(list.columns, otherList.columns) {
          guard value(of: column, at: element) == value(of: otherColumn, at: otherElement) else { return false }
        }
      }
    }
    return true
  }
}
