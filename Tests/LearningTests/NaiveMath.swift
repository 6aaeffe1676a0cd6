import Learning

/// Products as they are defined.
struct NaiveMath: MatrixMath {
  func multiply(_ left: MatrixFactor, _ right: MatrixFactor, into result: inout Matrix, adding: Bool) {
    for row in 0..<result.rows {
      for column in 0..<result.columns {
        var sum = adding ? result[row, column] : 0
        for place in 0..<left.columns {
          let one = left.isTurned ? left.matrix[place, row] : left.matrix[row, place]
          let other = right.isTurned ? right.matrix[column, place] : right.matrix[place, column]
          sum += one * other
        }
        result[row, column] = sum
      }
    }
  }
}
