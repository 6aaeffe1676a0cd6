import Foundation

/// Runs a body so many rounds from a fixed seed; with SHERIFF_FUZZ_SECONDS for that long from a new one, and says how much
/// was fed.
///
/// - body: one round; says how many bytes it fed.
public func fuzz(_ name: String, seed: UInt64, rounds: Int, _ body: (inout SeededGenerator, Int) throws -> Int) rethrows {
  let seconds = ProcessInfo.processInfo.environment["SHERIFF_FUZZ_SECONDS"].flatMap(Double.init) ?? 0
  let chosen = seconds > 0 ? UInt64.random(in: 0 ... .max) : seed
  let deadline = Date(timeIntervalSinceNow: seconds)
  var random = SeededGenerator(seed: chosen)
  var round = 0
  var bytes = 0
  if seconds > 0 { print("fuzz \(name): seed \(chosen)") }
  while round < rounds || Date() < deadline {
    bytes += try body(&random, round)
    round += 1
  }
  if seconds > 0 { print("fuzz \(name): \(round) inputs, \(bytes) bytes, \(Int(seconds)) s") }
}
