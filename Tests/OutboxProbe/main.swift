import Foundation
import Outbox
import Records

// An outbox whose receiver is a file: told from outside to take findings, killed at any moment, begun again.
//
//     OutboxProbe FOLDER RECEIVED FROM TO
//
// Adds the findings with these numbers, a few at a time, and sends them. What the receiver took stands in RECEIVED, a batch a line:
// its digest, and its findings' numbers.

/// Takes a batch by one write, so that it is there whole or not at all, and fails now and then.
final class FileReceiver: BatchCarrier {
  let path: String

  init(path: String) { self.path = path }

  func carry(_ batch: OutboxBatch, isEnded: @escaping @Sendable () -> Bool) -> CarriedOutcome {
    usleep(UInt32.random(in: 0...2_000))
    if Int.random(in: 0..<10) == 0 { return .failed("a whim") }
    let line = batch.digest + " " + batch.lines.map { String($0.json.dropFirst(5).dropLast()) }.joined(separator: ",") + "\n"
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    defer { close(descriptor) }
    let bytes = Array(line.utf8)
    return write(descriptor, bytes, bytes.count) == bytes.count ? .delivered : .failed("no room")
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let first = Int(arguments[3]), let last = Int(arguments[4]) else { exit(64) }
do {
  let outbox = try SinkOutbox(
    folder: arguments[1], sink: "probe", carrier: FileReceiver(path: arguments[2]),
    pacing: RetryPacing(attemptsMax: 1000, first: .milliseconds(2), longest: .milliseconds(4)), fileBytes: 3_000,
    now: { Instant(microseconds: 0) })
  outbox.start()
  print("started")
  fflush(nil)
  var next = first
  while next <= last {
    let end = min(last, next + Int.random(in: 0..<40))
    try outbox.append(
      (next...end).map { OutboxLine(identity: "finding \($0)", came: Instant(microseconds: 1), json: "{\"n\":\($0)}") })
    next = end + 1
    usleep(UInt32.random(in: 0...3_000))
  }
  while outbox.counts.waiting > 0 { usleep(1_000) }
  outbox.end(within: .seconds(5))
  outbox.waitForEnd()
  print("done \(outbox.counts.sent) \(outbox.counts.dead)")
} catch {
  print("failed: \(error)")
  exit(1)
}
