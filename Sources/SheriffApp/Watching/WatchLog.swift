import CommandLineKit
import Diagnostics
import Foundation
import Records

/// What a monitor says of itself: a line an event, for people or for programs.
struct WatchLog {
  enum Level: String { case info, warning, error }

  private let terminal: Terminal
  private let isJSON: Bool
  private let isQuiet: Bool
  /// At the foot of a terminal, for whoever sits there; nil where a program reads.
  let view: LiveView?

  init(_ invocation: Invocation) {
    (terminal, isJSON) = (invocation.terminal, invocation.text("log") == "json")
    isQuiet = invocation.flag("quiet")
    let isShared = invocation.list("sink").contains("-") && terminal.isTerminal
    view = terminal.isErrorTerminal && !isJSON && !isQuiet && !isShared ? LiveView(terminal) : nil
  }

  /// - fields: what programs want to know of it by name.
  func say(_ level: Level, _ event: String, _ text: String, _ fields: [(String, String)] = []) {
    if isQuiet, level == .info { return }
    let now = Instant(microseconds: Int64(Date.now.timeIntervalSince1970 * 1e6))
    guard isJSON else {
      let mark = level == .info ? "" : "\(level.rawValue): "
      let line = "\(now) \(mark)\(text)"
      if let view { view.say(line) } else { terminal.say(line) }
      return
    }
    var line =
      "{\"time\":\(jsonString("\(now)")),\"level\":\"\(level.rawValue)\",\"event\":\(jsonString(event)),\"text\":\(jsonString(text))"
    for (name, value) in fields { line += ",\(jsonString(name)):\(jsonString(value))" }
    terminal.say(line + "}")
  }
}
