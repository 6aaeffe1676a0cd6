import CommandLineKit
import CommandSink
import Files
import Foundation
import Outbox
import Records
import Webhook

/// The sinks of an invocation that are sent to: `webhook:URL` and `command:PROGRAM`, each with its outbox under the monitor's folder.
struct SinkOpening {
  static let options = [
    Option(
      "webhook-allow", value: "HOST",
      "a host that webhooks may speak to, HOST or HOST:PORT, with =private behind it where it is inside; "
        + "may be said again, or several with spaces between", isRepeatable: true),
    Option("webhook-secret", value: "WHERE", "where the secret is that webhooks are signed with: env:NAME or file:PATH"),
    Option("webhook-ca", value: "FILE", "certificates to trust in the place of the system's"),
    Option(
      "on-drift", value: "PROGRAM",
      "run when what the stream is decided by has moved, with the findings on its standard input, as one that learns a candidate anew"
    ),
    Option("sink-attempts", value: "COUNT", "how often a batch is tried before it becomes dead letters", default: "12"),
    Option(
      "sink-drain", value: "SECONDS", "at the end, how long what waits for webhooks and commands is still sent", default: "10"),
  ]

  static let folder = "sinks"

  private let invocation: Invocation
  /// The monitor's.
  private let monitor: String
  private let attempts: Int

  init(_ invocation: Invocation, monitor: String) throws {
    (self.invocation, self.monitor) = (invocation, monitor)
    attempts = try invocation.integer("sink-attempts", in: 1...1000) ?? 12
  }

  /// What is run where something has drifted; nil where nothing is.
  func onDrift() throws -> SinkOutbox? {
    try invocation.text("on-drift").map { try command($0, kind: "on-drift", seconds: SinkOpening.trainingSeconds) }
  }

  /// Learning takes its time, and one that never ends is ended.
  private static let trainingSeconds = 12.0 * 3600

  /// Nil where the text names no such sink.
  func open(_ text: String) throws -> SinkOutbox? {
    if text.hasPrefix("webhook:") { return try webhook(String(text.dropFirst("webhook:".count))) }
    if text.hasPrefix("command:") { return try command(String(text.dropFirst("command:".count))) }
    return nil
  }

  private func webhook(_ text: String) throws -> SinkOutbox {
    do {
      let url = try WebhookAddress(text)
      let hosts = invocation.list("webhook-allow").flatMap { $0.split { $0 == " " || $0 == "," }.map(String.init) }
      let authorities = invocation.text("webhook-ca")
      if let authorities { _ = try reading { () throws(SourceError) in try FileTree.contents(authorities) } }
      let carrier = try WebhookCarrier(
        .init(url: url, allowed: try hosts.map { try AllowedHost($0) }, secret: try secret(), authorities: authorities),
        clock: { Int64(Date.now.timeIntervalSince1970) })
      return try outbox("webhook:\(url.shown)", whole: "webhook:\(url.text)", carrier)
    } catch let error as WebhookError {
      throw CommandFailure(.usage, "\(error)", hints: ["see `sheriff watch --help`"])
    }
  }

  private func command(_ text: String, kind: String = "command", seconds: Double = 60) throws -> SinkOutbox {
    // The secret is the webhooks' alone.
    let secret = invocation.text("webhook-secret").flatMap { $0.hasPrefix("env:") ? String($0.dropFirst(4)) : nil }
    let carrier: CommandCarrier
    do throws(CommandSinkError) {
      carrier = try CommandCarrier(text, seconds: seconds, withholding: secret.map { [$0] } ?? [])
    } catch {
      throw CommandFailure(.usage, "\(error)", hints: ["see `sheriff watch --help`"])
    }
    return try outbox("\(kind):\(text)", whole: "\(kind):\(text)", carrier)
  }

  /// - whole: what tells it from every other sink.
  private func outbox(_ name: String, whole: String, _ carrier: any BatchCarrier) throws -> SinkOutbox {
    let folder = "\(monitor)/\(SinkOpening.folder)/\(StateFolder.folderName(name, digestOf: whole))"
    return try reading { () throws(SourceError) in
      try SinkOutbox(
        folder: folder, sink: name, carrier: carrier, pacing: RetryPacing(attemptsMax: attempts), now: { .ofClock() })
    }
  }

  private func secret() throws -> [UInt8]? {
    guard let text = invocation.text("webhook-secret") else { return nil }
    var secret: [UInt8]
    let place: String
    if text.hasPrefix("env:") {
      place = "the environment's `\(text.dropFirst(4))`"
      secret = Array((ProcessInfo.processInfo.environment[String(text.dropFirst(4))] ?? "").utf8)
    } else if text.hasPrefix("file:") {
      place = String(text.dropFirst(5))
      secret = try reading { () throws(SourceError) in try FileTree.contents(place) }
      while let last = secret.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { secret.removeLast() }
    } else {
      // Whatever stands there may be the secret itself, so it is not repeated.
      throw invocation.usage("`--webhook-secret`: expected env:NAME or file:PATH; a secret has no place on a command line")
    }
    guard !secret.isEmpty else {
      throw CommandFailure(
        .configuration, "\(place) is empty, and a webhook is to be signed with it",
        hints: ["set it, or leave --webhook-secret out"])
    }
    return secret
  }
}
