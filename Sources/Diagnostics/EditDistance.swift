/// How many insertions, deletions, replacements and swaps of neighbours part two words.
public func editDistance(_ left: String, _ right: String) -> Int {
  let left = Array(left.unicodeScalars)
  let right = Array(right.unicodeScalars)
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1]
    for column in 0..<right.count {
      let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
      var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforePrevious[column - 1] + 1)
      }
      current.append(best)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[right.count]
}

/// The name that was probably meant: close enough for its length, and the first of the closest.
public func closestMatch(to word: String, among names: some Sequence<String>) -> String? {
  let limit = max(1, word.unicodeScalars.count / 3)
  var best: (name: String, distance: Int)?
  let length = word.unicodeScalars.count
  for name in names where name != word {
    // Names of another length are too far away without a look at their letters.
    if abs(name.unicodeScalars.count - length) > limit { continue }
    let distance = name.lowercased() == word.lowercased() ? 0 : editDistance(word, name)
    if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
  }
  return best?.name
}
