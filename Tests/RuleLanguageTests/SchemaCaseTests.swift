import Diagnostics
import Foundation
import RuleLanguage
import Testing

/// Each `Cases/name.schema` has beside it, in `name.out`, what it means or what is wrong with it.
/// SHERIFF_RECORD=1 writes the files anew, and fails the run.
@Suite struct SchemaCaseTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let cases: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".schema") }.sorted()
  }()

  static func outcome(_ name: String) throws -> (text: String, file: SchemaFile) {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
    let file = SchemaFile(SourceText(path: name, bytes: bytes))
    let text =
      file.diagnostics.isEmpty
      ? file.schemas.map(SchemaWriter.text).joined(separator: "\n") : TextRenderer().render(file.diagnostics, in: file.source)
    return (text, file)
  }

  @Test(arguments: cases)
  func saysWhatItSaid(name: String) throws {
    let (text, _) = try SchemaCaseTests.outcome(name)
    let golden = SchemaCaseTests.folder.appending(path: name.replacing(".schema", with: ".out"))
    if ProcessInfo.processInfo.environment["SHERIFF_RECORD"] == "1" {
      try text.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded \(golden.lastPathComponent)")
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text)
  }

  @Test func aFileThatIsTooLargeIsNotRead() {
    let file = SchemaFile(SourceText(path: "a", bytes: [UInt8](repeating: 0x20, count: Limits.fileBytesMax + 1)))
    #expect(file.diagnostics.map(\.code.description) == ["E0008"])
  }

  @Test func shippedSchemasAreSoundAndSurviveWriting() throws {
    var count = 0
    for path in try FileManager.default.subpathsOfDirectory(atPath: SchemaCaseTests.root.appending(path: "rules").path)
    where path.hasSuffix(".schema") {
      let bytes = [UInt8](try Data(contentsOf: SchemaCaseTests.root.appending(path: "rules/\(path)")))
      let file = SchemaFile(SourceText(path: path, bytes: bytes))
      #expect(file.diagnostics == [])
      for schema in file.schemas {
        let again = SchemaFile(SourceText(path: "written", text: SchemaWriter.text(of: schema)))
        #expect(again.diagnostics == [])
        #expect(again.schemas == [schema])
        count += 1
      }
    }
    #expect(count >= 4)
  }
}
