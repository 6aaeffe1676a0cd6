public import Forest

/// How a frame's columns become the numbers that a model sees. Fitted on the rows that are learned from, kept with the model, and
/// applied to whatever is scored, so that training and scoring cannot differ.
public struct FeatureEncoding: Hashable, Sendable, Codable {
  public struct Options: Hashable, Sendable, Codable {
    /// A column with more categories than this is encoded by the chance of fraud of each.
    public var oneHotCategoriesMax = 12
    /// A category that is seen less often has no column of its own.
    public var oneHotRowsMin = 20
    /// How many rows of the usual chance of fraud each category counts besides its own.
    public var smoothingRows = 20.0
    /// How long after a record its label is known, in microseconds.
    public var labelDelay: Int64 = 0

    public init() {}
  }

  public let columns: [ColumnEncoding]

  init(columns: [ColumnEncoding]) { self.columns = columns }

  /// A number for the model, and where it is from.
  public struct Feature: Hashable, Sendable {
    /// What the model calls it.
    public var name: String
    public var column: String
    /// The category that it stands for, where each has a number of its own.
    public var category: String?
  }

  public var features: [Feature] { columns.flatMap(\.features) }

  public var descriptions: [FeatureDescription] { features.map { FeatureDescription($0.name) } }

  /// An encoding and, encoded by it, the very rows that it was fitted on.
  ///
  /// These rows are not what `rows(of:)` would make of them: a category's chance of fraud is taken for each row from earlier rows
  /// alone. Else a row would see its own label, and a model would learn to read it there.
  public static func fit(_ frame: TrainingFrame, options: Options = Options()) throws(LearningError) -> (
    encoding: FeatureEncoding, rows: EncodedRows
  ) {
    try options.check()
    var encodings: [ColumnEncoding] = []
    var targets: [Int: [Double]] = [:]
    var taken = Set(frame.names)
    for (place, column) in frame.columns.enumerated() {
      switch column.values {
      case .numbers:
        encodings.append(ColumnEncoding(column: column.name, method: .number))
      case .categories(let codes, let texts):
        let own = ColumnEncoding.ownColumns(codes, texts, options)
        if let own {
          encodings.append(ColumnEncoding(column: column.name, method: .oneHot(own), avoiding: &taken))
          continue
        }
        guard let labels = frame.labels else {
          throw LearningError(
            .misfit,
            "column \"\(column.name)\" has too many categories to have a number for each, and the rows have no labels to tell them by; "
              + "leave the column out, or give labels")
        }
        let statistics = TargetStatistics(codes, texts, labels: labels, smoothingRows: options.smoothingRows)
        encodings.append(ColumnEncoding(column: column.name, method: .target(statistics.chances)))
        targets[place] = TargetStatistics.fromEarlierRows(
          codes, categories: texts.count, labels: labels, times: frame.times, order: frame.rowsByTime, options)
      }
    }
    let encoding = FeatureEncoding(columns: encodings)
    return (encoding, try encoding.encoded(frame, targets: targets))
  }

  /// The rows of any frame that has the columns that the encoding was fitted on; others are passed over.
  public func rows(of frame: TrainingFrame) throws(LearningError) -> EncodedRows { try encoded(frame, targets: [:]) }

  private func encoded(_ frame: TrainingFrame, targets: [Int: [Double]]) throws(LearningError) -> EncodedRows {
    try requireColumns(frame)
    let features = descriptions
    var values = [Float](repeating: .nan, count: features.count * frame.rowCount)
    var start = 0
    for (place, encoding) in columns.enumerated() {
      if let column = frame.column(encoding.column) {
        encoding.write(column, known: targets[place], into: &values, start: start, width: features.count)
      }
      start += encoding.features.count
    }
    return EncodedRows(features: features, values: values, rowCount: frame.rowCount)
  }

  /// Refuses a frame that lacks a column or has it as something else; all of them in one error.
  public func requireColumns(_ frame: TrainingFrame) throws(LearningError) {
    var problems: [String] = []
    let missing = columns.map(\.column).filter { frame.column($0) == nil }
    if !missing.isEmpty {
      problems.append(
        "\(missing.count == 1 ? "column" : "columns") \(listed(missing)) \(missing.count == 1 ? "is" : "are") not there")
    }
    for encoding in columns {
      guard let column = frame.column(encoding.column), column.kind != encoding.kind else { continue }
      problems.append(
        "column \"\(encoding.column)\" holds \(column.kind.plural), and the model learned from \(encoding.kind.plural)")
    }
    guard problems.isEmpty else {
      throw LearningError(
        .columns,
        problems.joined(separator: "; ") + "; bring the columns back as they were, or train a model on what there is now")
    }
  }
}

extension FeatureEncoding.Options {
  func check() throws(LearningError) {
    guard oneHotCategoriesMax >= 0, oneHotRowsMin >= 1, smoothingRows > 0, smoothingRows.isFinite, labelDelay >= 0 else {
      throw LearningError(
        .setting,
        "an encoding needs at least 0 categories with a number each, 1 row for each of them, more than 0 rows of smoothing, and a delay "
          + "of 0 or more; it was given \(oneHotCategoriesMax), \(oneHotRowsMin), \(smoothingRows) and \(labelDelay)")
    }
  }
}

extension FrameColumn.Kind {
  var plural: String {
    switch self {
    case .number: "numbers"
    case .category: "categories"
    }
  }
}
