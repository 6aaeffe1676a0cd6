import Outbox

/// What outboxes have to say, into the monitor's log, and their end.
enum SinkEnding {
  static func tell(_ outboxes: [SinkOutbox], _ log: WatchLog) {
    for outbox in outboxes {
      for notice in outbox.takeNotices() {
        log.say(notice.kind == .plain ? .info : .warning, notice.event, notice.text, [("sink", outbox.sink)])
      }
    }
  }

  /// Sends what waits for so long; the rest stays for the next run.
  static func end(_ outboxes: [SinkOutbox], within seconds: Double, _ log: WatchLog) {
    for outbox in outboxes { outbox.end(within: .seconds(seconds)) }
    for outbox in outboxes { outbox.waitForEnd() }
    tell(outboxes, log)
    for outbox in outboxes {
      let counts = outbox.counts
      guard counts.waiting > 0 || counts.dead > 0 else { continue }
      var parts: [String] = []
      if counts.waiting > 0 { parts.append("\(Words.counted(counts.waiting, "finding")) left for the next run") }
      if counts.dead > 0 { parts.append("\(Words.counted(counts.dead, "dead letter")), see `sheriff sinks list`") }
      log.say(
        .warning, "sink-left", "\(outbox.sink): " + parts.joined(separator: "; "),
        [("sink", outbox.sink), ("waiting", "\(counts.waiting)"), ("dead", "\(counts.dead)")])
    }
  }
}
