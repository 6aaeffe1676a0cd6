import RuleLanguage

/// Windows that look at the same records by the same keys become one track, those that look as far back one span.
extension PlanBuilder {
  private struct TrackKey: Hashable {
    var keys: [Operand]
    var filter: Operand?
    var excluded: [Operand]
  }

  mutating func tracks(of nodes: [Expression.ID]) {
    var places: [TrackKey: Int] = [:]
    for node in nodes {
      let window = window(node)
      let key = TrackKey(
        keys: window.keys.map { operand($0) }, filter: window.filter >= 0 ? operand(window.filter) : nil,
        excluded: window.excludingSame.map { operand($0) })
      var place = places[key, default: section.tracks.count]
      // An entry marks which arguments it has in half a word.
      if place < section.tracks.count, section.tracks[place].arguments.count >= EntryLayout.argumentsMax {
        place = section.tracks.count
      }
      if place == section.tracks.count {
        places[key] = place
        section.tracks.append(TrackPlan(keys: key.keys, filter: key.filter, arguments: [], excluded: key.excluded, spans: []))
      }
      var track = section.tracks[place]
      add(window, node, to: &track)
      section.tracks[place] = track
    }
  }

  /// Numbers a section's aggregates, track by track.
  mutating func numberAggregates() {
    for track in section.tracks.indices {
      var place = 0
      for span in section.tracks[track].spans.indices {
        for index in section.tracks[track].spans[span].aggregates.indices {
          section.tracks[track].spans[span].aggregates[index].place = place
          place += 1
        }
      }
    }
  }

  private mutating func add(_ window: Window, _ node: Expression.ID, to track: inout TrackPlan) {
    var argument = -1
    if window.argument >= 0 {
      let operand = operand(window.argument)
      if let known = track.arguments.firstIndex(of: operand) {
        argument = known
      } else {
        argument = track.arguments.count
        track.arguments.append(operand)
      }
    }
    // `previous` without a reach is the value of the last record.
    let reach = window.function == .previous && window.reach == .allBefore ? .lastRecords(1) : window.reach
    let place = track.spans.firstIndex {
      $0.reach == reach && $0.delay == window.delay && $0.includesCurrent == window.includesCurrent
    }
    let index = place ?? track.spans.count
    if place == nil {
      track.spans.append(
        SpanPlan(reach: reach, delay: window.delay, includesCurrent: window.includesCurrent, aggregates: []))
    }
    var aggregate = AggregatePlan(
      function: window.function, argument: argument, share: window.share, requires: Int64(window.requires),
      type: pool[node].type, argumentType: window.argument >= 0 ? pool[window.argument].type : .integer,
      result: operand(node).register, window: Int(pool[node].payload))
    aggregate.store = store(for: aggregate, in: &track.spans[index])
    track.spans[index].aggregates.append(aggregate)
  }

  private func store(for aggregate: AggregatePlan, in span: inout SpanPlan) -> Int {
    func order(_ way: OrderPlan.Way) -> Int {
      let plan = OrderPlan(argument: aggregate.argument, way: way)
      if let known = span.orders.firstIndex(of: plan) { return known }
      span.orders.append(plan)
      return span.orders.count - 1
    }
    switch aggregate.function {
    case .count, .sum, .avg, .share, .stddev, .zscore:
      let hasSquares = aggregate.function == .stddev || aggregate.function == .zscore
      if let known = span.totals.firstIndex(where: { $0.argument == aggregate.argument }) {
        if hasSquares { span.totals[known].hasSquares = true }
        return known
      }
      span.totals.append(TotalsPlan(argument: aggregate.argument, hasSquares: hasSquares))
      return span.totals.count - 1
    case .min: return order(.smallest)
    case .max: return order(.greatest)
    case .median, .percentile: return order(.sorted)
    case .distinct: return order(.distinct)
    case .first, .last, .previous: return -1
    }
  }
}
