import CommandLineKit
import Files
import Foundation
import Records

/// The secret from which pseudonyms are made: the same one each time, so that a person keeps a pseudonym from report to report; and kept
/// under the home, so that nobody who has a report alone can find out who is who by trying names.
enum PseudonymKey {
  private static let length = 32

  static func under(_ home: String) throws -> [UInt8] {
    let path = "\(home)/report.key"
    if FileTree.exists(path) {
      let text = String(decoding: try reading { () throws(SourceError) in try FileTree.contents(path) }, as: UTF8.self)
      let key = Array(text.utf8.filter { $0 > 0x20 })
      guard key.count >= length else {
        throw CommandFailure(
          .badData, "\(path): it is no key for pseudonyms", hints: ["remove it: a new one is made, and pseudonyms change"])
      }
      return key
    }
    var random = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef")
    let key = String((0..<2 * length).map { _ in digits.randomElement(using: &random) ?? "0" })
    try reading { () throws(SourceError) in
      try OutputFile.makeFolder(home)
      try OutputFile.write(key + "\n", to: path, isPrivate: true)
    }
    return Array(key.utf8)
  }
}
