/// Records that go on coming: a file that is written, a table that fills, a log. Pulled by one owner.
public protocol FollowedSource: AnyObject {
  var schema: Schema { get }
  var symbols: SymbolTable { get }

  /// The next batch; nil where there is no more yet.
  func next() throws(SourceError) -> RecordBatch?

  /// Whether more is known to be there that is not to be read yet.
  var isExpectingMore: Bool { get }

  /// Comes back when there may be more, or after so long.
  func wait(_ limit: Duration)

  /// Where reading goes on behind the records that were handed over, in the source's own words.
  func place() throws(SourceError) -> [UInt8]

  /// Goes on from a place that was kept; before anything was read.
  func resume(at place: [UInt8]) throws(SourceError)

  /// What lies before the place is kept by whoever follows, and need not be there again.
  func confirm(_ place: [UInt8]) throws(SourceError)

  /// Asked every few seconds where nothing is read for a while: a server gives up whom it does not hear of.
  func showLife()

  /// What is left where nothing more will come, such as a last row without an end. The place stays before it, so that whoever
  /// goes on another time reads it again, by then perhaps whole.
  func remainder() throws(SourceError) -> [RecordBatch]

  /// What happened besides records since this was last asked.
  func takeNotices() -> [SourceNotice]
}

extension FollowedSource {
  public var isExpectingMore: Bool { false }
  public func confirm(_ place: [UInt8]) throws(SourceError) {}
  public func showLife() {}
  public func remainder() throws(SourceError) -> [RecordBatch] { [] }
}

/// What happened to a source that a person should know.
public struct SourceNotice: Hashable, Sendable {
  public enum Kind: String, Sendable {
    /// As it should be: a file was rotated, a new one begins.
    case plain
    /// Odd, and nothing is lost.
    case odd
    /// Records may never be seen.
    case loss
  }

  public var kind: Kind
  public var source: String
  public var text: String

  public init(_ kind: Kind, source: String, _ text: String) { (self.kind, self.source, self.text) = (kind, source, text) }
}

/// Records of one text that may still grow, and that can be read from its middle.
public protocol ResumableRecords: RecordSource {
  /// Numbers rows, and the next text's lines behind its header where a line is given, as if those before had been read.
  func begin(atRow row: Int64, line: Int?)

  var position: SourcePosition { get }

  /// How many bytes of the open text come before its first record, such as a header; nil where that is not known yet.
  var leadBytes: Int64? { get }

  /// Bytes of the open text that are consumed, its lead among them.
  var consumedBytes: Int64 { get }
}
