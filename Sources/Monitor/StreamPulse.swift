/// When a stream's last record came, to whichever of its monitors.
public final class StreamPulse {
  private var cameAt = ContinuousClock.now
  /// Told once, until something comes again.
  var isSilenceTold = false

  public init() {}

  func came() {
    cameAt = .now
    isSilenceTold = false
  }

  /// For how long nothing has come; nil where that was told.
  func rests() -> Duration? { isSilenceTold ? nil : .now - cameAt }
}
