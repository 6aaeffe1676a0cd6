import Records

extension TimeSplit {
  static func text(_ times: Range<Int64>) -> String { "\(text(times.lowerBound)) and \(text(times.upperBound))" }

  static func text(_ time: Int64) -> String { Instant(microseconds: time).description }
}
