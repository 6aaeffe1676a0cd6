import Foundation

/// The checkout that the tests were built from.
enum Tree {
  struct SwiftFile {
    let path: String
    let text: String

    var room: String { String(path.split(separator: "/")[1]) }

    var imports: [String] {
      // What is indented is no import of ours: a file may hold a text in another language.
      text.split(separator: "\n").filter { !$0.hasPrefix(" ") }.compactMap { line in
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import"), keyword <= 1, words.count == keyword + 2 else { return nil }
        if keyword == 1, !["public", "package", "internal", "@testable", "@preconcurrency"].contains(words[0]) { return nil }
        return String(words[keyword + 1])
      }
    }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(of path: String) throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }

  static func folders(under path: String) throws -> [String] { try children(of: path).filter(\.isFolder).map(\.name) }

  static func files(in path: String) throws -> [String] { try children(of: path).filter { !$0.isFolder }.map(\.name) }

  static func swiftFiles(under path: String) throws -> [SwiftFile] {
    let folder = root.appending(path: path)
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map {
      SwiftFile(path: "\(path)/\($0)", text: try text(of: "\(path)/\($0)"))
    }
  }

  private static func children(of path: String) throws -> [(name: String, isFolder: Bool)] {
    try FileManager.default.contentsOfDirectory(at: root.appending(path: path), includingPropertiesForKeys: [.isDirectoryKey])
      .map { ($0.lastPathComponent, (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true) }
      .filter { !$0.0.hasPrefix(".") }.sorted { $0.0 < $1.0 }
  }
}
