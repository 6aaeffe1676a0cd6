import Foundation
import TestSupport
import Testing

/// The PDF as the program writes it.
@Suite struct PDFCommandTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sheriff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func report(_ folder: URL, _ name: String, _ environment: [String: String]) throws -> ChildProcess.Outcome {
    let orders = PDFCommandTests.root.appending(path: "sample-data/orders.csv").path
    return try ChildProcess.run(
      ChildProcess.built("sheriff"),
      [
        "report", orders, "--home", folder.appending(path: "home").path, "--out", folder.appending(path: name).path, "--format",
        "pdf", "--rules", PDFCommandTests.root.appending(path: "rules").path,
      ], environment: .merged(environment))
  }

  @Test(.enabled(if: Poppler.isHere)) func theFirstPageOfTheSampleTellsAllAndTheBytesAreTheSame() throws {
    try inFolder { folder in
      var files: [Data] = []
      for name in ["one", "two"] {
        let outcome = try report(folder, name, ["SOURCE_DATE_EPOCH": "1767225600"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        files.append(try Data(contentsOf: folder.appending(path: "\(name)/report.pdf")))
      }
      #expect(files[0] == files[1])
      let pages = try Poppler.pages(Array(files[0]))
      for said in ["indicated as lost", "What was found, by scheme", "Which control failed", "What to do next"] {
        #expect(pages[0].contains(said), "the first page lacks \(said)")
      }
    }
  }

  @Test func withoutAFontTheReasonIsToldAndNoFileIsLeft() throws {
    try inFolder { folder in
      let fonts = folder.appending(path: "fonts.conf")
      try Data("<?xml version=\"1.0\"?>\n<fontconfig><dir>/nowhere</dir></fontconfig>\n".utf8).write(to: fonts)
      let outcome = try report(folder, "out", ["FONTCONFIG_FILE": fonts.path])
      #expect(outcome.status == 69)
      #expect(outcome.errors.contains("there is no font on this machine"))
      #expect(outcome.errors.contains("fonts-dejavu-core"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out/report.pdf").path))
    }
  }
}
