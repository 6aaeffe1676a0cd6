import Records

/// What a column of unknown meaning can be, given the cells seen so far.
struct ColumnGuess {
  let name: String
  private var candidates: [FieldType] = [.time, .flag, .integer, .number]
  private(set) var count = 0
  private var missingCount = 0
  private var zeroCount = 0
  private var decimalsMax = 0
  private var spellings: Set<String> = []
  private var distinct: Set<String> = []
  private static let distinctMax = 20_000
  private static let missingSpellings: Set<String> = ["NULL", "null", "NA", "N/A", "n/a", "None", "none", "-", "?", "NaN", "nan"]

  init(name: String) { self.name = name }

  mutating func look(_ text: String) {
    count += 1
    if text.isEmpty {
      missingCount += 1
      return
    }
    if distinct.count < ColumnGuess.distinctMax { distinct.insert(text) }
    if ColumnGuess.missingSpellings.contains(text) {
      spellings.insert(text)
      missingCount += 1
      return
    }
    if text == "0" || text == "0.0" { zeroCount += 1 }
    Array(text.utf8).withUnsafeBufferPointer { cell in
      candidates.removeAll { !CellParser.isValue(cell, of: $0) }
    }
    if let point = text.firstIndex(of: ".") {
      decimalsMax = max(decimalsMax, text.utf8.count - text.utf8.distance(from: text.startIndex, to: point) - 1)
    }
  }

  private var valueCount: Int { count - missingCount }

  var isUnique: Bool { valueCount == count && distinct.count == min(count, ColumnGuess.distinctMax) && count > 1 }

  /// A count that is mostly zero, as one of many products has it.
  var isSparseCount: Bool { valueCount > 0 && candidates.contains(.integer) && zeroCount * 2 > valueCount && missingCount == 0 }

  var isTime: Bool { valueCount > 0 && candidates.first == .time }

  private var soundsLikeMoney: Bool {
    let lower = name.lowercased()
    return [
      "price", "cost", "amount", "total", "charge", "revenue", "tax", "freight", "fee", "discountamt", "subtotal", "paid", "sum",
    ].contains { lower.contains($0) }
  }

  private var soundsLikeIdentity: Bool {
    let lower = name.lowercased()
    return lower == "id" || lower.hasSuffix("id") || lower.hasSuffix("_no") || lower.hasSuffix("number") || lower.hasSuffix("key")
  }

  /// The field that fits; a guess to be looked over by a person.
  func field(named fieldName: String, mayIdentify: Bool) -> Field {
    let missing = (candidates.contains(where: { $0 != .flag }) && valueCount > 0) ? spellings.sorted() : []
    if mayIdentify, isUnique, soundsLikeIdentity { return Field(name: fieldName, type: .identity) }
    guard valueCount > 0, let first = candidates.first else {
      let recurs = distinct.count * 2 <= max(valueCount, 1)
      return Field(name: fieldName, type: recurs && valueCount > 0 || soundsLikeIdentity ? .key : .text)
    }
    if first == .time { return Field(name: fieldName, type: .time, missingSpellings: missing) }
    if soundsLikeIdentity { return Field(name: fieldName, type: .key, missingSpellings: missing) }
    if soundsLikeMoney, candidates.contains(.number) {
      return Field(name: fieldName, type: .money(.usDollar), missingSpellings: missing, isFloatSum: decimalsMax > 4)
    }
    if first == .flag, distinct.count == 2 { return Field(name: fieldName, type: .flag, missingSpellings: missing) }
    if candidates.contains(.integer) { return Field(name: fieldName, type: .integer, missingSpellings: missing) }
    if candidates.contains(.number) { return Field(name: fieldName, type: .number, missingSpellings: missing) }
    return Field(name: fieldName, type: .text)
  }
}
