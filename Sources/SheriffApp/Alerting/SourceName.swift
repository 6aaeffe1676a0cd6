import CommandLineKit
import Foundation
import Records

/// What a source is called in the store. A record's alert is found again by its source's name, so the name is the same however the
/// source was written: a path from the root on, an address without its password.
enum SourceName {
  static let option = Option("source-name", value: "NAME", "what the source is called in the store; default its path or address")

  static func of(_ source: String, _ invocation: Invocation) throws -> String {
    if let name = invocation.text("source-name") { return name }
    guard source != "-" else {
      throw invocation.usage("standard input has no name; say with --source-name what its records are called in the store")
    }
    return normal(source)
  }

  static func normal(_ source: String) -> String {
    guard let scheme = source.range(of: "://") else { return URL(filePath: source).standardizedFileURL.path }
    // Whoever asks, and how, does not make it another database.
    let place = source[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
    let host = place.lastIndex(of: "@").map { place[place.index(after: $0)...] } ?? place
    let kind = source[..<scheme.lowerBound]
    return (kind == "postgresql" ? "postgres" : String(kind)) + "://" + host
  }
}

extension Instant {
  /// The second in which a command runs.
  static func ofClock() -> Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970) * Instant.microsecondsPerSecond)
  }
}
