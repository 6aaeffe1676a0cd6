extension ScoredRows {
  /// How much of each row is looked at where so many can be: the highest scores first, what a cut tie has left in equal parts.
  ///
  /// Nobody is sent to look at what is said nothing of, so rows of the lowest score are never among them.
  func alerts(looks: Int) -> [Double] {
    var alerts = [Double](repeating: 0, count: rowCount)
    guard let lowest = order.last.map({ scores[$0] }) else { return alerts }
    var (left, place) = (Double(looks), 0)
    while place < order.count, left > 0, scores[order[place]] > lowest {
      var end = place
      while end < order.count, scores[order[end]] == scores[order[place]] { end += 1 }
      let share = min(1, left / Double(end - place))
      for row in order[place..<end] { alerts[row] = share }
      left -= Double(end - place)
      place = end
    }
    return alerts
  }
}
