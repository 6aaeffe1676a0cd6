import Foundation
import Learning
import SQLiteStore
import Synchronization
import TestSupport
import Testing

/// The layer around the library: values, transactions, and what it says when a file is not as it should be.
@Suite struct DatabaseTests {
  @Test func valuesComeBackAsTheyWere() throws {
    let place = try Place()
    let database = try Database(path: place.path, migrations: [Migration("t", "CREATE TABLE t (i, r, s, b, n)")])
    let text = "ünï\u{0}cødé 🦉"
    for (text, bytes) in [(text, [0, 255, 7]), ("", [])] as [(String, [UInt8])] {
      try database.run("DELETE FROM t")
      try database.run(
        "INSERT INTO t VALUES (?, ?, ?, ?, ?)", .integer(Int64.min), .real(0.1), .text(text), .bytes(bytes), .null)
      let rows = try database.rows("SELECT * FROM t") { row throws(StoreError) in
        let (i, r, s, b) = (try row.integer(0), try row.real(1), try row.text(2), try row.bytes(3))
        #expect(row.isNull(4) && !row.isNull(2) && !row.isNull(3))
        #expect(i == .min && r == 0.1 && s == text && b == bytes)
        return true
      }
      #expect(rows == [true])
    }
    let error = #expect(throws: StoreError.self) {
      _ = try database.rows("SELECT s AS name FROM t") { row throws(StoreError) in try row.integer(0) }
    }
    #expect(error?.code == .damaged && error?.message == "`name` of a row is no whole number")
    #expect(#expect(throws: StoreError.self) { try database.run("INSERT INTO t VALUES (?, 1, 1, 1, 1)") }?.code == .internal)
    #expect(#expect(throws: StoreError.self) { try database.execute("SELEC") }?.code == .internal)
  }

  @Test func aTransactionIsWholeOrNothing() throws {
    let place = try Place()
    let database = try Database(path: place.path, migrations: [Migration("t", "CREATE TABLE t (i UNIQUE)")])
    func count() throws -> Int {
      try database.rows("SELECT count(*) FROM t") { row throws(StoreError) in try row.int(0) }[0]
    }
    #expect(throws: StoreError.self) {
      try database.transaction { () throws(StoreError) in
        try database.run("INSERT INTO t VALUES (1)")
        try database.run("INSERT INTO t VALUES (1)")
      }
    }
    #expect(try count() == 0)
    try database.transaction { () throws(StoreError) in try database.run("INSERT INTO t VALUES (1)") }
    #expect(try count() == 1)
    // The failed one has let go of the file.
    try Database(path: place.path, mode: .existing, migrations: [Migration("t", "")]).run("INSERT INTO t VALUES (2)")
    #expect(try count() == 2)
  }

  @Test func theFileIsSetUpAsPromised() throws {
    let place = try Place()
    let database = try Database(path: place.path)
    func pragma(_ name: String) throws -> String {
      try database.rows("SELECT CAST((SELECT * FROM pragma_\(name)) AS TEXT)") { row throws(StoreError) in try row.text(0) }[0]
    }
    #expect(try pragma("journal_mode") == "wal" && pragma("foreign_keys") == "1" && pragma("synchronous") == "2")
    #expect(try pragma("user_version") == "\(Migration.all.count)")
    #expect(try database.problems() == [])
    #expect(throws: StoreError.self) { try database.run("INSERT INTO model_artefact VALUES (5, x'00')") }
  }

  // MARK: what may be wrong with a file

  private func failure(_ place: Place, mode: Database.Mode = .existing) -> StoreError? {
    do throws(StoreError) { _ = try Database(path: place.path, mode: mode, patienceMilliseconds: 50) } catch { return error }
    return nil
  }

  @Test func aMissingFileIsMissing() throws {
    let place = try Place()
    #expect(failure(place)?.code == .missing)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder).isEmpty)
    #expect(
      #expect(throws: StoreError.self) { try Database(path: "\(place.folder)/no/sheriff.db") }?.code == .missing)
  }

  @Test func namesMeanNothingToTheLibrary() throws {
    let place = try Place()
    for name in [":memory:", "file:x?mode=memory", "a b%20ü.db"] {
      do { _ = try Database(path: "\(place.folder)/\(name)") }
      #expect(FileManager.default.fileExists(atPath: "\(place.folder)/\(name)"))
    }
  }

  @Test func whatIsNoDatabaseIsNamed() throws {
    let place = try Place()
    try place.write(Array("id,scheme,verdict\n".utf8) + .init(repeating: 65, count: 5_000))
    let before = try place.bytes()
    let error = try #require(failure(place, mode: .created))
    #expect(error.code == .damaged)
    #expect(error.description.hasPrefix("\(place.path): is damaged: file is not a database; restore a copy of it"))
    #expect(try place.bytes() == before)
  }

  @Test func aFolderIsNoDatabase() throws {
    let place = try Place()
    try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true)
    #expect(failure(place, mode: .created)?.code == .unwritable)
  }

  @Test func anotherProgramsDatabaseIsLeftAlone() throws {
    let place = try Place()
    do {
      let other = try Database(path: place.path, migrations: [])
      try other.execute("CREATE TABLE songs (title)")
    }
    let before = try place.bytes()
    #expect(failure(place, mode: .created)?.code == .foreign)
    #expect(try place.bytes() == before)
  }

  @Test func anEmptyFileIsANewOne() throws {
    let place = try Place()
    try place.write([])
    #expect(failure(place) == nil)
    #expect(try place.registry().problems() == [])
  }

  @Test func aReadOnlyFolderIsNamed() throws {
    let place = try Place()
    do { _ = try place.registry().register(Sample.model(), of: Sample.run(), at: Sample.moment) }
    for mode in [0o555, 0o755] as [mode_t] {
      // The second time the folder may be written but belongs to somebody else.
      chmod(place.folder, mode)
      chmod(place.path, 0o444)
      let error = asSomebodyElse { failure(place) }
      #expect(error?.code == .unwritable, "\(String(describing: error))")
      #expect(error?.advice?.contains("run as a user who may write") == true)
    }
    chmod(place.path, 0o644)
    chmod(place.folder, 0o755)
    #expect(failure(place) == nil)
  }

  /// Root may write everything, so for a moment this thread is nobody.
  private func asSomebodyElse<Value>(_ body: () -> Value) -> Value {
    typealias Change = @convention(c) (UInt32) -> Int32
    guard getuid() == 0, let symbol = dlsym(nil, "setfsuid") else { return body() }
    let change = unsafeBitCast(symbol, to: Change.self)
    _ = change(65_534)
    defer { _ = change(0) }
    return body()
  }

  @Test func damageIsAnErrorAndNeverACrash() throws {
    let place = try Place()
    do {
      let registry = try place.registry()
      for number in 1...6 {
        let bytes = [UInt8](repeating: UInt8(number), count: 3_000)
        let version = try registry.register(Sample.model("m", bytes), of: Sample.run("run \(number)"), at: Sample.moment)
        _ = try registry.promote("m", version.version, to: .live, Sample.signature())
      }
    }
    let sound = try place.bytes()
    var caught = 0
    fuzz("database", seed: 11, rounds: 150) { random, round in
      var bytes = sound
      if round % 5 == 0 {
        bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
      } else {
        for _ in 0..<Int.random(in: 1...40, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
      }
      for name in ["", "-wal", "-shm"] { unlink(place.path + name) }
      guard (try? place.write(bytes)) != nil else { return 0 }
      do {
        let registry = try place.registry()
        let problems = try registry.problems()
        for version in try registry.versions(of: nil) {
          _ = try registry.run(version.run)
          _ = try registry.artefact(of: version)
        }
        _ = try registry.rollback("m", Sample.signature())
        if !problems.isEmpty { caught += 1 }
      } catch {
        #expect("\(error)".contains(place.path) || "\(error)".hasPrefix("there is no") || "\(error)".contains("live"), "\(error)")
        caught += 1
      }
      return bytes.count
    }
    #expect(caught > 100)
  }

  // MARK: several at once

  @Test func whoWaitsTooLongIsTold() throws {
    let place = try Place()
    let writer = try Database(path: place.path)
    let other = try Database(path: place.path, patienceMilliseconds: 50)
    try writer.transaction { () throws(StoreError) in
      let error = #expect(throws: StoreError.self) { try other.transaction { () throws(StoreError) in } }
      #expect(error?.code == .busy && error?.isRetriable == true)
      // Who reads does not wait.
      #expect((try? other.rows("SELECT count(*) FROM model_version") { row throws(StoreError) in try row.int(0) }) == [0])
    }
    try other.transaction { () throws(StoreError) in }
  }

  @Test func severalOpenANewFileAtOnce() throws {
    for _ in 0..<15 {
      let place = try Place()
      let path = place.path
      let failures = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        do {
          _ = try Database(path: path).problems()
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
      #expect(failures.withLock { $0 } == [])
    }
  }
}
