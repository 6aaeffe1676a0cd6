import RuleLanguage

/// A record as a window keeps it: its time, its place in the sequence, whom it is counted with, and the arguments.
///
/// It is a run of words in a ring, so that a window's records lie side by side.
typealias Entry = UnsafeMutablePointer<Int64>

enum EntryLayout {
  static let time = 0
  static let sequence = 1
  /// Which arguments have a value, a bit each, and above them the number of the keys to be excluded.
  static let marks = 2
  static let arguments = 3
  /// One bit of a half word is left over.
  static let argumentsMax = 31
  /// No key to exclude, or one that is missing.
  static let none: Int32 = -1
}

@inline(__always)
func hasArgument(_ entry: Entry, _ argument: Int) -> Bool { entry[EntryLayout.marks] >> Int64(argument) & 1 == 1 }

@inline(__always)
func excludedKey(_ entry: Entry) -> Int32 { Int32(truncatingIfNeeded: entry[EntryLayout.marks] >> 32) }

/// A result on its way to a lane.
enum AggregateResult {
  case value(Int64)
  case missing
  case insufficient

  @inline(__always)
  init(_ value: Int64?) { self = value.map { .value($0) } ?? .missing }
}
