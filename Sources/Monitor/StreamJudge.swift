public import Detection
public import Records

/// What is held against a record, and with which rules, baseline and model it was found.
public struct HashedFinding: Sendable {
  public var finding: Finding
  public var hashes: DecisionHashes
  /// What rules and a model in shadow hold against it: it accuses nobody.
  public var isShadow: Bool

  public init(_ finding: Finding, _ hashes: DecisionHashes, isShadow: Bool = false) {
    (self.finding, self.hashes, self.isShadow) = (finding, hashes, isShadow)
  }
}

/// Decides on records as they come, and can be put down and taken up again.
public protocol StreamJudge: AnyObject {
  /// What is flagged, in the records' order.
  func judge(_ batch: RecordBatch) throws -> [HashedFinding]

  /// In how many records of the last batch each rule could not tell, by the rules' names.
  var unknown: [String: Int] { get }

  /// With what is decided now.
  var hashes: DecisionHashes { get }

  /// All that later answers depend on.
  func write(to writer: inout StateWriter)

  /// Takes the place of all that was seen before; what it says a person should know.
  func restore(_ reader: inout StateReader) throws(StateError) -> [String]
}
