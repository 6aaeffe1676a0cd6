import CXGBoost
import Forest

/// A forest that grows, in the library's memory. Keeps its matrices, which the library only points to. Used by one thread at a time.
final class Booster {
  private let handle: BoosterHandle
  private let matrices: [RowMatrix]

  init(_ matrices: [RowMatrix]) throws(TrainingError) {
    self.matrices = matrices
    var made: BoosterHandle?
    let handles: [DMatrixHandle?] = matrices.map(\.handle)
    try libraryCall("beginning a forest", XGBoosterCreate(handles, bst_ulong(handles.count), &made))
    handle = try Self.made(made)
  }

  private init(owning handle: BoosterHandle) { (self.handle, matrices) = (handle, []) }

  deinit { XGBoosterFree(handle) }

  private static func made(_ handle: BoosterHandle?) throws(TrainingError) -> BoosterHandle {
    guard let handle else { throw TrainingError(.trainer, "XGBoost gave no forest; is there memory left?") }
    return handle
  }

  /// The features are written into the model.
  func describe(_ features: [FeatureDescription]) throws(TrainingError) {
    try describeToLibrary(features) { field, texts, count in XGBoosterSetStrFeatureInfo(handle, field, texts, count) }
  }

  func set(_ name: String, _ value: String) throws(TrainingError) {
    try libraryCall("setting \(name) to \(value)", XGBoosterSetParam(handle, name, value))
  }

  func update(round: Int, _ rows: RowMatrix) throws(TrainingError) {
    try libraryCall("growing round \(round + 1)", XGBoosterUpdateOneIter(handle, Int32(round), rows.handle))
  }

  /// The metric on each matrix.
  func evaluate(round: Int) throws(TrainingError) -> [Double] {
    var handles: [DMatrixHandle?] = matrices.map(\.handle)
    var text: UnsafePointer<CChar>?
    // Names without a colon or a tab, which divide the answer.
    let status = "rows".withCString { name in
      var names: [UnsafePointer<CChar>?] = matrices.map { _ in name }
      return XGBoosterEvalOneIter(handle, Int32(round), &handles, &names, bst_ulong(handles.count), &text)
    }
    try libraryCall("measuring round \(round + 1)", status)
    // As in "[0]\trows-auc:0.5\trows-auc:0.75".
    let parts = text.map { String(cString: $0) }?.split(separator: "\t").dropFirst() ?? []
    var metrics: [Double] = []
    for part in parts {
      guard let colon = part.lastIndex(of: ":"), let value = Double(part[part.index(after: colon)...]) else {
        throw TrainingError(
          .trainer, "XGBoost measured round \(round + 1) as \"\(part)\", which is no number; leave out the metric")
      }
      metrics.append(value)
    }
    guard metrics.count == matrices.count else {
      throw TrainingError(
        .trainer, "XGBoost gave \(metrics.count) metrics for \(matrices.count) sets of rows; leave out the metric")
    }
    return metrics
  }

  func firstRounds(_ count: Int) throws(TrainingError) -> Booster {
    var made: BoosterHandle?
    try libraryCall("keeping the first \(count) rounds", XGBoosterSlice(handle, 0, Int32(count), 1, &made))
    return Booster(owning: try Self.made(made))
  }

  /// The model as UBJSON.
  func model() throws(TrainingError) -> [UInt8] {
    var count: bst_ulong = 0
    var bytes: UnsafePointer<CChar>?
    try libraryCall("writing the model", XGBoosterSaveModelToBuffer(handle, "{\"format\": \"ubj\"}", &count, &bytes))
    // They last until the library's next call.
    return Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
  }
}
