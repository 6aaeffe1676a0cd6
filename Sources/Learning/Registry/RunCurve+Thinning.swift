extension RunCurve {
  /// At most so many points: the first, the last, and of each stretch of the axis the last one.
  ///
  /// - place: where a point stands on the axis; it never falls from one point to the next.
  static func thinned(_ points: [Point], to count: Int, by place: (Point) -> Double) -> [Point] {
    guard points.count > count, count > 2, let first = points.first, let last = points.last else { return points }
    let (start, end) = (place(first), place(last))
    guard end > start else { return [first, last] }
    var thinned = [first]
    var stretch = -1
    for point in points.dropFirst().dropLast() {
      let own = Int((place(point) - start) / (end - start) * Double(count - 2))
      if own == stretch, thinned.count > 1 { thinned.removeLast() }
      thinned.append(point)
      stretch = own
    }
    // A point at the very end may have a stretch of its own.
    if thinned.count > count - 1 { thinned.removeLast(thinned.count - (count - 1)) }
    return thinned + [last]
  }
}
