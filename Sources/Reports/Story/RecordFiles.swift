/// Where the records behind a figure lie, from the report's folder on.
public enum RecordFiles {
  public static let folder = "records"
  public static let all = "findings.csv"

  static func scheme(_ scheme: SchemeFacts) -> String { "\(folder)/\(SchemeFacts.slug(scheme.key.scheme))" }

  /// - shown: what the person is called in the report.
  static func person(_ shown: String) -> String { "\(folder)/person-\(SchemeFacts.slug(shown)).csv" }
}
