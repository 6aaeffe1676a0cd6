import Foundation
import Testing

/// The rules of the house, held against the tree itself.
@Suite struct HouseTests {
  @Test func everyRoomImportsOnlyWhatThePlanAllows() throws {
    for file in try Tree.swiftFiles(under: "Sources") {
      let room = file.room
      let allowed = try #require(Plan.imports[room], "\(room) is not in the plan of rooms")
      for module in file.imports where !Plan.toolchain.contains(module) {
        #expect(allowed.contains(module), "\(file.path): \(room) may not import \(module)")
      }
    }
  }

  @Test func everyCModuleHasOneImporter() throws {
    var importers: [String: Set<String>] = [:]
    for file in try Tree.swiftFiles(under: "Sources") {
      for module in file.imports where Plan.isCModule(module) { importers[module, default: []].insert(file.room) }
    }
    for module in try Tree.folders(under: "Sources") where Plan.isCModule(module) {
      #expect(importers[module]?.count == 1, "\(module) is imported by \(importers[module] ?? [])")
      #expect(try Tree.files(in: "Sources/\(module)") == ["module.modulemap", "shim.h"])
    }
  }

  @Test func thePlanGoesOneWay() {
    // A depth-first walk that meets a room on its own path has found a circle.
    var finished: Set<String> = []
    func walk(_ room: String, _ path: [String]) {
      if finished.contains(room) { return }
      #expect(!path.contains(room), "a circle: \(path + [room])")
      if path.contains(room) { return }
      for next in Plan.imports[room] ?? [] { walk(next, path + [room]) }
      finished.insert(room)
    }
    for room in Plan.imports.keys { walk(room, []) }
  }

  @Test func whatIsHeldAgainstEachOtherStaysApart() {
    for (first, second) in Plan.apart {
      #expect(Plan.imports[first]?.contains(second) != true && Plan.imports[second]?.contains(first) != true)
    }
  }

  @Test func middleRoomsKnowNoDoors() throws {
    for file in try Tree.swiftFiles(under: "Sources") where Plan.middle.contains(file.room) {
      #expect(!file.imports.contains { Plan.isCModule($0) || $0 == "Glibc" || $0 == "Dispatch" }, "\(file.path) reaches outside")
      for door in ["FileManager", "FileHandle", "ProcessInfo", "URLSession", "getenv("] {
        #expect(!file.text.contains(door), "\(file.path) uses \(door)")
      }
    }
  }

  @Test func noFileIsAnOrphan() throws {
    let manifest = try Tree.text(of: "Package.swift")
    for room in try Tree.folders(under: "Sources") { #expect(manifest.contains("\"\(room)\""), "\(room) is in no target") }
    for suite in try Tree.folders(under: "Tests") { #expect(manifest.contains("\"\(suite)\""), "\(suite) is in no target") }
    for folder in ["Sources", "Tests"] {
      #expect(try Tree.files(in: folder).isEmpty, "files directly under \(folder) belong to nobody")
    }
  }

  @Test func noForbiddenWord() throws {
    let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "fatal" + "Error(", "try" + "!", "print" + "(\"DEBUG"]
    let names = ["Util", "Helper", "Manager"]
    for file in try Tree.swiftFiles(under: "Sources") {
      for word in words { #expect(!file.text.contains(word), "\(file.path) contains \(word)") }
      for name in names { #expect(!file.path.contains(name), "\(file.path) is named \(name)") }
    }
  }

  /// Foundation notices a program's end only once all programs have ended that were started meanwhile, because they inherit what it
  /// watches: with tests side by side, a test that waits for a short program waits for another test's server. `ChildProcess` does not.
  @Test func testsStartProgramsByOneWay() throws {
    let words = ["Process" + "()", "Process" + ".run("]
    for file in try Tree.swiftFiles(under: "Tests") {
      let text = file.text.replacing("Child" + "Process", with: "")
      for word in words { #expect(!text.contains(word), "\(file.path) starts a program by Foundation's Process") }
    }
  }

  @Test func filesStaySmall() throws {
    for file in try Tree.swiftFiles(under: "Sources") {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 470, "\(file.path) has \(lines) lines; one file, one idea")
    }
  }
}
