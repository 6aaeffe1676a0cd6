import Foundation
import Records

/// How everything was distributed at one time, as a text that knows its own hash: what later records are held against.
public struct Distributions: Hashable, Sendable {
  public struct Entry: Hashable, Sendable, Codable {
    public var subject: DriftSubject
    public var distribution: Distribution

    public init(_ subject: DriftSubject, _ distribution: Distribution) {
      (self.subject, self.distribution) = (subject, distribution)
    }
  }

  public private(set) var entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  /// Nil where it is not known, or was defined otherwise.
  public func distribution(of subject: DriftSubject) -> Distribution? {
    entries.first { $0.subject == subject }?.distribution
  }

  // MARK: As text

  private static let mark = "sheriff distributions 1"
  private static let entriesMax = 100_000

  /// A line that says what it is, one with the hash of what follows, and a line of JSON.
  public func text() throws(DriftError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body: String
    do { body = String(decoding: try encoder.encode(entries), as: UTF8.self) } catch {
      throw DriftError("the distributions cannot be written: \(error)")
    }
    return "\(Distributions.mark)\n\(SHA256.hash(body))\n\(body)\n"
  }

  public init(text: String) throws(DriftError) {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard lines.first == Distributions.mark else {
      throw DriftError("these are no distributions of a kind that is known here")
    }
    guard lines.count == 4, lines[3].isEmpty else { throw DriftError("the distributions are not whole") }
    guard SHA256.hash(lines[2]) == lines[1] else { throw DriftError("the distributions do not fit their hash") }
    let entries: [Entry]
    do { entries = try JSONDecoder().decode([Entry].self, from: Data(lines[2].utf8)) } catch {
      throw DriftError("the distributions cannot be read: \(error)")
    }
    guard entries.count <= Distributions.entriesMax, Set(entries.map(\.subject.key)).count == entries.count else {
      throw DriftError("the distributions name something twice, or too much")
    }
    if let odd = entries.first(where: { !$0.distribution.isSound }) {
      throw DriftError("the distribution of \(odd.subject.key) cannot be one")
    }
    self.entries = entries
  }
}

/// Why distributions cannot be used.
public struct DriftError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}
