extension TrainingFrame {
  /// With fewer rows whatever is learned is chance.
  public static let rowsMin = 50

  func checkShape() throws(LearningError) {
    guard !columns.isEmpty else {
      throw LearningError(.misfit, "there are no columns to learn from; declare features, or name columns")
    }
    for column in columns where column.count != rowCount {
      throw LearningError(
        .misfit, "column \"\(column.name)\" has \(column.count) values for \(rowCount) rows; give one for each row")
    }
    for (what, count) in [("entities", entities?.count), ("amounts", amounts?.count)] {
      if let count, count != rowCount {
        throw LearningError(.misfit, "\(count) \(what) for \(rowCount) rows; give one for each row, or none")
      }
    }
    if let labels { try TrainingFrame.checkLabels(labels, rows: rowCount) }
  }

  static func checkLabels(_ labels: [Double], rows: Int) throws(LearningError) {
    guard labels.count == rows else {
      throw LearningError(.misfit, "\(labels.count) labels for \(rows) rows; give one for each row, or none")
    }
    if let row = labels.firstIndex(where: { !(0...1).contains($0) }) {
      throw LearningError(
        .misfit, "row \(row + 1): its label is \(labels[row]); a label is a chance of fraud, from 0 to 1")
    }
  }

  func checkNames() throws(LearningError) {
    var seen: Set<String> = []
    for name in names {
      // What trains writes names into its files and takes no others.
      guard !name.isEmpty, !name.utf8.contains(where: { $0 < 0x20 || "[]<".utf8.contains($0) }) else {
        throw LearningError(.misfit, "the column name \"\(name)\" is empty or has one of [ ] < in it; rename the column")
      }
      guard seen.insert(name).inserted else {
        throw LearningError(.misfit, "two columns are called \"\(name)\"; rename one of them")
      }
    }
  }

  func checkValues() throws(LearningError) {
    for column in columns {
      switch column.values {
      case .numbers(let numbers):
        if let row = numbers.firstIndex(where: \.isInfinite) {
          throw LearningError(
            .misfit,
            "row \(row + 1), column \"\(column.name)\": the value is infinite; leave it out, so that it counts as missing")
        }
      case .categories(let codes, let texts):
        if let row = codes.firstIndex(where: { !(-1..<Int32(clamping: texts.count)).contains($0) }) {
          throw LearningError(
            .misfit,
            "row \(row + 1), column \"\(column.name)\": category \(codes[row]) is none of the \(texts.count) that have a text")
        }
        if Set(texts).count != texts.count {
          throw LearningError(.misfit, "column \"\(column.name)\" has two categories with one text; make them one")
        }
      }
    }
  }

  /// The columns that say the same of every row.
  public var constantColumns: [String] { columns.filter(\.isConstant).map(\.name) }

  /// Refuses what has nothing to teach: too few rows, or a column that never changes; with labels also one class only.
  public func requireLearnable() throws(LearningError) {
    guard rowCount >= TrainingFrame.rowsMin else {
      throw LearningError(
        .tooFew,
        "there are \(rowCount) rows to learn from, and at least \(TrainingFrame.rowsMin) are needed; give a longer history")
    }
    let constant = constantColumns
    guard constant.isEmpty else {
      let verb = constant.count == 1 ? "has one value" : "have one value each"
      throw LearningError(
        .constant,
        "\(listed(constant)) \(verb) in all \(rowCount) rows and cannot tell fraud from the rest; leave out what never changes")
    }
    if labels != nil { try requireBothClasses() }
  }

  /// Refuses labels that say the same of every row, or that leave less than one row in the mean to a class.
  public func requireBothClasses() throws(LearningError) {
    guard let labels else {
      throw LearningError(.misfit, "the rows have no labels; give a truth, verdicts, or labels from the rules' votes")
    }
    let frauds = labels.reduce(0, +)
    guard frauds >= 1 else {
      throw LearningError(
        .oneClass,
        "of \(rowCount) rows not one is known to be fraud, and two classes are needed; give a longer history, or labels with frauds"
      )
    }
    guard Double(rowCount) - frauds >= 1 else {
      throw LearningError(
        .oneClass, "all \(rowCount) rows are known to be fraud, and two classes are needed; give labels with honest rows as well")
    }
    if let first = labels.first, labels.allSatisfy({ $0 == first }) {
      throw LearningError(
        .oneClass, "all \(rowCount) labels are \(first), so nothing tells fraud from the rest; give labels that differ")
    }
  }
}
