import Foundation
import TestSupport

/// Reads a PDF as others do, with poppler's programs.
enum Poppler {
  struct Refused: Error, CustomStringConvertible { let description: String }

  static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext")

  static func text(_ pdf: [UInt8], _ options: [String] = []) throws -> String { try run("pdftotext", pdf, options, ["-"]) }

  static func info(_ pdf: [UInt8], _ options: [String] = []) throws -> String { try run("pdfinfo", pdf, options) }

  static func fonts(_ pdf: [UInt8]) throws -> String { try run("pdffonts", pdf) }

  static func pages(_ pdf: [UInt8]) throws -> [String] {
    try text(pdf, ["-layout"]).split(separator: "\u{0C}", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  static func pageCount(_ pdf: [UInt8]) throws -> Int {
    let line = try info(pdf).split(separator: "\n").first { $0.hasPrefix("Pages:") }
    return line.flatMap { Int($0.dropFirst("Pages:".count).trimmingCharacters(in: .whitespaces)) } ?? 0
  }

  private static func run(_ program: String, _ pdf: [UInt8], _ options: [String] = [], _ last: [String] = []) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "sheriff-\(UUID().uuidString).pdf")
    try Data(pdf).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let outcome = try ChildProcess.run("/usr/bin/\(program)", options + [path.path] + last)
    // Whatever is wrong with a file, poppler complains about it and goes on.
    guard outcome.status == 0, outcome.errors.isEmpty else {
      throw Refused(description: "\(program) ended with \(outcome.status): \(outcome.errors)")
    }
    return outcome.output
  }
}

extension String {
  /// Without what a line's end may have put between letters.
  var squeezed: String { String(unicodeScalars.filter { !$0.properties.isWhitespace }) }
}
