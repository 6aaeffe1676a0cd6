import CommandLineKit
import Files
import Foundation
import Provenance
import Records

/// What was seen of a database so far, kept under the home, out of reach of whoever rules the database.
struct WitnessState: Codable {
  static let currentVersion = 1

  var version = WitnessState.currentVersion
  var systemIdentifier: String
  var database: String
  var installation: Installation
  /// All findings up to here are written.
  var confirmed: LogPosition
  var lookedAt: Int64
  var definitions: [Definition]
  var tables: [String: TableMemory] = [:]
  /// Files with the digests of single rows, beside this one.
  var rowFiles: [String: String] = [:]
  var lastAudit: Int64 = 0
  /// Transactions whose commands on definitions were reported already.
  var told: [UInt32] = []
  /// Counts whole looks, for the names of files.
  var looks = 0
}

/// The state's place on the disk.
struct WitnessHome {
  private let folder: String
  private let slot: String

  init(home: String, slot: String) { (folder, self.slot) = ("\(home)/provenance", slot) }

  private var path: String { "\(folder)/\(slot).json" }

  func load() throws -> WitnessState? {
    guard FileTree.exists(path) else { return nil }
    let bytes = try reading { () throws(SourceError) in try FileTree.contents(path) }
    let advice = ["move it away to begin anew; what it remembers of the tables is then lost"]
    guard let state = try? JSONDecoder().decode(WitnessState.self, from: Data(bytes)) else {
      throw CommandFailure(.badData, "\(path): what was remembered of the database cannot be read", hints: advice)
    }
    guard state.version == WitnessState.currentVersion else {
      throw CommandFailure(.badData, "\(path): it was written by another version, \(state.version)", hints: advice)
    }
    return state
  }

  /// Whole or not at all.
  func save(_ state: WitnessState) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(state), as: UTF8.self)
    try reading { () throws(SourceError) in
      try OutputFile.makeFolder(folder)
      try OutputFile.write(text + "\n", to: path)
    }
  }

  /// The rows of a table are written before the state that names their file, and the former file goes after it.
  func saveRows(_ rows: [String: RowDigest], of table: TableName, look: Int) throws -> String {
    let name = "\(slot)-\(table.description.replacing("/", with: "_"))-\(look).rows"
    try reading { () throws(SourceError) in
      try OutputFile.makeFolder(folder)
      try OutputFile.write(TableReading.text(of: rows), to: "\(folder)/\(name)")
    }
    return name
  }

  /// Nil where there is none, or none that can be read: then blocks of keys are named and no single keys.
  func rows(_ name: String?) -> [String: RowDigest]? {
    guard let name, let bytes = try? FileTree.contents("\(folder)/\(name)") else { return nil }
    return TableReading.rows(in: String(decoding: bytes, as: UTF8.self))
  }

  func removeRows(except kept: some Collection<String>) {
    for name in FileTree.names(in: folder) where name.hasPrefix(slot + "-") && name.hasSuffix(".rows") && !kept.contains(name) {
      unlink("\(folder)/\(name)")
    }
  }

  func remove() {
    removeRows(except: [])
    unlink(path)
  }
}
