public import Alerts
public import Records

/// Where findings go besides the store. What is delivered again, after a failure or a crash, changes nothing.
public protocol FindingSink: AnyObject {
  var name: String { get }
  /// Whether it takes what is held in shadow, and nothing else.
  var isOfShadow: Bool { get }
  func deliver(_ findings: [HashedFinding]) throws(DeliveryFailure)
}

extension FindingSink {
  public var isOfShadow: Bool { false }
}

/// Where rows that are no records are kept.
public protocol RejectKeeper: AnyObject {
  /// Which keeping a mark is of: rows that are kept elsewhere, as on another machine, are not let go of by it.
  var place: String { get }
  /// How much is kept by now; a crash may have kept more than was known.
  var mark: Int64 { get }
  func keep(_ rejects: [RejectedRecord]) throws(DeliveryFailure)
  /// Lets go of what was kept since a mark: it comes again.
  func rewind(to mark: Int64) throws(DeliveryFailure)
}

/// Where the monitor's memory lies between two runs, each under its number.
public protocol StateKeeper: AnyObject {
  /// Whole, and on the disk when it comes back.
  ///
  /// - digest: tells these bytes from what another monitor may have kept under the same number.
  func save(_ bytes: [UInt8], as number: Int64, digest: String) throws(DeliveryFailure)
  /// Nil where there is none.
  func load(_ number: Int64, digest: String) throws(DeliveryFailure) -> [UInt8]?
  func removeAll(except kept: Set<Int64>)
}

/// Why something could not be delivered or kept by now. It is tried again, unless that can change nothing.
public struct DeliveryFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public var message: String
  public var advice: [String]
  public var isRetriable: Bool
  /// Another monitor has gone on with the same work.
  public var isOvertaken: Bool

  public init(_ message: String, advice: [String] = [], isRetriable: Bool = true, isOvertaken: Bool = false) {
    (self.message, self.advice, self.isRetriable, self.isOvertaken) = (message, advice, isRetriable, isOvertaken)
  }

  public var description: String { ([message] + advice).joined(separator: "; ") }
}

extension DeliveryFailure {
  /// A store that is busy, full or away will be there again; one that refuses will refuse again.
  public init(_ error: AlertError) {
    let isRetriable = [.busy, .full, .unwritable, .missing, .unavailable].contains(error.code)
    self.init(error.message, advice: error.advice, isRetriable: isRetriable, isOvertaken: error.code == .outdated)
  }
}

/// Moments of a run at which a test may end it.
public enum MonitorPoint: String, CaseIterable, Sendable {
  case afterRead = "after-read"
  case betweenPages = "between-pages"
  case afterStore = "after-store"
  case afterSinks = "after-sinks"
  case beforeRename = "before-rename"
  case afterRename = "after-rename"
  case afterCheckpoint = "after-checkpoint"
  case duringRestore = "during-restore"
}
