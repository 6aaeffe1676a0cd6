/// A text as a cell of a CSV file. By bytes: a line's end of two bytes is one character, and none of these.
func csvCell(_ text: String) -> String {
  guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
  return "\"\(text.replacing("\"", with: "\"\""))\""
}
