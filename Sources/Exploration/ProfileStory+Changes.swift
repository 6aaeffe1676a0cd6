import Records

/// Prices that became others: those that look altered, and those that a company would make.
extension ProfileStory {
  private static let changesShownMax = 200

  func changes(_ lessons: Lessons) -> [Section] {
    let altered = lessons.changes.filter(\.isAltered)
    let honest = lessons.changes.filter { !$0.isAltered }
    return [
      changes(
        "Prices that look altered",
        "These fell from a day on while the product's cost stayed, in list and charge alike. Ask who lowered them.", altered),
      changes("Changed prices", "These moved with the product's cost, or rose.", honest),
    ].compactMap { $0 }
  }

  private func changes(_ title: String, _ text: String, _ changes: [Lessons.Change]) -> Section? {
    guard !changes.isEmpty else { return nil }
    let rows = changes.prefix(ProfileStory.changesShownMax).map { change -> [Cell] in
      [
        .text(change.product), .text(change.from), .number(change.before.description), .number(change.price.description),
      ]
    }
    return Section(
      title: title, text: text,
      table: Table(header: ["product", "since", "price before", "price"], rows: Array(rows), rowsInAll: changes.count))
  }
}
