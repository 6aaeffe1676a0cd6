import CXGBoost

/// XGBoost's own library, on one thread.
final class Peer {
  private var handle: BoosterHandle?
  private let featureCount: Int

  init(_ model: [UInt8], featureCount: Int) {
    self.featureCount = featureCount
    check(XGBoosterCreate(nil, 0, &handle))
    check(XGBoosterSetParam(handle, "nthread", "1"))
    check(XGBoosterLoadModelFromBuffer(handle, model, bst_ulong(model.count)))
  }

  deinit { XGBoosterFree(handle) }

  private func check(_ status: Int32) {
    precondition(status == 0, XGBGetLastError().map { String(cString: $0) } ?? "")
  }

  private func interface(_ rows: UnsafeBufferPointer<Float>) -> String {
    let address = UInt(bitPattern: rows.baseAddress)
    return
      "{\"data\":[\(address),true],\"shape\":[\(rows.count / featureCount),\(featureCount)],\"typestr\":\"<f4\",\"version\":3}"
  }

  /// The margins of values in place; the memory is the library's, until its next call.
  func inPlace(_ rows: UnsafeBufferPointer<Float>) -> UnsafePointer<Float>? {
    let config =
      #"{"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"cache_id":0,"missing":NaN}"#
    var (shape, dimensions, values): (UnsafePointer<bst_ulong>?, bst_ulong, UnsafePointer<Float>?) = (nil, 0, nil)
    check(XGBoosterPredictFromDense(handle, interface(rows), config, nil, &shape, &dimensions, &values))
    return values
  }

  /// Answers by way of a matrix that is made for them: 1 margins, 2 contributions.
  func matrix(_ rows: UnsafeBufferPointer<Float>, type: Int) -> UnsafePointer<Float>? {
    var matrix: DMatrixHandle?
    check(XGDMatrixCreateFromDense(interface(rows), "{\"missing\":NaN,\"nthread\":1}", &matrix))
    defer { XGDMatrixFree(matrix) }
    let config = #"{"type":\#(type),"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}"#
    var (shape, dimensions, values): (UnsafePointer<bst_ulong>?, bst_ulong, UnsafePointer<Float>?) = (nil, 0, nil)
    check(XGBoosterPredictFromDMatrix(handle, matrix, config, &shape, &dimensions, &values))
    return values
  }

  func model(as format: String) -> [UInt8] {
    var (count, bytes): (bst_ulong, UnsafePointer<CChar>?) = (0, nil)
    check(XGBoosterSaveModelToBuffer(handle, "{\"format\":\"\(format)\"}", &count, &bytes))
    return Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
  }
}
