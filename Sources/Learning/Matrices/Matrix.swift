/// Numbers in rows and columns, row by row.
public struct Matrix: Hashable, Sendable, Codable {
  public let rows: Int
  public let columns: Int
  public var values: [Double]

  public init(rows: Int, columns: Int, filledWith value: Double = 0) {
    (self.rows, self.columns) = (rows, columns)
    values = [Double](repeating: value, count: rows * columns)
  }

  public subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }
}
