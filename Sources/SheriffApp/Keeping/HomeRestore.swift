import CommandLineKit
import Files
import Foundation
import Records
import SQLiteStore

/// A kept copy made the home again. Nothing is replaced before all of the copy was read and found to be what was kept.
struct HomeRestore {
  let home: String
  let kept: String

  /// - isForced: a home that has something is moved aside.
  /// - Returns: how many files came back, and where the former home is.
  func run(isForced: Bool) throws -> (files: Int, former: String?) {
    let sums = try self.sums()
    let isEmpty = !FileTree.exists(home) || (try? FileManager.default.contentsOfDirectory(atPath: home).isEmpty) == true
    guard isEmpty || isForced else {
      throw CommandFailure(
        .usage, "\(home): there is something already, and nothing was replaced",
        hints: ["end what uses it, then say --force: it is moved aside and kept", "or name another folder with --home"])
    }
    let plain = home.hasSuffix("/") && home.count > 1 ? String(home.dropLast()) : home
    let staging = "\(plain).\(getpid()).part"
    try reading { () throws(SourceError) in try OutputFile.makeFolder(staging) }
    do {
      try fill(staging, sums)
      var former: String?
      if FileTree.exists(plain) {
        let aside = free("\(plain).before")
        try HomeFiles.move(plain, to: aside)
        if isEmpty { try? FileManager.default.removeItem(atPath: aside) } else { former = aside }
      }
      try HomeFiles.move(staging, to: plain)
      return (sums.count, former)
    } catch {
      try? FileManager.default.removeItem(atPath: staging)
      throw error
    }
  }

  private func free(_ name: String) -> String {
    var number = 1
    while FileTree.exists("\(name)-\(number)") { number += 1 }
    return "\(name)-\(number)"
  }

  private func sums() throws -> [(digest: String, name: String)] {
    let path = "\(kept)/\(HomeFiles.sums)"
    guard FileTree.exists(path) else {
      throw CommandFailure(
        .inputMissing, "\(kept): this is no kept home, for it has no \(HomeFiles.sums)",
        hints: ["`sheriff backup --out FOLDER` makes one"])
    }
    let text = String(decoding: try reading { () throws(SourceError) in try FileTree.contents(path) }, as: UTF8.self)
    return try text.split(separator: "\n").map { line in
      let parts = line.components(separatedBy: "  ")
      let name = parts.dropFirst().joined(separator: "  ")
      // A name that leads out of the folder was not written by us.
      let steps = name.split(separator: "/", omittingEmptySubsequences: false)
      guard parts[0].utf8.count == 64, !name.isEmpty, !steps.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
        throw CommandFailure(.badData, "\(path): `\(line)` is no digest with a file's name", hints: ["take another copy"])
      }
      return (parts[0], name)
    }
  }

  private func fill(_ staging: String, _ sums: [(digest: String, name: String)]) throws {
    for (digest, name) in sums {
      guard FileTree.exists("\(kept)/\(name)") else {
        throw CommandFailure(
          .badData, "\(kept): \(name) is missing; nothing was restored", hints: ["take another copy"])
      }
      guard try HomeFiles.copy("\(kept)/\(name)", to: "\(staging)/\(name)") == digest else {
        throw CommandFailure(
          .badData, "\(kept): \(name) is not what was kept; nothing was restored", hints: ["take another copy"])
      }
    }
    guard sums.contains(where: { $0.name == HomeFiles.database }) else { return }
    do throws(StoreError) {
      let problems = try Database(path: "\(staging)/\(HomeFiles.database)", mode: .existing).problems()
      guard problems.isEmpty else {
        throw StoreError(.damaged, path: "\(kept)/\(HomeFiles.database)", "is damaged: \(problems[0]); nothing was restored")
      }
    } catch {
      throw CommandFailure(error)
    }
  }
}
