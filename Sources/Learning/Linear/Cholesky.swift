enum Cholesky {
  /// What times a symmetric matrix gives these values; nil where the matrix has no direction for it.
  ///
  /// - lower: the matrix row by row, of which only the lower half is read.
  static func solve(_ lower: [Double], _ values: [Double]) -> [Double]? {
    let size = values.count
    var factor = lower
    for row in 0..<size {
      for column in 0...row {
        var sum = factor[row * size + column]
        for place in 0..<column { sum -= factor[row * size + place] * factor[column * size + place] }
        if row == column {
          guard sum > 0, sum.isFinite else { return nil }
          factor[row * size + row] = sum.squareRoot()
        } else {
          factor[row * size + column] = sum / factor[column * size + column]
        }
      }
    }
    var solution = values
    for row in 0..<size {
      for place in 0..<row { solution[row] -= factor[row * size + place] * solution[place] }
      solution[row] /= factor[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for place in row + 1..<max(size, row + 1) { solution[row] -= factor[place * size + row] * solution[place] }
      solution[row] /= factor[row * size + row]
    }
    return solution
  }
}
