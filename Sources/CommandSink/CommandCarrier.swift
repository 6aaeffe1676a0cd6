import Glibc
public import Outbox

/// Hands batches to a program, as JSON lines on its standard input: exit 0 is delivered.
public final class CommandCarrier: BatchCarrier {
  private let path: String
  private let words: [String]
  private let seconds: Double
  private let withheld: Set<String>

  /// Of the program's own words, so much is kept for the reason.
  static let talkBytesMax = 2048
  private static let talkLinesMax = 3

  /// - text: the program, by its path or by a name that is sought in PATH, and its arguments.
  /// - seconds: after which it is killed.
  /// - withheld: variables of the environment that are none of its business.
  public init(_ text: String, seconds: Double = 60, withholding withheld: Set<String> = []) throws(CommandSinkError) {
    guard let words = ProgramWords.split(text), let name = words.first, !name.isEmpty else {
      throw CommandSinkError("`\(text)` names no program, or a quote in it does not end")
    }
    guard !text.utf8.contains(0) else { throw CommandSinkError("a program's name has no zero byte in it") }
    guard let path = CommandCarrier.find(name) else {
      throw CommandSinkError(
        name.contains("/")
          ? "\(name): there is no program that may be run" : "`\(name)` is no program in PATH; name it with its path")
    }
    (self.path, self.words, self.seconds, self.withheld) = (path, words, seconds, withheld)
  }

  private static func find(_ name: String) -> String? {
    let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let places = name.contains("/") ? [name] : folders.split(separator: ":").map { "\($0)/\(name)" }
    return places.first { place in
      var status = stat()
      return stat(place, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(place, X_OK) == 0
    }
  }

  public func carry(_ batch: OutboxBatch, isEnded: @escaping @Sendable () -> Bool) -> CarriedOutcome {
    let run: ProgramRun
    do throws(CommandSinkError) { run = try ProgramRun(path, words, input: batch.jsonLines, withholding: withheld) } catch {
      return .failed("\(words[0]) cannot be run: \(error)")
    }
    switch run.wait(seconds: seconds, isEnded: isEnded) {
    case .abandoned: return .abandoned
    case .tooLong: return .failed("\(words[0]) was killed after \(Int(seconds)) s" + said(run))
    case .exited(0): return .delivered
    case .exited(75): return .failed("\(words[0]) asks to be run again later (exit 75)" + said(run))
    case .exited(let code): return .failed("\(words[0]) ended with exit \(code)" + said(run))
    case .signalled(let signal): return .failed("\(words[0]) was ended by signal \(signal)" + said(run))
    }
  }

  private func said(_ run: ProgramRun) -> String {
    let lines = String(decoding: run.talk, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(CommandCarrier.talkLinesMax)
    return lines.isEmpty ? "" : ": " + lines.joined(separator: " | ")
  }
}

/// Why a program cannot be a sink.
public struct CommandSinkError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
