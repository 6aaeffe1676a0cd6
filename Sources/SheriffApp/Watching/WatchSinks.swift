import CommandLineKit
import Detection
import Files
import Foundation
import Monitor
import Outbox
import Records

/// Findings as lines of a growing file, or of standard output.
final class LineSink: FindingSink {
  let name: String
  let isOfShadow: Bool
  private let lines: FindingLines

  /// - path: nil for standard output.
  init(path: String?, terminal: Terminal, isOfShadow: Bool = false) throws {
    name = path.map { "jsonl:\($0)" } ?? "standard output"
    self.isOfShadow = isOfShadow
    lines = try FindingLines(path: path, terminal: terminal)
  }

  func deliver(_ findings: [HashedFinding]) throws(DeliveryFailure) {
    var rest = findings[...]
    while let first = rest.first {
      // A line ends in the hashes that were decided with, which change where a stream learns as it goes.
      let run = rest.prefix { $0.hashes == first.hashes }
      do { try lines.write(run.map(\.finding), first.hashes) } catch {
        throw DeliveryFailure(
          "\((error as? CommandFailure)?.message ?? "\(error)")", advice: ["free space, or give back the right to write"])
      }
      rest = rest.dropFirst(run.count)
    }
  }
}

/// Rows that are no records, as JSON lines in the monitor's folder.
final class RejectLines: RejectKeeper {
  private let file: AppendedFile
  let place: String

  /// - place: tells this file from one of the same monitor elsewhere.
  init(path: String, place: String) throws {
    file = try reading { () throws(SourceError) in try AppendedFile(path: path) }
    self.place = place
  }

  var path: String { file.path }
  var mark: Int64 { file.length }

  func keep(_ rejects: [RejectedRecord]) throws(DeliveryFailure) {
    do throws(SourceError) { try file.append(Array(rejects.map(RecordReading.line).joined().utf8)) } catch {
      throw DeliveryFailure("bad rows cannot be kept: \(error)", advice: ["free space under the home"])
    }
  }

  func rewind(to mark: Int64) throws(DeliveryFailure) {
    do throws(SourceError) { try file.cut(to: mark) } catch { throw DeliveryFailure("\(error)") }
  }
}

enum WatchSinks {
  /// What the invocation names; the store where it names nothing.
  ///
  /// - monitor: its folder, under which outboxes lie.
  static func all(
    _ invocation: Invocation, monitor: String
  ) throws -> (storesAlerts: Bool, sinks: [any FindingSink], outboxes: [SinkOutbox]) {
    let named = invocation.list("sink")
    guard Set(named).count == named.count else { throw invocation.usage("a sink is named twice") }
    var sinks: [any FindingSink] = []
    var outboxes: [SinkOutbox] = []
    let opening = try SinkOpening(invocation, monitor: monitor)
    for sink in named where sink != "store" {
      if sink == "-" {
        sinks.append(try LineSink(path: nil, terminal: invocation.terminal))
      } else if sink.hasPrefix("jsonl:"), sink.count > 6 {
        sinks.append(try LineSink(path: String(sink.dropFirst(6)), terminal: invocation.terminal))
      } else if let outbox = try opening.open(sink) {
        sinks.append(OutboxSink(outbox))
        outboxes.append(outbox)
      } else {
        throw invocation.usage("`--sink \(sink)`: expected store, jsonl:FILE, webhook:URL, command:PROGRAM or -")
      }
    }
    if let outbox = try opening.onDrift() {
      sinks.append(OutboxSink(outbox, rule: DriftWords.rule))
      outboxes.append(outbox)
    }
    if let path = invocation.text("shadow") {
      guard !named.contains("jsonl:\(path)") else { throw invocation.usage("`--shadow \(path)`: alerts go there") }
      sinks.append(try LineSink(path: path, terminal: invocation.terminal, isOfShadow: true))
    }
    return (named.isEmpty || named.contains("store"), sinks, outboxes)
  }
}
