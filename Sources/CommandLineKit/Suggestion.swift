import Diagnostics

/// The name that was probably meant by a mistyped word, or by the beginning of one.
func nearest(_ word: String, among names: [String]) -> String? {
  closestMatch(to: word, among: names) ?? names.first { word.count > 2 && $0.hasPrefix(word) }
}
