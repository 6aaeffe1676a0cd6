import Foundation
import HTTPListener
import Metrics
import Supervision

/// Says `listens ADDRESS`, then each signal that came. Its arguments are limits, as `places=8 seconds=1 seconds-when-full=0.2`.
func serve(_ arguments: [String]) -> Int32 {
  do {
    let signals = try SignalPipe()
    let notifier = try ServiceNotifier(environment: ProcessInfo.processInfo.environment)
    let registry = MetricRegistry()
    let asked = try registry.counter("probe_requests_total", help: "Requests for a page.", labels: ["page"])
    let listener = try Listener(on: "127.0.0.1:0", limits: limits(arguments)) { path in
      (try? asked.series(path == "/metrics" ? "metrics" : "other"))?.add(1)
      return answer(path, registry)
    }
    tell("listens \(listener.address)")
    try notifier.ready(status: "listens on \(listener.address)\nSTOPPING=1")
    while true {
      try notifier.alive()
      for signal in signals.pending(waitingMilliseconds: 20) {
        tell("\(signal)")
        if signal == .hangUp {
          try notifier.reloading()
          try notifier.ready(status: "rules are read anew")
        } else {
          try notifier.stopping(status: "finishes what it has begun")
          listener.stop()
          tell("ended")
          return 0
        }
      }
    }
  } catch {
    tell("failed: \(error)")
    return 70
  }
}

private func answer(_ path: String, _ registry: MetricRegistry) -> HTTPAnswer? {
  switch path {
  case "/metrics": HTTPAnswer(contentType: MetricRegistry.contentType, text: registry.page)
  case "/livez": HTTPAnswer(text: "lives\n")
  case "/large": HTTPAnswer(contentType: "application/octet-stream", body: [UInt8](repeating: 7, count: 32 << 20))
  case "/slow":
    {
      Thread.sleep(forTimeInterval: 0.7)
      return HTTPAnswer(text: "at last\n")
    }()
  case "/empty": HTTPAnswer(status: 204, contentType: "text/plain", body: [])
  case "/no-status": HTTPAnswer(status: 99_999, text: "x")
  case "/no-type": HTTPAnswer(contentType: "text/plain\r\nX-Planted: 1", text: "x")
  case let path where path.hasPrefix("/echo/"): HTTPAnswer(text: String(path.dropFirst(6)))
  default: nil
  }
}

private func limits(_ arguments: [String]) -> ListenerLimits {
  var limits = ListenerLimits()
  for argument in arguments {
    let parts = argument.split(separator: "=").map(String.init)
    guard parts.count == 2, let value = Double(parts[1]) else { continue }
    switch parts[0] {
    case "places": limits.connectionCountMax = Int(value)
    case "seconds": limits.clientSecondsMax = value
    case "seconds-when-full": limits.clientSecondsMaxWhenFull = value
    default: break
    }
  }
  return limits
}

private func tell(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
