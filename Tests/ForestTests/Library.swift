import CXGBoost
import Forest

/// XGBoost's own answers, which ours are held against.
final class Library {
  struct Failure: Error, CustomStringConvertible { let description: String }

  private var handle: BoosterHandle?
  private let featureCount: Int

  init(_ model: [UInt8], featureCount: Int) throws {
    self.featureCount = featureCount
    try Library.check(XGBoosterCreate(nil, 0, &handle))
    try Library.check(XGBoosterSetParam(handle, "nthread", "1"))
    try Library.check(XGBoosterLoadModelFromBuffer(handle, model, bst_ulong(model.count)))
  }

  deinit { XGBoosterFree(handle) }

  static func check(_ status: Int32) throws {
    if status != 0 { throw Failure(description: XGBGetLastError().map { String(cString: $0) } ?? "") }
  }

  private func interface(_ bytes: UnsafeRawBufferPointer) -> String {
    let rows = bytes.count / MemoryLayout<Float>.stride / featureCount
    let address = UInt(bitPattern: bytes.baseAddress)
    return "{\"data\":[\(address),true],\"shape\":[\(rows),\(featureCount)],\"typestr\":\"<f4\",\"version\":3}"
  }

  /// Margins of values in place, which may be infinite.
  func margins(_ rows: [Float]) throws -> [Float] {
    let config =
      #"{"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"cache_id":0,"missing":NaN}"#
    var (shape, dimensions, values): (UnsafePointer<bst_ulong>?, bst_ulong, UnsafePointer<Float>?) = (nil, 0, nil)
    let status = rows.withUnsafeBytes {
      XGBoosterPredictFromDense(handle, interface($0), config, nil, &shape, &dimensions, &values)
    }
    try Library.check(status)
    return Array(UnsafeBufferPointer(start: values, count: rows.count / featureCount))
  }

  /// Answers by way of the library's own matrix: 1 margins, 2 contributions.
  func predict(_ rows: [Float], type: Int) throws -> [Float] {
    var matrix: DMatrixHandle?
    try Library.check(rows.withUnsafeBytes { XGDMatrixCreateFromDense(interface($0), "{\"missing\":NaN}", &matrix) })
    defer { XGDMatrixFree(matrix) }
    let config = #"{"type":\#(type),"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}"#
    var (shape, dimensions, values): (UnsafePointer<bst_ulong>?, bst_ulong, UnsafePointer<Float>?) = (nil, 0, nil)
    try Library.check(XGBoosterPredictFromDMatrix(handle, matrix, config, &shape, &dimensions, &values))
    let count = (0..<Int(dimensions)).reduce(1) { $0 * Int(shape?[$1] ?? 0) }
    return Array(UnsafeBufferPointer(start: values, count: count))
  }

  /// The model in another form: "ubj" or "json".
  func model(as format: String) throws -> [UInt8] {
    var (count, bytes): (bst_ulong, UnsafePointer<CChar>?) = (0, nil)
    try Library.check(XGBoosterSaveModelToBuffer(handle, "{\"format\":\"\(format)\"}", &count, &bytes))
    return Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
  }

  func set(_ name: String, _ value: String) throws { try Library.check(XGBoosterSetParam(handle, name, value)) }
}
