import Records

/// What a history teaches about discounts: the ladder, how it is used, what hides behind it, and who pads how often.
struct DiscountHistory {
  /// An order whose gap nothing ordinary explains well.
  struct Odd {
    /// Its place among the problems.
    var place: Int
    var padded: Double
    var odd: Double
  }

  private(set) var ladder: Ladder
  private(set) var model: DiscountModel
  /// How often each rep pads.
  private(set) var rates: [Double] = []
  private(set) var odd: [Odd] = []
  private(set) var told = ToldGaps()

  /// Readings that are learned from; more would teach the same.
  private static let readingsMax = 12_000

  private let problems: [GapProblem]
  private let reps: [Int]
  private let repCount: Int
  private let workers: Workers

  /// - reps: of each problem its rep, below `repCount`.
  init(_ problems: [GapProblem], reps: [Int], repCount: Int, workers: Workers = .alone) {
    (self.problems, self.reps, self.repCount, self.workers) = (problems, reps, repCount, workers)
    model = DiscountModel(ladder: .none)
    ladder = .none
    let gaps = problems.indices.filter { problems[$0].hasGap }
    let candidates = DiscountHistory.candidates(gaps.map { problems[$0] })
    let (ordinary, hidden) = sorted(candidates)
    model = learned(ordinary, hidden, discounted: Double(gaps.count) / Double(max(1, problems.count)))
    let kept = Set(model.ordinary.map(\.millionths))
    ladder = Ladder(
      mode: model.orderWide > 0.5 ? .order : .unit, steps: ordinary.filter { kept.contains($0.millionths) }, discounted: 0,
      explained: 0, undecided: 0)
    judge(gaps)
  }

  private var ordersByRep: [Int] {
    var orders = [Int](repeating: 0, count: repCount)
    for rep in reps { orders[rep] += 1 }
    return orders
  }

  // MARK: Steps

  /// Fractions that explain whole gaps alone, on a line or on an order.
  private static func candidates(_ gaps: [GapProblem]) -> [Ladder.Step] {
    var steps: [Int64: Int] = [:]
    for mode in Ladder.Mode.allCases {
      for step in LadderLearner.steps(gaps, mode: mode) {
        steps[step.millionths] = max(steps[step.millionths] ?? 0, step.support)
      }
    }
    return steps.map { .init(millionths: $0.key, support: $0.value) }.sorted { $0.millionths < $1.millionths }
  }

  private func sorted(_ candidates: [Ladder.Step]) -> (ordinary: [Ladder.Step], hidden: [Int64]) {
    var uses = candidates.map { _ in [Int](repeating: 0, count: repCount) }
    var dated: [(time: Int64, step: Int)] = []
    for (problem, rep) in zip(problems, reps) {
      guard let step = DiscountHistory.onlyStep(problem, candidates) else { continue }
      uses[step][rep] += 1
      if let time = problem.time { dated.append((time, step)) }
    }
    let spans = DiscountHistory.spans(dated, of: candidates)
    let sorting = StepSorting(orders: ordersByRep, uses: uses)
    let isHidden = candidates.indices.map { sorting.isHidden($0, millionths: candidates[$0].millionths) }
    let ordinary = candidates.indices.filter { !isHidden[$0] }.map { place in
      Ladder.Step(millionths: candidates[place].millionths, support: candidates[place].support, span: spans[place])
    }
    let hidden = candidates.indices.filter { isHidden[$0] }.map { candidates[$0].millionths }
    let usual = DiscountModel.hidden(beside: ordinary.map(\.millionths)).map(\.millionths)
    return (ordinary, Array(Set(hidden + usual)).sorted())
  }

  private static func spans(_ dated: [(time: Int64, step: Int)], of candidates: [Ladder.Step]) -> [StepSpan] {
    let dated = dated.sorted { ($0.time, $0.step) < ($1.time, $1.step) }
    var places = candidates.map { _ in [Int]() }
    for (place, one) in dated.enumerated() { places[one.step].append(place) }
    let times = dated.map(\.time)
    return places.map { StepSpan.found(uses: $0, times: times) }
  }

