import CXGBoost
import Forest

/// Tells the library names and types of features.
///
/// - set: the library's call, with a field, texts and their number.
func describeToLibrary(
  _ features: [FeatureDescription],
  _ set: (_ field: String, _ texts: UnsafeMutablePointer<UnsafePointer<CChar>?>, _ count: bst_ulong) -> Int32
) throws(TrainingError) {
  for (field, texts) in [
    ("feature_name", features.map(\.name)), ("feature_type", features.map { $0.kind == .categorical ? "c" : "float" }),
  ] {
    // One block of bytes, so that every pointer into it is good for the whole call.
    var bytes: [CChar] = []
    let starts = texts.map { text in
      defer { bytes += text.utf8CString }
      return bytes.count
    }
    let status = bytes.withUnsafeBufferPointer { bytes in
      var pointers = starts.map { start in bytes.baseAddress.map { $0 + start } }
      return set(field, &pointers, bst_ulong(pointers.count))
    }
    try libraryCall("reading the features' names and types", status)
  }
}
