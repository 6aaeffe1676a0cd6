/// Why something is not defined as asked. Definitions are written by a programmer, so this is met while a program is tried for the
/// first time, and never while records flow.
public struct MetricError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case badName, badLabel, badHelp, badBuckets, definedTwice, labelCount, tooManySeries
  }

  public var code: Code
  public var metric: String
  public var message: String

  init(_ code: Code, _ metric: String, _ message: String) { (self.code, self.metric, self.message) = (code, metric, message) }

  public var description: String { "the metric `\(metric)`: \(message)" }
}
