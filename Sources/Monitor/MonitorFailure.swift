import Records

/// Why a monitor cannot go on by itself: what happened, and what to do next.
public struct MonitorFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// What an earlier run kept cannot be read.
    case damaged
    /// What was judged was refused for good.
    case undeliverable
    /// Another monitor has gone on with the same work, which is its own from then on.
    case overtaken
  }

  public var code: Code
  public var message: String
  public var advice: [String]

  public init(_ code: Code, _ message: String, advice: [String] = []) {
    (self.code, self.message, self.advice) = (code, message, advice)
  }

  init(_ failure: DeliveryFailure) {
    self.init(failure.isOvertaken ? .overtaken : .undeliverable, failure.message, advice: failure.advice)
  }

  public var description: String { ([message] + advice).joined(separator: "; ") }
}

/// Names a state's bytes in the store, so that another's, or half of them, are told.
struct StateDigest {
  var text: String

  init(_ bytes: [UInt8]) {
    text = "state of \(bytes.count) bytes, checksum \(String(UInt64(bitPattern: WordChecksum.of(bytes)), radix: 16))"
  }
}
