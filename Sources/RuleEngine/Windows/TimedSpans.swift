import RuleLanguage

/// A track's spans of time in plain memory, so that no record pays for reaching what is asked of them.
struct TimedSpans {
  struct Span {
    /// How far it looks back; nil where a wall's calendar says.
    let length: Int64?
    let delay: Int64
    let includesCurrent: Bool
    /// Where its questions, totals and orders lie among those of the track, and where the next span's begin.
    let questions: (first: Int, end: Int)
    let totals: (first: Int, end: Int)
    let orders: (first: Int, end: Int)

    /// Whether there is more to keep up than totals.
    let hasOthers: Bool

    var isOfDuration: Bool { length != nil }
  }

  struct Question {
    /// Where the answer comes from.
    enum Way: UInt8 { case places, totals, others }

    let way: Way
    let isNumber: Bool
    let isMoney: Bool
    /// Whether the result is a condition.
    let isFlag: Bool
    /// Its place among all aggregates of the track.
    let place: Int
    /// Among the track's totals or orders; -1 where it needs none.
    let store: Int
    /// Its span among those of time.
    let span: Int
    let aggregate: AggregatePlan
  }

  struct Total {
    let argument: Int
    let hasSquares: Bool
    let isNumber: Bool
  }

  let spans: UnsafeMutableBufferPointer<Span>
  let questions: UnsafeMutableBufferPointer<Question>
  let totals: UnsafeMutableBufferPointer<Total>
  let orders: UnsafeMutableBufferPointer<OrderPlan>
  let includeCurrent: Bool
  let leaveCurrentOut: Bool

  init(_ plan: TrackPlan, _ timed: [Int]) {
    var (spans, questions, totals, orders) = ([Span](), [Question](), [Total](), [OrderPlan]())
    for index in timed {
      let span = plan.spans[index]
      let firsts = (questions.count, totals.count, orders.count)
      var stores: [Int] = []
      for total in span.totals {
        // How many records there are tell their places, unless some of them are left out.
        guard total.argument >= 0 || !plan.excluded.isEmpty else {
          stores.append(-1)
          continue
        }
        stores.append(totals.count)
        let isNumber = total.argument >= 0 && plan.arguments[total.argument].kind == .number
        totals.append(Total(argument: total.argument, hasSquares: total.hasSquares, isNumber: isNumber))
      }
      orders += span.orders
      for aggregate in span.aggregates {
        let kind = aggregate.argument < 0 ? Kind.whole : plan.arguments[aggregate.argument].kind
        var store = -1
        switch aggregate.function {
        case .count, .sum, .avg, .share, .stddev, .zscore: store = stores[aggregate.store]
        case .min, .max, .median, .percentile, .distinct: store = firsts.2 + aggregate.store
        case .first, .last, .previous: break
        }
        questions.append(
          Question(
            way: TimedSpans.way(aggregate, store, plan), isNumber: kind == .number, isMoney: kind == .money,
            isFlag: aggregate.result.isFlag, place: aggregate.place, store: store, span: spans.count,
            aggregate: aggregate))
      }
      var length: Int64?
      if case .duration(let duration) = span.reach { length = duration }
      spans.append(
        Span(
          length: length, delay: span.delay, includesCurrent: span.includesCurrent, questions: (firsts.0, questions.count),
          totals: (firsts.1, totals.count), orders: (firsts.2, orders.count),
          hasOthers: firsts.2 < orders.count || !plan.excluded.isEmpty))
    }
    includeCurrent = spans.contains(where: \.includesCurrent)
    leaveCurrentOut = !spans.allSatisfy(\.includesCurrent)
    (self.spans, self.questions) = (TimedSpans.placed(spans), TimedSpans.placed(questions))
    (self.totals, self.orders) = (TimedSpans.placed(totals), TimedSpans.placed(orders))
  }

  private static func way(_ aggregate: AggregatePlan, _ store: Int, _ plan: TrackPlan) -> Question.Way {
    switch aggregate.function {
    case .count where store < 0: .places
    case .count, .sum, .avg, .share, .stddev: plan.excluded.isEmpty ? .totals : .others
    default: .others
    }
  }

  /// How far any of them sees, late records too; nil where a calendar says.
  var lasting: Int64? {
    var most: Int64?
    for span in spans {
      guard let length = span.length else { return nil }
      let (twice, isTooLong) = length.multipliedReportingOverflow(by: 2)
      let (far, isTooFar) = twice.addingReportingOverflow(span.delay)
      guard !isTooLong, !isTooFar else { return nil }
      most = max(most ?? far, far)
    }
    return most
  }

  @inline(__always)
  func span(_ index: Int) -> UnsafePointer<Span> { UnsafePointer(spans.baseAddress.unsafelyUnwrapped + index) }

  @inline(__always)
  func question(_ index: Int) -> UnsafePointer<Question> { UnsafePointer(questions.baseAddress.unsafelyUnwrapped + index) }

  @inline(__always)
  func total(_ index: Int) -> UnsafePointer<Total> { UnsafePointer(totals.baseAddress.unsafelyUnwrapped + index) }

  func free() {
    spans.deallocate()
    questions.deallocate()
    totals.deallocate()
    orders.deallocate()
  }

  private static func placed<Element>(_ elements: [Element]) -> UnsafeMutableBufferPointer<Element> {
    let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = buffer.initialize(from: elements)
    return buffer
  }
}
