/// What changed between two texts, as lines with a sign before them: the form that reviewers know.
public enum LineDifference {
  /// How many lines of context stand around a change.
  static let contextLines = 2

  /// Empty where nothing changed.
  public static func render(from old: String, to new: String, path: String) -> String {
    guard old != new else { return "" }
    let before = old.split(separator: "\n", omittingEmptySubsequences: false)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false)
    var edits: [Edit] = []
    // What is alike at both ends need not be compared line by line.
    var start = 0
    while start < before.count, start < after.count, before[start] == after[start] { start += 1 }
    var end = 0
    while end < before.count - start, end < after.count - start, before[before.count - 1 - end] == after[after.count - 1 - end] {
      end += 1
    }
    let middleBefore = Array(before[start..<before.count - end])
    let middleAfter = Array(after[start..<after.count - end])
    for (index, line) in before[..<start].enumerated() { edits.append(Edit(sign: " ", text: line, old: index, new: index)) }
    edits += changes(middleBefore, middleAfter, start)
    for index in 0..<end {
      let (old, new) = (before.count - end + index, after.count - end + index)
      edits.append(Edit(sign: " ", text: before[old], old: old, new: new))
    }
    return "--- \(path)\n+++ \(path), formatted\n" + hunks(edits)
  }

  private struct Edit {
    var sign: Character
    var text: Substring
    var old: Int
    var new: Int
  }

  private static func changes(_ before: [Substring], _ after: [Substring], _ start: Int) -> [Edit] {
    // The comparison's time grows with the square of the changes; beyond this the two are shown one after the other.
    let comparedMax = 4_000
    var removed: Set<Int> = Set(before.indices)
    var inserted: Set<Int> = Set(after.indices)
    if before.count <= comparedMax, after.count <= comparedMax {
      (removed, inserted) = ([], [])
      for change in after.difference(from: before) {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
      }
    }
    var edits: [Edit] = []
    var (old, new) = (0, 0)
    while old < before.count || new < after.count {
      if old < before.count, removed.contains(old) {
        edits.append(Edit(sign: "-", text: before[old], old: start + old, new: start + new))
        old += 1
      } else if new < after.count, inserted.contains(new) {
        edits.append(Edit(sign: "+", text: after[new], old: start + old, new: start + new))
        new += 1
      } else {
        edits.append(Edit(sign: " ", text: before[old], old: start + old, new: start + new))
        (old, new) = (old + 1, new + 1)
      }
    }
    return edits
  }

  private static func hunks(_ edits: [Edit]) -> String {
    var isShown = [Bool](repeating: false, count: edits.count)
    for (index, edit) in edits.enumerated() where edit.sign != " " {
      for near in max(0, index - contextLines)...min(edits.count - 1, index + contextLines) { isShown[near] = true }
    }
    var text = ""
    for (index, edit) in edits.enumerated() where isShown[index] {
      if index == 0 || !isShown[index - 1] { text += "@@ line \(edit.old + 1) @@\n" }
      text += "\(edit.sign)\(edit.text)\n"
    }
    return text
  }
}
