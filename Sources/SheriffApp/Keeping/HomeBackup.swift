import CommandLineKit
import Files
import Foundation
import Records
import SQLiteStore

/// A copy of all of a home as a folder: the same files, and beside them the digest of each, as `sha256sum --check` reads them.
struct HomeBackup {
  let home: String

  /// Whole or not at all: it is made beside its place and moved there last. Answers with the files' names.
  func write(to place: String) throws -> [String] {
    guard FileTree.isFolder(home) else {
      throw CommandFailure(.inputMissing, "\(home): there is no home to keep", hints: ["name it with --home"])
    }
    guard !FileTree.exists(place) else {
      throw CommandFailure(.usage, "\(place): there is something already", hints: ["name a place for a new folder"])
    }
    let inside = URL(filePath: place).standardizedFileURL.path + "/"
    guard !inside.hasPrefix(URL(filePath: home).standardizedFileURL.path + "/") else {
      throw CommandFailure(.usage, "\(place) lies within the home that is to be kept", hints: ["name a place outside of it"])
    }
    let staging = "\(place).\(getpid()).part"
    try reading { () throws(SourceError) in try OutputFile.makeFolder(staging) }
    do {
      let names = try fill(staging)
      try HomeFiles.move(staging, to: place)
      return names
    } catch {
      try? FileManager.default.removeItem(atPath: staging)
      throw error
    }
  }

  private func isTaken(_ keeping: AppendedFile) -> Bool {
    for _ in 0..<200 {
      if keeping.takeForOneself() { return true }
      usleep(50_000)
    }
    return false
  }

  private func fill(_ staging: String) throws -> [String] {
    // What the database names is not let go of until it is copied.
    let keeping = FileTree.isFolder("\(home)/monitors") ? try StateFolder.keeping(home) : nil
    if let keeping, !isTaken(keeping) {
      throw CommandFailure(
        .unavailable, "\(home): another backup of it is being made (\(keeping.path) is taken)", hints: ["wait until it is there"])
    }
    var sums: [(name: String, digest: String)] = []
    // First the database: what the other files say is then at least as late.
    if FileTree.exists("\(home)/\(HomeFiles.database)") {
      do throws(StoreError) {
        try Database(path: "\(home)/\(HomeFiles.database)", mode: .existing).copy(to: "\(staging)/\(HomeFiles.database)")
      } catch {
        throw CommandFailure(error)
      }
      sums.append((HomeFiles.database, try HomeFiles.digest(of: "\(staging)/\(HomeFiles.database)")))
    }
    for name in HomeFiles.names(below: home) where !HomeFiles.isDatabase(name) && name != HomeFiles.sums {
      guard !name.contains(where: \.isNewline) else {
        throw CommandFailure(.badData, "\(home): a file's name has a line's end in it", hints: ["rename it"])
      }
      sums.append((name, try HomeFiles.copy("\(home)/\(name)", to: "\(staging)/\(name)")))
    }
    keeping?.giveBack()
    let text = sums.map { "\($0.digest)  \($0.name)\n" }.joined()
    try reading { () throws(SourceError) in try OutputFile.write(text, to: "\(staging)/\(HomeFiles.sums)") }
    return sums.map(\.name)
  }
}
