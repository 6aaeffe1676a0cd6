extension Forest {
  /// Reads a model that XGBoost saved, as JSON or as UBJSON; which of them is told by how it begins.
  ///
  /// Trees of single answers are taken, boosted or in parallel, with dropout too, splits of numbers and of categories.
  public init(xgboost bytes: [UInt8]) throws(ForestError) {
    let result = bytes.withUnsafeBytes { bytes -> Result<Forest, ForestError> in
      do throws(ForestError) {
        return .success(try Self.read(bytes))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  private static func read(_ bytes: UnsafeRawBufferPointer) throws(ForestError) -> Forest {
    guard let second = bytes.dropFirst().first(where: { !" \t\r\n".utf8.contains($0) }), bytes[0] == UInt8(ascii: "{") else {
      if bytes.starts(with: "binf".utf8) || bytes.starts(with: "bs64".utf8) {
        throw ForestError(.unsupported, offset: 0, "this is XGBoost's old binary form; save the model as .ubj or .json")
      }
      throw ForestError(
        .malformed, offset: 0,
        bytes.isEmpty ? "the file is empty; save the model again" : "this is no model; give a .ubj or .json file")
    }
    // A key in JSON is quoted; in UBJSON its length comes first.
    if second == UInt8(ascii: "\"") || second == UInt8(ascii: "}") {
      var document = JSONDocument(bytes)
      let file = try ModelFile(&document)
      return try file.forest()
    }
    var document = UBJDocument(bytes)
    let file = try ModelFile(&document)
    return try file.forest()
  }
}
