extension RunCurve {
  /// At most so many points: of each stretch of the axis the first and the last, so that what falls there is seen to fall.
  ///
  /// - place: where a point stands on the axis; it never falls from one point to the next.
  static func thinned(_ points: [Point], to count: Int, by place: (Point) -> Double) -> [Point] {
    guard points.count > count, count > 3, let first = points.first, let last = points.last else { return points }
    let (start, end) = (place(first), place(last))
    guard end > start else { return [first, last] }
    let stretches = count / 2
    func stretch(_ point: Point) -> Int { min(stretches - 1, Int((place(point) - start) / (end - start) * Double(stretches))) }
    return points.indices.filter { index in
      let own = stretch(points[index])
      let isFirst = index == 0 || stretch(points[index - 1]) != own
      return isFirst || index + 1 == points.count || stretch(points[index + 1]) != own
    }.map { points[$0] }
  }
}
