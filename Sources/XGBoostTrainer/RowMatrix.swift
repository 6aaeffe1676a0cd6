import CXGBoost
import Forest

/// Rows as the library holds them. It copies, so nothing of ours has to stay. Used by one thread at a time.
final class RowMatrix {
  let name: String
  let handle: DMatrixHandle

  init(_ rows: TrainingSet, name: String, threads: Int) throws(TrainingError) {
    self.name = name
    var made: DMatrixHandle?
    let status = rows.values.withUnsafeBytes { bytes in
      XGDMatrixCreateFromDense(Self.interface(bytes, rows), "{\"missing\": NaN, \"nthread\": \(threads)}", &made)
    }
    try libraryCall("reading the \(name) rows", status)
    guard let made else { throw TrainingError(.trainer, "XGBoost gave no matrix for the \(name) rows; is there memory left?") }
    handle = made
    try describe(rows)
  }

  deinit { XGDMatrixFree(handle) }

  /// The values' address and shape, in the form of NumPy's array interface.
  private static func interface(_ bytes: UnsafeRawBufferPointer, _ rows: TrainingSet) -> String {
    let width = MemoryLayout<Float>.stride
    let strides =
      switch rows.layout {
      case .rowMajor: "\(rows.features.count * width), \(width)"
      case .columnMajor: "\(width), \(rows.rowCount * width)"
      }
    let address = UInt(bitPattern: bytes.baseAddress)
    return """
      {"data": [\(address), true], "shape": [\(rows.rowCount), \(rows.features.count)], "strides": [\(strides)], \
      "typestr": "<f4", "version": 3}
      """
  }

  private func describe(_ rows: TrainingSet) throws(TrainingError) {
    try setFloats("label", rows.labels)
    if let weights = rows.weights { try setFloats("weight", weights) }
    try describeToLibrary(rows.features) { field, texts, count in XGDMatrixSetStrFeatureInfo(handle, field, texts, count) }
  }

  private func setFloats(_ field: String, _ values: [Float]) throws(TrainingError) {
    let status = XGDMatrixSetFloatInfo(handle, field, values, bst_ulong(values.count))
    try libraryCall("reading the \(field)s of the \(name) rows", status)
  }
}
