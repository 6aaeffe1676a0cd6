import Records
import RuleEngine

/// The rows of a source that a record's name stands for.
struct FoundRecord {
  /// Places in the batch, in their order.
  let places: [Int]

  /// Nil where there is none. A row's number names it even where records have ids.
  init?(_ name: String, in whole: RecordBatch) {
    var places = (0..<whole.count).filter { whole.identity(of: $0) == name }
    if places.isEmpty, name.hasPrefix("row:"), let row = Int64(name.dropFirst(4)) {
      places = (0..<whole.count).filter { whole.rows[$0] == row }
    }
    guard !places.isEmpty else { return nil }
    self.places = places
  }

  /// Repetitions and deletes are not decided, so there may be nothing to explain about the last rows.
  func newestDecided(_ explain: (Int) -> [RuleExplanation]?) -> (record: Int, explanations: [RuleExplanation])? {
    for place in places.reversed() { if let explanations = explain(place) { return (place, explanations) } }
    return nil
  }

  /// What should be known about which of the rows was taken.
  func notes(on record: Int, in whole: RecordBatch) -> [String] {
    guard places.count > 1, let place = places.firstIndex(of: record) else { return [] }
    var notes = ["there are \(places.count) rows of this id, and this is the newest version"]
    let later = places[(place + 1)...]
    if later.contains(where: { whole.operations?[$0] == .delete }) {
      notes.append("it was deleted afterwards")
    } else if !later.isEmpty {
      notes.append(later.count == 1 ? "the last row only repeats it" : "the last \(later.count) rows only repeat it")
    }
    return notes
  }
}

/// A record with what the rules say of it, on its way to a reader.
struct ExplainedRecord {
  var id: String
  var row: Int64
  var notes: [String]
  var explanations: [RuleExplanation]
}
