/// What a model is trained on and what it scores: columns by name, and of each row when it happened and what is known of it.
///
/// A value of this type is sound: its parts are equally long, its numbers finite or missing, its names distinct. Whether there is
/// enough in it to learn from is another question, which `requireLearnable` asks.
public struct TrainingFrame: Sendable {
  public let columns: [FrameColumn]
  /// Microseconds since 1970, in any order.
  public let times: [Int64]
  /// How likely each row is fraud: 0 or 1 where the truth is known, anything between where it is estimated.
  public let labels: [Double]?
  /// Whose record it is, as the card of a payment; the same number for the same one.
  public let entities: [Int32]?
  /// What is at stake, in ten-thousandths of the currency's unit.
  public let amounts: [Int64]?

  public var rowCount: Int { times.count }
  public var names: [String] { columns.map(\.name) }

  /// Refuses what no model could take, and says which row and column it is.
  public init(
    columns: [FrameColumn], times: [Int64], labels: [Double]? = nil, entities: [Int32]? = nil, amounts: [Int64]? = nil
  ) throws(LearningError) {
    (self.columns, self.times, self.labels, self.entities, self.amounts) = (columns, times, labels, entities, amounts)
    try checkShape()
    try checkNames()
    try checkValues()
  }

  /// Rows of a frame that was checked.
  private init(of frame: TrainingFrame, rows: [Int]) {
    columns = frame.columns.map { $0.gathered(rows) }
    times = rows.map { frame.times[$0] }
    labels = frame.labels.map { labels in rows.map { labels[$0] } }
    entities = frame.entities.map { entities in rows.map { entities[$0] } }
    amounts = frame.amounts.map { amounts in rows.map { amounts[$0] } }
  }

  private init(of frame: TrainingFrame, columns: [FrameColumn], labels: [Double]?) {
    (self.columns, self.labels) = (columns, labels)
    (times, entities, amounts) = (frame.times, frame.entities, frame.amounts)
  }

  /// These rows, in this order. Every one of them is a row of the frame.
  public func rows(_ rows: [Int]) -> TrainingFrame { TrainingFrame(of: self, rows: rows) }

  public func column(_ name: String) -> FrameColumn? { columns.first { $0.name == name } }

  /// The columns that are not called so.
  public func dropping(_ names: Set<String>) -> TrainingFrame {
    TrainingFrame(of: self, columns: columns.filter { !names.contains($0.name) }, labels: labels)
  }

  public func labelled(_ labels: [Double]) throws(LearningError) -> TrainingFrame {
    try TrainingFrame.checkLabels(labels, rows: rowCount)
    return TrainingFrame(of: self, columns: columns, labels: labels)
  }

  /// The rows by time; those of one time stay in their order.
  public var rowsByTime: [Int] {
    let isSorted = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    if isSorted { return Array(times.indices) }
    return times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
  }
}
