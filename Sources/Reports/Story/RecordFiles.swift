/// Where the records behind a figure lie, from the report's folder on.
public enum RecordFiles {
  public static let folder = "records"
  public static let all = "findings.csv"

  /// Without the ending, of which there are two.
  static func scheme(_ scheme: SchemeFacts) -> String { stem(scheme.key.scheme) }

  static func stem(_ scheme: String) -> String { "\(folder)/\(SchemeFacts.slug(scheme))" }

  /// - shown: what the person is called in the report.
  static func person(_ shown: String) -> String { "\(folder)/person-\(SchemeFacts.slug(shown)).csv" }

  static func time(_ scheme: String, _ span: ReportSpan) -> String { "\(stem(scheme))-in-\(span.name).csv" }

  /// - place: in the report, since two products may be written alike in a file's name.
  static func product(_ scheme: String, _ place: Int, _ name: String) -> String {
    "\(stem(scheme))-product-\(place + 1)-\(SchemeFacts.slug(name)).csv"
  }
}
