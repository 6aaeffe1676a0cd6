import CommandLineKit
import Files
import Foundation
import Monitor
import Records

/// A monitor's own folder under the home: its memory between two runs, and a lock that keeps a second one of its name away.
final class StateFolder: StateKeeper {
  let path: String
  private let lock: AppendedFile
  private let keeping: AppendedFile
  private let reach: (MonitorPoint) -> Void

  private init(_ path: String, _ lock: AppendedFile, _ keeping: AppendedFile, _ reach: @escaping (MonitorPoint) -> Void) {
    (self.path, self.lock, self.keeping, self.reach) = (path, lock, keeping, reach)
  }

  /// Whoever has taken it lets go of memory, or copies it: not both at once.
  static func keeping(_ home: String) throws -> AppendedFile {
    try reading { () throws(SourceError) in try AppendedFile(path: "\(home)/monitors.lock") }
  }

  private static func home(_ invocation: Invocation) -> String { invocation.text("home") ?? ".sheriff" }

  /// Nil while another process has it.
  ///
  /// - name: of the monitor; the folder's name is made of it.
  static func free(_ invocation: Invocation, name: String, reach: @escaping (MonitorPoint) -> Void) throws -> StateFolder? {
    let path = place(invocation, name)
    let lock = try reading { () throws(SourceError) in try AppendedFile(path: "\(path)/lock") }
    guard lock.takeForOneself() else { return nil }
    return StateFolder(path, lock, try keeping(home(invocation)), reach)
  }

  static func taken(_ invocation: Invocation, name: String, reach: @escaping (MonitorPoint) -> Void) throws -> StateFolder {
    if let folder = try free(invocation, name: name, reach: reach) { return folder }
    throw CommandFailure(
      .unavailable, "another monitor follows `\(name)` (\(place(invocation, name))/lock is taken)",
      hints: ["stop that one first, or give this one another --name"])
  }

  private static func place(_ invocation: Invocation, _ name: String) -> String {
    "\(home(invocation))/monitors/\(folderName(name))"
  }

  /// What people can read of a name, and enough of a digest to tell it from others.
  ///
  /// - whole: what the digest is of, where the name does not say all.
  static func folderName(_ name: String, digestOf whole: String? = nil) -> String {
    let plain = name.unicodeScalars.map {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0))
    }
    let readable = String(String.UnicodeScalarView(zip(name.unicodeScalars, plain).map { $1 ? $0 : "_" }).suffix(40))
    return "\(readable.drop { $0 == "." || $0 == "_" })-\(SHA256.hash(whole ?? name).prefix(8))"
  }

  /// Names the folder for ever, wherever it is moved or copied to.
  func identity() throws -> String {
    try reading { () throws(SourceError) in
      let file = try AppendedFile(path: "\(path)/identity")
      if file.length == 0 { try file.append(Array(UUID().uuidString.utf8)) }
      return String(decoding: try FileTree.contents(file.path), as: UTF8.self)
    }
  }

  func rejects() throws -> RejectLines { try RejectLines(path: "\(path)/rejects.jsonl", place: identity()) }

  private func file(_ number: Int64) -> String { "\(path)/\(number).state" }

  func save(_ bytes: [UInt8], as number: Int64, digest: String) throws(DeliveryFailure) {
    do throws(SourceError) {
      let output = try OutputFile(path: file(number))
      try output.write(bytes)
      try output.finish { reach(.beforeRename) }
      reach(.afterRename)
    } catch {
      throw DeliveryFailure("the monitor's memory cannot be kept: \(error)", advice: ["free space under the home"])
    }
  }

  func load(_ number: Int64, digest: String) throws(DeliveryFailure) -> [UInt8]? {
    guard FileTree.exists(file(number)) else { return nil }
    do throws(SourceError) { return try FileTree.contents(file(number)) } catch { throw DeliveryFailure("\(error)") }
  }

  func removeAll(except kept: Set<Int64>) {
    // While a backup is made all stays, and goes the next time.
    guard keeping.takeForOneself() else { return }
    defer { keeping.giveBack() }
    for name in FileTree.names(in: path) {
      // What was still being written when a run ended is of no use.
      let isOld = name.hasSuffix(".state") && !kept.contains(Int64(name.dropLast(6)) ?? -1)
      if isOld || name.hasSuffix(".part") { unlink("\(path)/\(name)") }
    }
  }
}
