import CBLAS
public import Learning

/// Products by OpenBLAS, on one thread: the matrices are small, and the same rows give the same network.
public struct BLASMath: MatrixMath {
  /// The library keeps one number of threads for the whole process; it is set once.
  private static let isReady: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  public init() { _ = Self.isReady }

  public func multiply(_ left: MatrixFactor, _ right: MatrixFactor, into result: inout Matrix, adding: Bool) {
    precondition(left.columns == right.rows && result.rows == left.rows && result.columns == right.columns)
    let (rows, columns) = (blasint(result.rows), blasint(result.columns))
    // The library takes no step of 0 between rows.
    guard rows > 0, columns > 0, left.columns > 0 else {
      if !adding { result = Matrix(rows: result.rows, columns: result.columns) }
      return
    }
    result.values.withUnsafeMutableBufferPointer { values in
      cblas_dgemm(
        CblasRowMajor, left.isTurned ? CblasTrans : CblasNoTrans, right.isTurned ? CblasTrans : CblasNoTrans, rows, columns,
        blasint(left.columns), 1, left.matrix.values, blasint(left.matrix.columns), right.matrix.values,
        blasint(right.matrix.columns), adding ? 1 : 0, values.baseAddress, columns)
    }
  }
}
