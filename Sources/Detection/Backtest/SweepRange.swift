/// `deepest=5%..40%:5%`: a param, and the values to try, each as a rule file writes it.
public struct SweepRange: Hashable, Sendable {
  public struct Malformed: Error, Sendable {
    public let reason: String
  }

  public let param: String
  /// `%`, a duration's unit, or nothing.
  public let unit: String
  public let values: [String]

  public static let valuesMax = 1_000
  private static let placesMax = 9
  private static let units = ["", "%", "s", "m", "h", "d", "w", "mo", "y"]

  public init(_ text: String) throws(Malformed) {
    let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard sides.count == 2 else { throw Malformed(reason: "expected a param, `=` and its values") }
    param = sides[0].filter { $0 != " " }
    let parts = sides[1].split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Malformed(reason: "expected `:` and the step behind the values' range") }
    let bounds = parts[0].components(separatedByDots: ())
    guard bounds.count == 2 else { throw Malformed(reason: "expected two values with `..` between them") }
    let numbers = try [bounds[0], bounds[1], parts[1]].map { (text) throws(Malformed) in try Number(text) }
    guard Set(numbers.map(\.unit)).count == 1 else {
      throw Malformed(reason: "the two values and the step are of different units")
    }
    unit = numbers[0].unit
    let places = numbers.map(\.places).max() ?? 0
    let scaled = try numbers.map { (number) throws(Malformed) in try number.scaled(to: places) }
    guard scaled[2] > 0 else { throw Malformed(reason: "the step has to be above zero") }
    guard scaled[1] >= scaled[0] else { throw Malformed(reason: "the second value lies below the first") }
    guard (scaled[1] - scaled[0]) / scaled[2] < Int64(SweepRange.valuesMax) else {
      throw Malformed(reason: "these are more than \(SweepRange.valuesMax) values")
    }
    let unit = unit
    values = stride(from: scaled[0], through: scaled[1], by: Int64.Stride(scaled[2])).map {
      SweepRange.text($0, places: places) + unit
    }
  }

  private static func text(_ value: Int64, places: Int) -> String {
    var digits = String(value.magnitude)
    if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
    let whole = digits.dropLast(places)
    return (value < 0 ? "-" : "") + whole + (places > 0 ? "." + digits.suffix(places) : "")
  }

  private struct Number {
    var digits: String
    var places: Int
    var isNegative: Bool
    var unit: String

    init(_ text: String) throws(Malformed) {
      let clean = text.filter { $0 != " " && $0 != "_" }
      isNegative = clean.hasPrefix("-")
      let number = clean.drop { $0 == "-" }.prefix { ("0"..."9").contains($0) || $0 == "." }
      unit = String(clean.dropFirst(number.count + (isNegative ? 1 : 0)))
      let parts = number.split(separator: ".", omittingEmptySubsequences: false)
      guard let first = parts.first, !first.isEmpty, parts.count <= 2, parts.last?.isEmpty == false,
        clean.count == number.count + unit.count + (isNegative ? 1 : 0)
      else { throw Malformed(reason: "`\(text)` is no number") }
      guard SweepRange.units.contains(unit) else { throw Malformed(reason: "`\(unit)` is no unit of a rule's numbers") }
      digits = parts.joined()
      places = parts.count == 2 ? parts[1].count : 0
      guard places <= SweepRange.placesMax else {
        throw Malformed(reason: "`\(text)` has more than \(SweepRange.placesMax) places")
      }
    }

    func scaled(to wanted: Int) throws(Malformed) -> Int64 {
      guard let value = Int64(digits + String(repeating: "0", count: wanted - places)), value < 1 << 60 else {
        throw Malformed(reason: "`\(digits)` is too large")
      }
      return isNegative ? -value : value
    }
  }
}

extension String {
  /// What stands around the first `..`.
  fileprivate func components(separatedByDots: Void) -> [String] {
    guard let range = firstRange(of: "..") else { return [self] }
    return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
  }
}
