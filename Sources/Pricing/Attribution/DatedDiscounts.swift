/// A model of discounts as it is in each of its times: between two changes of the ladder nothing about it depends on the day, so it is worked
/// out once for each stretch and not once an order.
struct DatedDiscounts: Sendable {
  /// When each stretch begins, ascending; the first at the beginning of times.
  private let starts: [Int64]
  /// By stretch, and last the one for orders of which nobody knows the time.
  private let models: [DiscountModel]

  init(_ model: DiscountModel) {
    let changes = model.ordinary.flatMap { [$0.span.from, $0.span.until].compactMap(\.self) }
    starts = Set(changes + [.min]).sorted()
    models = starts.map { model.at($0) } + [model.at(nil)]
  }

  /// The place of the stretch that a time lies in.
  func place(of time: Int64?) -> Int {
    guard let time else { return models.count - 1 }
    guard starts.count > 1 else { return 0 }
    return (starts.firstIndex { $0 > time } ?? starts.count) - 1
  }

  subscript(_ place: Int) -> DiscountModel { models[place] }
}
