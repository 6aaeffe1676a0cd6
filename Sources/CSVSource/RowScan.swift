/// What looking for one row at the front of a buffer came to.
enum RowScan {
  /// The row's fields are in the list; the next row begins at `next`.
  case row(next: Int, lines: Int)
  /// The row does not end within the bytes at hand.
  case needsMore
  /// No row of plain fields: the other scanner has the word.
  case irregular
  /// No row at all. Reading goes on after the first physical line of it.
  case malformed(RowFault)
}

enum RowFault {
  case quoteInsideField
  case quoteNeverClosed
  case tooManyFields
  case tooLong
}
