/// The name that was probably meant by a mistyped word.
func nearest(_ word: String, among names: [String]) -> String? {
  let limit = max(1, word.count / 3)
  return names.map { ($0, distance(word, $0)) }.filter { $0.1 <= limit || $0.0.hasPrefix(word) && word.count > 2 }
    .min { $0.1 < $1.1 }?.0
}

/// Insertions, deletions, replacements and swaps of neighbours.
private func distance(_ left: String, _ right: String) -> Int {
  let left = Array(left)
  let right = Array(right)
  var rows = [Array(0...right.count)]
  for row in 0..<left.count {
    var current = [row + 1]
    for column in 0..<right.count {
      var best = min(rows[row][column] + (left[row] == right[column] ? 0 : 1), rows[row][column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, rows[row - 1][column - 1] + 1)
      }
      current.append(best)
    }
    rows.append(current)
  }
  return rows[left.count][right.count]
}
