import Foundation
import Outbox
import Records
import Synchronization
import TestSupport

/// Takes batches as it is told to, and remembers them.
final class TestReceiver: BatchCarrier {
  private let outcomes: Mutex<[CarriedOutcome]>
  private let batches = Mutex<[OutboxBatch]>([])
  private let isHanging: Bool

  /// - outcomes: of the first attempts; what comes later is delivered.
  init(_ outcomes: [CarriedOutcome] = [], isHanging: Bool = false) {
    self.outcomes = Mutex(outcomes)
    self.isHanging = isHanging
  }

  /// Every attempt, also those that failed.
  var attempts: [OutboxBatch] { batches.withLock { $0 } }

  func carry(_ batch: OutboxBatch, isEnded: @escaping @Sendable () -> Bool) -> CarriedOutcome {
    batches.withLock { $0.append(batch) }
    if isHanging { return Waiting.holds(isEnded) ? .abandoned : .failed("nobody ended it within a minute") }
    return outcomes.withLock { $0.isEmpty ? .delivered : $0.removeFirst() }
  }
}

/// A folder of this test's own, gone with it.
final class TestFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "sheriff-outbox-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func read(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

  func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)")) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

func lines(_ numbers: ClosedRange<Int>) -> [OutboxLine] {
  numbers.map {
    OutboxLine(identity: "finding \($0)", came: Instant(microseconds: Int64($0) * 1_000_000), json: "{\"n\":\($0)}")
  }
}

func outbox(
  _ folder: TestFolder, _ receiver: TestReceiver, attempts: Int = 12, fileBytes: Int64 = 64 << 20
) throws -> SinkOutbox {
  try SinkOutbox(
    folder: folder.path, sink: "test", carrier: receiver,
    pacing: RetryPacing(attemptsMax: attempts, first: .milliseconds(2), longest: .milliseconds(4)), fileBytes: fileBytes,
    now: { Instant(microseconds: 1_790_000_000_500_000) })
}

extension SinkOutbox {
  /// Sends all that waits, and ends.
  func sendAll() {
    start()
    _ = Waiting.holds { counts.waiting == 0 }
    end(within: .seconds(5))
    waitForEnd()
  }
}