  /// The step that explains the whole gap alone, where there is one and no other.
  static func onlyStep(_ problem: GapProblem, _ candidates: [Ladder.Step]) -> Int? {
    guard problem.gap > 0, problem.hasGap else { return nil }
    let slack = UInt64(problem.tolerance * Double(LineDiscount.scale))
    var found: Int?
    for (place, step) in candidates.enumerated() {
      func isHit(_ base: Int64) -> Bool {
        (base * step.millionths - problem.gap * LineDiscount.scale).magnitude <= slack
      }
      let hits =
        isHit(problem.list)
        || problem.lines.contains { line in
          isHit(line.price * line.quantity)
            || line.quantity > 1 && line.quantity <= LineDiscount.unitsMax
              && (1..<line.quantity).contains { isHit(line.price * $0) }
        }
      guard hits else { continue }
      if found != nil { return nil }
      found = place
    }
    return found
  }

  // MARK: Chances

  private func learned(_ ordinary: [Ladder.Step], _ hidden: [Int64], discounted: Double) -> DiscountModel {
    let small = problems.indices.filter { GapReading.isSmall(problems[$0]) }
    let gaps = small.count { problems[$0].hasGap }
    let stride = max(1, (gaps + DiscountHistory.readingsMax - 1) / DiscountHistory.readingsMax)
    let sample = Swift.stride(from: 0, to: small.count, by: stride).map { small[$0] }
    var orders = [Int](repeating: 0, count: repCount)
    for place in sample { orders[reps[place]] += 1 }
    func learner(_ steps: [DiscountModel.Step]) -> DiscountLearner {
      let eras = Set(steps.flatMap { [$0.span.from, $0.span.until].compactMap(\.self) } + [.min]).sorted()
      let inUse = eras.map { era in steps.map { $0.span.holds(era) ? $0.millionths : 0 } }
      let read = sample.filter { problems[$0].gap > 0 && problems[$0].hasGap }
      let readings = workers.map(read, inPiecesOf: 64) { place in
        let era = problems[place].time.flatMap { time in eras.lastIndex { $0 <= time } } ?? eras.count - 1
        return GapReading(problems[place], rep: reps[place], era: era, ordinary: inUse[era], hidden: hidden)
      }
      return DiscountLearner(
        readings, orders: orders, ordinary: steps, eras: eras, hidden: hidden, discounted: discounted)
    }
    // First which steps there are, then all the rest: an order that fits an accidental step would not be asked further.
    var first = learner(
      ordinary.map { DiscountModel.Step(millionths: $0.millionths, weight: 1 / Double(ordinary.count), span: $0.span) })
    first.learn(rounds: 15)
    var second = learner(first.neededSteps)
    second.learn(rounds: 30)
    return second.model
  }

  /// Holds every order against the model, and learns from all of them who pads how often.
  private mutating func judge(_ gaps: [Int]) {
    let desk = GapDesk(model)
    let stories = workers.map(gaps, inPiecesOf: 512) { [problems] gap in
      desk.with { workspace in
        let stories = GapStories(problems[gap], workspace)
        return (chances: stories.chances, isExact: stories.isExact)
      }
    }
    let evidence = zip(gaps, stories).map { PaddingRates.Evidence(rep: reps[$0], gap: $1.chances) }
    ladder.undecided = stories.count { !$0.isExact }
    let orders = ordersByRep
    let learned = PaddingRates(evidence, orders: orders, odd: model.odd)
    rates = learned.rates
    model.odd = learned.odd
    let padded = zip(orders, rates).reduce(0) { $0 + Double($1.0) * $1.1 }
    model.padded = max(padded / Double(max(1, problems.count)), 1e-6)
    ladder.discounted = gaps.count
    told = ToldGaps(gaps.map { problems[$0] }, evidence.map(\.gap))
    for (place, one) in zip(gaps, evidence) {
      let chances = PaddingRates.chances(one.gap, rates[one.rep], learned.odd)
      if chances.padded + chances.odd < 0.5 {
        ladder.explained += 1
      } else {
        odd.append(Odd(place: place, padded: chances.padded, odd: chances.odd))
      }
    }
  }
}
