import Records
import RuleLanguage

/// Where an aggregate's results go while the records of a key are walked.
struct ColumnOutput {
  private let function: Window.Function
  private let requires: Int64
  private let isNumber: Bool
  private let isMoney: Bool
  private let isInteger: Bool
  /// For a zscore the record's own value.
  let own: TrackView.Column?
  /// The first record's result, and how far the next one is from it.
  private let results: UnsafeMutablePointer<Int64>
  private let stride: Int
  private let marksAt: Int
  private let bit: Int64

  init(_ aggregate: AggregatePlan, _ view: TrackView, _ plan: TrackPlan, _ table: ResultTable) {
    (function, requires) = (aggregate.function, aggregate.requires)
    let kind = aggregate.argument < 0 ? Kind.whole : plan.arguments[aggregate.argument].kind
    (isNumber, isMoney, isInteger) = (kind == .number, kind == .money, aggregate.isOfIntegers)
    own = aggregate.function == .zscore ? view.arguments[aggregate.argument] : nil
    (results, stride) = (table.words + aggregate.place, table.width)
    (marksAt, bit) = (table.count - aggregate.place, 1 << Int64(aggregate.place))
  }

  /// Says that a record has no result here.
  @inline(__always)
  private func mark(_ place: Int, isInsufficient: Bool) {
    let marks = results + (place &* stride &+ marksAt)
    marks[0] |= bit
    if isInsufficient { marks[1] |= bit }
  }

  /// From sums that fit into registers.
  @inline(__always)
  func write(count: Int64, sum: Int64, squares: UInt128, _ place: Int) {
    if count < requires { return mark(place, isInsufficient: true) }
    switch function {
    case .count: results[place &* stride] = count
    case .sum:
      if isNumber {
        results[place &* stride] = bits(Double(sum) / 1e9)
      } else if isMoney,
        sum.magnitude > UInt64(Money.magnitudeMax)
      {
        mark(place, isInsufficient: false)
      } else {
        results[place &* stride] = sum
      }
    case .share where count > 0: results[place &* stride] = bits(Double(sum) / Double(count))
    case .avg where count > 0:
      if isNumber {
        results[place &* stride] = bits(Double(sum) / (Double(count) * 1e9))
      } else if isInteger {
        results[place &* stride] = bits(Double(sum) / Double(count))
      } else {
        results[place &* stride] = Int64(truncatingIfNeeded: roundedQuotient(Int128(sum), by: count))
      }
    case .stddev where count > 1:
      let square = UInt128(sum.magnitude) * UInt128(sum.magnitude)
      let root = nearest(squares &* UInt128(UInt64(count)) &- square, sticky: false).squareRoot()
      if isNumber {
        results[place &* stride] = bits(root / (Double(count) * 1e9))
      } else if isInteger {
        results[place &* stride] = bits(root / Double(count))
      } else {
        results[place &* stride] = Int64((root / Double(count)).rounded(.toNearestOrEven))
      }
    default: mark(place, isInsufficient: false)
    }
  }

  @inline(__always)
  func write(_ totals: ExactTotals, _ row: Int, _ place: Int) {
    if totals.count < requires { return mark(place, isInsufficient: true) }
    let sums = Sums(totals, isNumber: isNumber, isMoney: isMoney, isInteger: isInteger)
    if let own { return writeScore(sums, own, row, place) }
    if let value = sums.value(of: function) { results[place &* stride] = value } else { mark(place, isInsufficient: false) }
  }

  private func writeScore(_ sums: Sums, _ own: TrackView.Column, _ row: Int, _ place: Int) {
    guard let value = own.value(row) else {
      return mark(
        place, isInsufficient: own.operand.register.mayBeInsufficient && own.lane?.isInsufficient(row) == true)
    }
    if let score = sums.score(of: value) { results[place &* stride] = score } else { mark(place, isInsufficient: false) }
  }
}

/// Results in the order of keys, those of one record side by side, so that bringing them into the records' order takes one
/// far step a record and not one a result.
final class ResultTable {
  /// How many results a record has; behind them stand two words of marks, for those that are missing and those that are so
  /// for want of history.
  let count: Int
  let width: Int
  let words: UnsafeMutablePointer<Int64>
  /// Where each row stands; -1 for one without a key.
  private let places: [Int32]

  init(_ count: Int, _ sorted: SortedRows) {
    self.count = count
    width = count + 2
    places = sorted.places()
    // A row without a key reads the first record's.
    words = .allocate(capacity: max(1, sorted.count) * width)
    words.initialize(repeating: 0, count: width)
  }

  /// Makes a key's records ready to be marked: shortly before, so that their memory is at hand when it is written to.
  func begin(_ records: Range<Int>) {
    for record in records {
      words[record &* width &+ count] = 0
      words[record &* width &+ count &+ 1] = 0
    }
  }

  deinit { words.deallocate() }

  /// Writes the results of a block's rows into its lanes.
  func load(_ rows: Range<Int>, _ lanes: [Lane]) {
    lanes.withUnsafeBufferPointer { lanes in
      places.withUnsafeBufferPointer { places in
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: 128) { marks in
          var first = 0
          while first < rows.count {
            load(first..<min(first + 64, rows.count), places, rows.lowerBound, lanes, marks)
            first += 64
          }
        }
      }
    }
  }

  /// A word of rows. Nothing is decided while far memory is being read, so that many rows are waited for at once; what is
  /// missing is looked at afterwards.
  private func load(
    _ word: Range<Int>, _ places: UnsafeBufferPointer<Int32>, _ start: Int, _ lanes: UnsafeBufferPointer<Lane>,
    _ marks: UnsafeMutableBufferPointer<Int64>
  ) {
    var any: Int64 = 0
    for row in word {
      let place = Int(places[start + row])
      // Without a key it has no result.
      let source = words + max(0, place) &* width
      let missing = source[count] | Int64(place) >> 63
      marks[row - word.lowerBound] = missing
      marks[row - word.lowerBound + 64] = source[count + 1] & ~(Int64(place) >> 63)
      any |= missing
      for index in 0..<count { lanes[index].values[row] = source[index] }
    }
    for index in 0..<count {
      var (missing, insufficient): (UInt64, UInt64) = (0, 0)
      if any >> Int64(index) & 1 == 1 {
        for row in 0..<word.count {
          missing |= UInt64(marks[row] >> Int64(index) & 1) << UInt64(row)
          insufficient |= UInt64(marks[row + 64] >> Int64(index) & 1) << UInt64(row)
        }
      }
      lanes[index].valid[word.lowerBound >> 6] = ~missing
      lanes[index].insufficient[word.lowerBound >> 6] = insufficient
    }
  }
}
