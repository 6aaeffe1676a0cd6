import CommandLineKit
import Foundation
import Monitor

/// Ends the process at a named moment, as a power cut would, so that tests can try what is left then: `SHERIFF_CRASH_AT=after-store:3`
/// is the third time that this moment comes.
enum CrashPoint {
  static let variable = "SHERIFF_CRASH_AT"

  static func reach(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> (MonitorPoint) -> Void {
    guard let text = environment[variable] else { return { _ in } }
    let parts = text.split(separator: ":")
    guard parts.count == 2, let wanted = MonitorPoint(rawValue: String(parts[0])), let times = Int(parts[1]), times > 0 else {
      throw CommandFailure(
        .usage, "`\(variable)=\(text)`: expected a moment and how often it comes before, such as after-store:3",
        hints: ["moments: \(MonitorPoint.allCases.map(\.rawValue).joined(separator: ", "))"])
    }
    var left = times
    return { point in
      guard point == wanted else { return }
      left -= 1
      if left == 0 { kill(getpid(), SIGKILL) }
    }
  }
}
