import Records

extension LearnSettings {
  /// The file that labels are from, where they are from one.
  func labelFile() throws -> TruthFile? {
    guard case .file(let path) = source else { return nil }
    return try TruthFile(path, .usDollar)
  }
}
