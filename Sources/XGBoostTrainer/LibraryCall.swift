import CXGBoost
import Forest

/// Makes a call of the library's an error in our words when it fails, with the first line of its own.
///
/// - doing: as in "reading the training rows".
func libraryCall(_ doing: String, _ status: Int32) throws(TrainingError) {
  if status != 0 { throw libraryError(doing) }
}

private func libraryError(_ doing: String) -> TrainingError {
  // The text belongs to the thread that failed, and lasts until its next call. A stack trace follows the first lines.
  let text = XGBGetLastError().map { String(cString: $0) } ?? ""
  var lines = text.split(separator: "\n", omittingEmptySubsequences: true).prefix { !$0.hasPrefix("Stack trace") }
  if let first = lines.first, first.hasPrefix("["), let end = first.firstRange(of: "] ")?.upperBound {
    // A time and a place in the library's source.
    let rest = first[end...]
    lines[lines.startIndex] = rest.firstRange(of: ": ").map { rest[$0.upperBound...] } ?? rest
  }
  let words = lines.joined(separator: " ")
  return TrainingError(
    .trainer,
    "XGBoost failed while \(doing): \(words.isEmpty ? "it does not say why" : words); change the data or the parameters that it names"
  )
}
