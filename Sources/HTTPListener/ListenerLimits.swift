/// What clients may cost. The defaults suit a page that a few programs ask for now and then.
public struct ListenerLimits: Hashable, Sendable {
  /// Connections at a time; others wait to be accepted.
  public var connectionCountMax = 256
  /// A request's line and headers, and what the library needs to write the answer's.
  public var requestBytesMax = 16 * 1024
  /// How long a client may take to send a request, to take its answer, and to stay without asking; each anew, and each in all: a
  /// client that sends a byte now and then gains nothing by it.
  public var clientSecondsMax = 10.0
  /// Where all places are taken, whoever has needed longer than this gives way.
  public var clientSecondsMaxWhenFull = 1.0
  /// How long stopping waits for answers that are under way.
  public var stopSecondsMax = 5.0

  public init() {}
}
