/// A text as a cell of a CSV file. By bytes: a line's end of two bytes is one character, and none of these.
func csvCell(_ text: String) -> String {
  guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
  var cell = "\""
  for (index, part) in text.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false).enumerated() {
    if index > 0 { cell += "\"\"" }
    cell += Substring(part)
  }
  return cell + "\""
}
