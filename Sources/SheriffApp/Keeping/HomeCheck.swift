import Alerts
import CommandLineKit
import Files
import Foundation
import Learning
import PostgresStore
import Pricing
import Records
import SQLiteStore

/// Whether everything under a home is sound, and the alerts that are kept elsewhere.
struct HomeCheck {
  struct Finding {
    var what: String
    var message: String
    var isSound: Bool
  }

  let home: String
  /// The address of the alerts that are not under the home.
  let store: String?
  private(set) var findings: [Finding] = []

  /// With less room than this the next scan may not end.
  private static let roomMin: Int64 = 64 << 20

  init(home: String, store: String?) { (self.home, self.store) = (home, store) }

  var isSound: Bool { findings.allSatisfy(\.isSound) }

  mutating func run() {
    if let store { server(store) }
    guard store == nil || FileTree.isFolder(home) else { return }
    folder()
    database()
    baselines()
    witnesses()
    leftOver()
  }

  private mutating func add(_ what: String, _ message: String, isSound: Bool = true) {
    findings.append(Finding(what: what, message: message, isSound: isSound))
  }

  private mutating func folder() {
    var status = stat()
    guard stat(home, &status) == 0 else { return add("home", "\(home) cannot be looked at", isSound: false) }
    let isWritable = access(home, R_OK | W_OK | X_OK) == 0
    let isOpen = status.st_mode & S_IWOTH != 0
    add(
      "home",
      isOpen
        ? "\(home): anybody may write in it; take that right away with `chmod o-w`"
        : isWritable ? "\(home) may be read and written" : "\(home) may not be written; run as a user who may",
      isSound: isWritable && !isOpen)
    var disk = statvfs()
    guard statvfs(home, &disk) == 0 else { return }
    let free = Int64(clamping: disk.f_bavail) * Int64(clamping: disk.f_frsize)
    // A copy of the database beside it, as a backup on the same disk or a change of the tables needs.
    let wanted = max(HomeCheck.roomMin, FileTree.byteCount("\(home)/\(HomeFiles.database)") ?? 0)
    add(
      "room", "\(groupedInThousands(String(free >> 20))) MiB free" + (free < wanted ? "; that is little, make room" : ""),
      isSound: free >= wanted)
  }

  private mutating func database() {
    let path = "\(home)/\(HomeFiles.database)"
    guard FileTree.exists(path) else { return add("store", "there is none yet") }
    do {
      let database = try Database(path: path, mode: .existing)
      let registry = SQLiteModelRegistry(database)
      // All of the file first; of one that is torn nothing more can be said.
      let problems = try registry.problems()
      for problem in problems { add("store", "\(problem); \(Self.advice)", isSound: false) }
      guard problems.isEmpty else { return }
      add("store", "\(path): sound, its tables are of version \(try database.version())")
      add("models", "\(Words.counted(try registry.versions(of: nil).count, "version")), each what was registered")
      let store = SQLiteAlertStore(database)
      try alerts(store, try store.problems())
    } catch {
      add("store", "\(error)", isSound: false)
    }
  }

  private mutating func alerts(_ store: any AlertStore, _ problems: [String]) throws {
    for problem in problems { add("alerts", problem, isSound: false) }
    guard problems.isEmpty else { return }
    let count = try store.count(AlertFilter(), at: .ofClock())
    let names = try store.checkpointNames()
    add("alerts", Words.counted(count, "alert") + (names.isEmpty ? "" : ", checkpoints of \(names.joined(separator: ", "))"))
  }

  private mutating func server(_ address: String) {
    do throws(AlertError) {
      let server = try PostgresAlertStore(address, mode: .existing)
      let problems = try server.problems()
      add("server", "\(server.name): its tables are of version \(try server.version())")
      do { try alerts(server, problems) } catch { add("alerts", "\(error)", isSound: false) }
    } catch {
      add("server", "\(error)", isSound: error.code == .missing)
    }
  }

  private static let advice = "`sheriff restore` brings a kept copy back"

  private mutating func baselines() {
    let folder = "\(home)/baselines"
    let names = FileTree.names(in: folder).filter { $0.hasSuffix(".baseline") }
    var sound = 0
    for name in names {
      do {
        _ = try Baseline(text: String(decoding: try FileTree.contents("\(folder)/\(name)"), as: UTF8.self))
        sound += 1
      } catch {
        add("baselines", "\(folder)/\(name): \(error); learn it anew", isSound: false)
      }
    }
    if sound > 0 { add("baselines", "\(Words.counted(sound, "baseline")) can be read") }
  }

  private mutating func witnesses() {
    let folder = "\(home)/provenance"
    for name in FileTree.names(in: folder) where name.hasSuffix(".json") {
      do {
        _ = try WitnessHome(home: home, slot: String(name.dropLast(5))).load()
        add("witness", "\(folder)/\(name) can be read")
      } catch let failure as CommandFailure {
        add("witness", failure.message, isSound: false)
      } catch {
        add("witness", "\(folder)/\(name): \(error)", isSound: false)
      }
    }
  }

  /// What a program that was ended in the middle has left; it harms nobody.
  private mutating func leftOver() {
    let names = FileTree.names(in: home).filter { $0.hasSuffix(".part") }
    if !names.isEmpty { add("left over", "\(names.joined(separator: ", ")): unfinished; remove what nothing writes any more") }
  }
}
