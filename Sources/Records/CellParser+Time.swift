extension CellParser {
  /// ISO 8601: `2016-08-27`, `2016-08-27 14:30`, `2016-08-27T14:30:00.123+0200`. Without a zone it is UTC. Microseconds;
  /// further digits of the fraction are cut.
  @inline(__always)
  public static func time(_ cell: Cell) -> Int64? {
    guard cell.count >= 10, cell[4] == UInt8(ascii: "-"), cell[7] == UInt8(ascii: "-"),
      let year = digits(cell, 0, 4), let month = digits(cell, 5, 2), let day = digits(cell, 8, 2),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let midnight = date.daysSince1970 * Instant.microsecondsPerDay
    return cell.count == 10 ? midnight : timeOfDay(cell).map { midnight + $0 }
  }

  private static func timeOfDay(_ cell: Cell) -> Int64? {
    guard cell.count >= 16, cell[10] | 0x20 == UInt8(ascii: "t") || cell[10] == UInt8(ascii: " "), cell[13] == UInt8(ascii: ":"),
      let hour = digits(cell, 11, 2), let minute = digits(cell, 14, 2), hour < 24, minute < 60
    else { return nil }
    var index = 16
    var microseconds = Int64(hour * 3600 + minute * 60) * Instant.microsecondsPerSecond
    if index < cell.count, cell[index] == UInt8(ascii: ":") {
      guard let second = digits(cell, index + 1, 2), second < 60 else { return nil }
      microseconds += Int64(second) * Instant.microsecondsPerSecond
      index += 3
      if index < cell.count, cell[index] == UInt8(ascii: ".") || cell[index] == UInt8(ascii: ",") {
        index += 1
        let start = index
        var weight: Int64 = 100_000
        while index < cell.count, cell[index] &- UInt8(ascii: "0") < 10 {
          microseconds += Int64(cell[index] &- UInt8(ascii: "0")) * weight
          weight /= 10
          index += 1
        }
        guard index > start, index - start <= 9 else { return nil }
      }
    }
    return zoneOffset(cell, from: index).map { microseconds - $0 }
  }

  /// Microseconds east of UTC of what is left of the cell: nothing, `Z`, `+02`, `+0200` or `+02:00`.
  private static func zoneOffset(_ cell: Cell, from start: Int) -> Int64? {
    let left = cell.count - start
    if left == 0 || (left == 1 && cell[start] | 0x20 == UInt8(ascii: "z")) { return 0 }
    guard left == 3 || left == 5 || (left == 6 && cell[start + 3] == UInt8(ascii: ":")),
      cell[start] == UInt8(ascii: "+") || cell[start] == UInt8(ascii: "-"), let hours = digits(cell, start + 1, 2),
      let minutes = left == 3 ? 0 : digits(cell, cell.count - 2, 2), hours <= 18, minutes < 60
    else { return nil }
    let offset = Int64(hours * 3600 + minutes * 60) * Instant.microsecondsPerSecond
    return cell[start] == UInt8(ascii: "-") ? -offset : offset
  }

  @inline(__always)
  private static func digits(_ cell: Cell, _ start: Int, _ count: Int) -> Int? {
    guard start + count <= cell.count else { return nil }
    var value = 0
    for index in start..<start + count {
      let digit = cell[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }
}
