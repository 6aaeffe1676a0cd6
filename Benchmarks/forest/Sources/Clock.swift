import Foundation

/// Seconds of processor time that this process has used; others on the machine do not count.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Processor seconds of each body, taken in turns; the medians.
func medians(rounds: Int = 7, _ bodies: [() -> Void]) -> [Double] {
  var times = [[Double]](repeating: [], count: bodies.count)
  for _ in 0..<rounds {
    for (index, body) in bodies.enumerated() {
      let start = processorSeconds()
      body()
      times[index].append(processorSeconds() - start)
    }
  }
  return times.map { $0.sorted()[rounds / 2] }
}

/// One line: what it is, both times, and the library's over ours at the end.
func report(_ name: String, unit: String, scale: Double, library: Double, ours: Double) {
  let figures = [library, ours].map { String(format: "%.2f", $0 * scale) }
  print("\(name): library \(figures[0]) \(unit), sheriff \(figures[1]) \(unit), ratio \(String(format: "%.1f", library / ours))")
}
