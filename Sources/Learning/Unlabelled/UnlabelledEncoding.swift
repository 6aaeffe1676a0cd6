extension FeatureEncoding {
  /// For models that have no labels: numbers stay, few categories get a number each, of many each becomes how common it is.
  public static func unlabelled(_ frame: TrainingFrame, options: Options = Options()) throws(LearningError) -> FeatureEncoding {
    try options.check()
    var taken = Set(frame.names)
    return FeatureEncoding(
      columns: frame.columns.map { column in
        guard case .categories(let codes, let texts) = column.values else {
          return ColumnEncoding(column: column.name, method: .number)
        }
        if let own = ColumnEncoding.ownColumns(codes, texts, options) {
          return ColumnEncoding(column: column.name, method: .oneHot(own), avoiding: &taken)
        }
        return ColumnEncoding(column: column.name, method: .share(shares(codes, texts)))
      })
  }

  /// Only of categories that rows have: another one is missing, which is as odd as it is rare.
  private static func shares(_ codes: [Int32], _ texts: [String]) -> [String: Double] {
    var counts = [Int](repeating: 0, count: texts.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    var shares: [String: Double] = [:]
    for (code, text) in texts.enumerated() where counts[code] > 0 { shares[text] = Double(counts[code]) / Double(codes.count) }
    return shares
  }
}
