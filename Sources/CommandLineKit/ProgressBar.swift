/// How far a long piece of work has come: on a terminal only, after a second only, ten times a second at most.
public struct ProgressBar {
  private let terminal: Terminal
  private let label: String
  private let total: Int64?
  private let clock: () -> Duration
  private let start: Duration
  private var lastShown: Duration?

  /// - clock: time since any fixed moment; it comes in as a value so that a test can turn it.
  public init(_ label: String, total: Int64?, terminal: Terminal, clock: @escaping () -> Duration) {
    (self.label, self.total, self.terminal, self.clock) = (label, total, terminal, clock)
    start = clock()
  }

  public mutating func update(_ done: Int64) {
    guard terminal.isErrorTerminal else { return }
    if let text = text(done) { terminal.sayInPlace(text) }
  }

  /// The line to show now, or nil where it is too early for one.
  mutating func text(_ done: Int64) -> String? {
    let now = clock()
    guard now - start >= .seconds(1), now - (lastShown ?? .zero) >= .milliseconds(100) else { return nil }
    lastShown = now
    let seconds = (now - start) / .seconds(1)
    let rate = Double(done) / 1e6 / seconds
    guard let total, total > 0 else { return "\(label) \(oneDecimal(Double(done) / 1e6)) MB, \(oneDecimal(rate)) MB/s" }
    let share = min(1, Double(done) / Double(total))
    let cells = Int(share * 24)
    let left = share > 0 ? Int(seconds / share - seconds) : 0
    return "\(label) [\(String(repeating: "█", count: cells))\(String(repeating: "·", count: 24 - cells))] \(Int(share * 100))% "
      + "\(oneDecimal(rate)) MB/s, \(left) s left"
  }

  /// Takes the bar away.
  public func finish() {
    if lastShown != nil { terminal.sayInPlace("") }
  }
}

private func oneDecimal(_ number: Double) -> String {
  let tenths = Int((number * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}
