/// Equations `Σ quantity · price = total`, a few of them wrong, and their robust solution.
///
/// Least absolute residuals through reweighted least squares: equations that an honest price list cannot bear lose their
/// weight, so that a falsified order does not bend the prices of its products.
struct PriceSystem {
  private(set) var offsets: [Int] = [0]
  private(set) var unknowns: [Int32] = []
  private(set) var quantities: [Double] = []
  private(set) var totals: [Double] = []
  let unknownCount: Int

  init(unknownCount: Int) { self.unknownCount = unknownCount }

  var count: Int { totals.count }

  mutating func append(_ terms: [(unknown: Int32, quantity: Double)], total: Double) {
    for term in terms {
      unknowns.append(term.unknown)
      quantities.append(term.quantity)
    }
    totals.append(total)
    offsets.append(unknowns.count)
  }

  func solve() -> [Double] {
    var solution = [Double](repeating: 0, count: unknownCount)
    var weights = [Double](repeating: 1, count: count)
    // From a coarse notion of "wrong" to a fine one. Absolute residuals find the neighbourhood; then weights fall with
    // the square, so that of two prices for one product the more frequent one wins at once and not by halves.
    var floor = 10.0
    for round in 0..<16 {
      solution = weightedSolution(weights, near: solution)
      for equation in 0..<count {
        let distance = max(residual(equation, solution).magnitude, floor)
        weights[equation] = round < 5 ? 1 / distance : floor / (distance * distance)
      }
      floor = max(floor / 4, 1e-5)
    }
    return solution
  }

  func residual(_ equation: Int, _ solution: [Double]) -> Double {
    var sum = totals[equation]
    for term in offsets[equation]..<offsets[equation + 1] { sum -= quantities[term] * solution[Int(unknowns[term])] }
    return sum
  }

  /// Normal equations by Cholesky, refined until residuals no longer shrink. A hair on the diagonal keeps products that
  /// nothing determines from breaking the others.
  private func weightedSolution(_ weights: [Double], near start: [Double]) -> [Double] {
    let size = unknownCount
    var matrix = [Double](repeating: 0, count: size * size)
    for equation in 0..<count {
      for row in offsets[equation]..<offsets[equation + 1] {
        let weighted = quantities[row] * weights[equation]
        for column in offsets[equation]..<offsets[equation + 1] where unknowns[column] <= unknowns[row] {
          matrix[Int(unknowns[row]) * size + Int(unknowns[column])] += weighted * quantities[column]
        }
      }
    }
    for index in 0..<size { matrix[index * size + index] += 1e-9 * (1 + matrix[index * size + index]) }
    factor(&matrix)
    var solution = start
    for _ in 0..<4 {
      var right = [Double](repeating: 0, count: size)
      for equation in 0..<count {
        let weighted = residual(equation, solution) * weights[equation]
        for term in offsets[equation]..<offsets[equation + 1] { right[Int(unknowns[term])] += quantities[term] * weighted }
      }
      substitute(matrix, &right)
      for index in 0..<size { solution[index] += right[index] }
    }
    return solution
  }

  private func factor(_ matrix: inout [Double]) {
    let size = unknownCount
    matrix.withUnsafeMutableBufferPointer { matrix in
      for row in 0..<size {
        for column in 0...row {
          var sum = matrix[row * size + column]
          for index in 0..<column { sum -= matrix[row * size + index] * matrix[column * size + index] }
          matrix[row * size + column] = row == column ? max(sum, 1e-18).squareRoot() : sum / matrix[column * size + column]
        }
      }
    }
  }

  private func substitute(_ matrix: [Double], _ right: inout [Double]) {
    let size = unknownCount
    for row in 0..<size {
      var sum = right[row]
      for column in 0..<row { sum -= matrix[row * size + column] * right[column] }
      right[row] = sum / matrix[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      var sum = right[row]
      for column in row + 1..<max(size, row + 1) { sum -= matrix[column * size + row] * right[column] }
      right[row] = sum / matrix[row * size + row]
    }
  }
}
