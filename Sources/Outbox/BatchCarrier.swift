/// Brings batches to where they belong. Called from one thread, which may wait.
public protocol BatchCarrier: AnyObject, Sendable {
  /// - isEnded: whether nobody waits for the outcome any more; asked now and then.
  func carry(_ batch: OutboxBatch, isEnded: @escaping @Sendable () -> Bool) -> CarriedOutcome
}

/// What became of a batch.
public enum CarriedOutcome: Hashable, Sendable {
  case delivered
  /// It may work later; not before so long, where the receiver says so.
  case failed(String, after: Duration? = nil)
  /// The receiver will never take it.
  case refused(String)
  /// Nobody waited any longer, and what became of it is not known.
  case abandoned
}
