/// Products of matrices, which are nearly all that training a network takes; an adapter brings a library's.
public protocol MatrixMath: Sendable {
  /// Writes left times right. The shapes fit: whoever calls has seen to it.
  ///
  /// - adding: to what the result holds already.
  func multiply(_ left: MatrixFactor, _ right: MatrixFactor, into result: inout Matrix, adding: Bool)
}

/// A matrix as it is, or with its rows taken for columns.
public struct MatrixFactor: Sendable {
  public let matrix: Matrix
  public let isTurned: Bool

  public init(_ matrix: Matrix, turned: Bool = false) { (self.matrix, isTurned) = (matrix, turned) }

  public var rows: Int { isTurned ? matrix.columns : matrix.rows }
  public var columns: Int { isTurned ? matrix.rows : matrix.columns }
}

extension MatrixMath {
  func product(_ left: MatrixFactor, _ right: MatrixFactor) -> Matrix {
    precondition(left.columns == right.rows)
    var result = Matrix(rows: left.rows, columns: right.columns)
    multiply(left, right, into: &result, adding: false)
    return result
  }
}
