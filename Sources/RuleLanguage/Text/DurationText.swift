/// A duration as the language writes it, in the largest unit that measures it whole: `7d`, `90m`.
func durationText(_ microseconds: Int64) -> String {
  let units: [(String, Int64)] = [
    ("w", 604_800_000_000), ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000),
  ]
  // A week is how people say it only where it is two or more.
  for (unit, length) in units
  where microseconds != 0 && microseconds.isMultiple(of: length) && (unit != "w" || microseconds.magnitude > UInt64(length)) {
    return "\(microseconds / length)\(unit)"
  }
  return "\(Double(microseconds) / 1_000_000)s"
}
