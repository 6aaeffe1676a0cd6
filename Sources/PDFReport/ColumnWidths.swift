/// How a table's room is shared among its columns.
struct ColumnWidths {
  struct Need {
    /// What its longest cell takes on one line.
    var natural: Double
    /// What its longest word takes.
    var least: Double
    var weight: Double
  }

  /// What is needed first, the rest by weight; all within the room, whatever is asked for.
  static func shared(_ needs: [Need], room: Double) -> [Double] {
    guard !needs.isEmpty else { return [] }
    // A weight that is none shares nothing.
    let weights = needs.map { $0.weight.isFinite ? min(max(0.01, $0.weight), 100) : 0.01 }
    let natural = needs.reduce(0) { $0 + $1.natural }
    let least = needs.reduce(0) { $0 + $1.least }
    if natural <= room {
      let all = weights.reduce(0, +)
      return zip(needs, weights).map { $0.natural + (room - natural) * $1 / all }
    }
    if least <= room {
      // Each has its longest word; the rest goes to those that would have more.
      let wish = natural - least
      return needs.map { $0.least + (wish > 0 ? (room - least) * ($0.natural - $0.least) / wish : 0) }
    }
    // Small columns keep what they need, and large ones share what is left.
    let fair = room / Double(needs.count)
    let small = needs.filter { $0.least <= fair }
    let left = room - small.reduce(0) { $0 + $1.least }
    let large = needs.reduce(0) { $0 + ($1.least > fair ? $1.least : 0) }
    return needs.map { $0.least <= fair ? $0.least : left * $0.least / max(1, large) }
  }
}
