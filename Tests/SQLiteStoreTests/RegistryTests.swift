import Foundation
import Learning
import Records
import SQLiteStore
import Synchronization
import Testing

/// The registry in a file: what is kept, and that it stays.
@Suite struct RegistryTests {
  @Test func whatIsRegisteredComesBackWhole() throws {
    let place = try Place()
    let run = Sample.run {
      ($0.dataHash, $0.rulesHash, $0.baselineHash) = ("d", "r", "b")
      $0.parameters = [RunParameter("depth", "6"), RunParameter("empty", "")]
      $0.metrics = [RunMetric("auc", 0.1 + 0.2, interval: -1e-300...1e300), RunMetric("none", 0)]
      $0.amounts = [
        RunAmount(
          "caught", Money(unchecked: 12_345), interval: Money(unchecked: -1)...Money(unchecked: 99_999), currency: .usDollar)
      ]
      $0.weights = [
        RunWeight(scheme: "rep-padding", feature: "gap", weight: 1.0 / 3, direction: "more of it raises it"),
        RunWeight(scheme: "injected", feature: "gap", weight: 0, direction: ""),
      ]
      $0.notes = "two\nlines, ünïcödé"
    }
    let curves = [
      RunCurve("c", across: "x", up: "y", points: [.init(0, 1), .init(0.5, 1.0 / 3)]),
      RunCurve("e", across: "x", up: "y", points: []),
    ]
    let registered: ModelVersion
    do { registered = try place.registry().register(Sample.model(), of: run, curves: curves, at: Sample.moment) }
    let registry = try place.registry()
    #expect(try registry.versions(of: nil) == [registered] && registry.versions(of: "padding") == [registered])
    #expect(registered.version == 1 && registered.stage == .unstaged && registered.byteCount == 3)
    #expect(registered.hash == SHA256.hash([1, 2, 3]))
    #expect(registered.features == Sample.model().features && registered.schemes == ["rep-padding"])
    #expect(try registry.artefact(of: registered) == [1, 2, 3])
    var expected = run
    expected.id = registered.run
    #expect(try registry.run(registered.run) == expected && registry.runs() == [expected])
    #expect(try registry.curves(ofRun: registered.run) == curves && registry.problems() == [])
    // Another model of the same run, whose curves are kept already.
    #expect(throws: RegistryError.self) {
      try registry.register(Sample.model("injected"), of: expected, curves: curves, at: Sample.moment)
    }
    let second = try registry.register(Sample.model("injected"), of: expected, at: Sample.moment)
    #expect(try second.run == registered.run && registry.runs().count == 1)
  }

  @Test func runsWithoutAModelAreKeptToo() throws {
    let place = try Place()
    let registry = try place.registry()
    let failed = try registry.record(Sample.run { ($0.status, $0.notes) = (.failed, "one class only") })
    let interrupted = try registry.record(Sample.run { $0.status = .interrupted })
    #expect(try registry.runs() == [failed, interrupted] && failed.id == 1)
    for run in [failed, interrupted] {
      let error = #expect(throws: RegistryError.self) { try registry.register(Sample.model(), of: run, at: Sample.moment) }
      #expect(error?.code == .refused)
    }
    #expect(throws: RegistryError.self) { try registry.record(failed) }
    #expect(throws: RegistryError.self) {
      try registry.register(Sample.model(), of: Sample.run { $0.id = 77 }, at: Sample.moment)
    }
    #expect(throws: RegistryError.self) { try registry.run(77) }
    #expect(try registry.versions(of: nil) == [])
  }

  @Test func whatCannotBeKeptLeavesNothingBehind() throws {
    let place = try Place()
    let registry = try place.registry()
    #expect(throws: RegistryError.self) { try registry.register(Sample.model("no name"), of: Sample.run(), at: Sample.moment) }
    #expect(throws: RegistryError.self) {
      try registry.register(Sample.model(), of: Sample.run { $0.metrics = [RunMetric("auc", .nan)] }, at: Sample.moment)
    }
    for weights in [
      [RunWeight(scheme: "s", feature: "f", weight: .infinity, direction: "")],
      [RunWeight(scheme: "s", feature: " ", weight: 1, direction: "")],
      [
        RunWeight(scheme: "s", feature: "f", weight: 1, direction: ""),
        RunWeight(scheme: "s", feature: "f", weight: 2, direction: ""),
      ],
    ] {
      #expect(throws: RegistryError.self) {
        try registry.register(Sample.model(), of: Sample.run { $0.weights = weights }, at: Sample.moment)
      }
    }
    #expect(try registry.runs() == [] && registry.versions(of: nil) == [])
  }

  @Test func namesThatAreNotThereAreNamed() throws {
    let place = try Place()
    let registry = try place.registry()
    _ = try registry.register(Sample.model("padding"), of: Sample.run(), at: Sample.moment)
    _ = try registry.register(Sample.model("injected"), of: Sample.run(), at: Sample.moment)
    let error = #expect(throws: RegistryError.self) { try registry.promote("paddin", 1, to: .live, Sample.signature()) }
    #expect(error?.code == .unknown && error?.known == ["injected", "padding"])
    #expect(throws: RegistryError.self) { try registry.promote("padding", 2, to: .live, Sample.signature()) }
    #expect(throws: RegistryError.self) { try registry.version(ModelReference("padding", version: 2)) }
    #expect(#expect(throws: RegistryError.self) { try registry.live("padding") }?.message == "no version of padding is live")
    #expect(try registry.changes(of: "padding") == [])
    _ = try registry.promote("padding", 1, to: .live, Sample.signature())
    #expect(try registry.live("padding").version == 1)
  }

  @Test func withoutANumberTheLiveVersionIsMeant() throws {
    let place = try Place()
    let registry = try place.registry()
    for _ in 0..<3 { _ = try registry.register(Sample.model(), of: Sample.run(), at: Sample.moment) }
    #expect(try registry.version(ModelReference("padding")).version == 3)
    _ = try registry.promote("padding", 2, to: .live, Sample.signature())
    #expect(try registry.version(ModelReference("padding")).version == 2)
  }

  // MARK: nothing is changed or removed

  @Test func rowsStayAlsoWhereAnotherProgramAsks() throws {
    let place = try Place()
    do {
      let registry = try place.registry()
      let run = Sample.run {
        ($0.parameters, $0.metrics) = ([RunParameter("a", "b")], [RunMetric("m", 1)])
        $0.amounts = [RunAmount("m2", .zero, currency: .usDollar)]
        $0.weights = [RunWeight(scheme: "s", feature: "f", weight: 1, direction: "up")]
      }
      let curve = RunCurve("c", across: "x", up: "y", points: [.init(0, 0)])
      _ = try registry.register(Sample.model(), of: run, curves: [curve], at: Sample.moment)
      _ = try registry.promote("padding", 1, to: .live, Sample.signature())
    }
    let database = try Database(path: place.path)
    // As a program that knows nothing of us opens it.
    try database.execute("PRAGMA recursive_triggers = OFF; PRAGMA foreign_keys = OFF")
    // The registry's; how alerts are kept is tested with them.
    let tables = try database.rows(
      """
      SELECT name FROM sqlite_schema WHERE type = 'table'
        AND (name LIKE 'training%' OR name LIKE 'run%' OR name LIKE 'model%' OR name LIKE 'stage%')
      """
    ) { row throws(StoreError) in try row.text(0) }
    #expect(tables.count == 12)
    func dump() throws -> [String] {
      try tables.flatMap { table in
        let columns = try database.rows("SELECT group_concat('quote(' || name || ')', '||') FROM pragma_table_info('\(table)')") {
          row throws(StoreError) in try row.text(0)
        }
        return try database.rows("SELECT \(columns[0]) FROM \(table)") { row throws(StoreError) in try row.text(0) }
      }
    }
    let before = try dump()
    for table in tables {
      let columns = try database.rows("SELECT name FROM pragma_table_info('\(table)')") { row throws(StoreError) in
        try row.text(0)
      }
      var statements = ["DELETE FROM \(table)", "INSERT OR REPLACE INTO \(table) SELECT * FROM \(table)"]
      for column in columns {
        statements += ["UPDATE \(table) SET \(column) = \(column) || '1'", "UPDATE OR REPLACE \(table) SET \(column) = 9"]
      }
      for statement in statements {
        #expect(throws: StoreError.self, "\(statement)") { try database.execute(statement) }
      }
    }
    #expect(throws: StoreError.self) { try database.execute("UPDATE model_version SET stage = 'shadow'") }
    #expect(throws: StoreError.self) {
      try database.execute(
        "INSERT INTO stage_change (model, from_stage, to_stage, action, at, who, why) VALUES (1, 'none', 'live', 'promote', 0, 'x', 'y')"
      )
    }
    #expect(throws: StoreError.self) {
      try database.execute(
        "INSERT INTO model_version (name, version, run, registered, stage, schema, hash, byte_count) VALUES ('x', 1, 1, 0, 'live', 's', 'h', 1)"
      )
    }
    // The same name and version under another id.
    #expect(throws: StoreError.self) {
      try database.execute(
        "INSERT OR REPLACE INTO model_version SELECT 99, name, version, run, registered, 'none', schema, hash, byte_count FROM model_version"
      )
    }
    #expect(try dump() == before)
  }

  @Test func onlyOneVersionIsLiveWhateverIsWritten() throws {
    let place = try Place()
    let registry = try place.registry()
    for _ in 0..<2 { _ = try registry.register(Sample.model(), of: Sample.run(), at: Sample.moment) }
    _ = try registry.promote("padding", 1, to: .live, Sample.signature())
    let database = try Database(path: place.path)
    #expect(throws: StoreError.self) {
      try database.execute(
        "INSERT INTO stage_change (model, from_stage, to_stage, action, at, who, why) VALUES (2, 'none', 'live', 'promote', 0, 'x', 'y')"
      )
    }
    #expect(try registry.versions(of: "padding").map(\.stage) == [.live, .unstaged])
    #expect(try registry.changes(of: "padding").count == 1)
  }

  @Test func bytesThatAreNotTheRegisteredOnesAreRefused() throws {
    let place = try Place()
    let registry = try place.registry()
    let version = try registry.register(Sample.model(), of: Sample.run(), at: Sample.moment)
    // Somebody who rules the file takes the guards away first.
    try Database(path: place.path).execute(
      "DROP TRIGGER model_artefact_stands; UPDATE model_artefact SET bytes = x'010204' WHERE model = 1")
    let error = #expect(throws: RegistryError.self) { try registry.artefact(of: version) }
    #expect(error?.code == .damaged)
    #expect(error?.message == "\(place.path): the bytes of padding@1 are not those that were registered")
    #expect(try registry.problems().count == 1)
  }

  // MARK: full disks, several writers

  @Test func aFullDiskLeavesWhatWasThere() throws {
    let place = try Place()
    let database = try Database(path: place.path)
    let registry = SQLiteModelRegistry(database)
    let first = try registry.register(Sample.model(), of: Sample.run(), at: Sample.moment)
    let pages = try database.rows("PRAGMA page_count") { row throws(StoreError) in try row.int(0) }[0]
    try database.execute("PRAGMA max_page_count = \(pages + 20)")
    let large = Sample.model("padding", [UInt8](repeating: 9, count: 200_000))
    let error = #expect(throws: RegistryError.self) { try registry.register(large, of: Sample.run(), at: Sample.moment) }
    #expect(error?.code == .unwritable)
    #expect(
      error?.description
        == "\(place.path): there is no room left to write; nothing of the last step was kept; make room on the disk, then do it again"
    )
    #expect(try registry.versions(of: nil) == [first] && registry.runs().count == 1 && registry.problems() == [])
    try database.execute("PRAGMA max_page_count = 100000")
    #expect(try registry.register(large, of: Sample.run(), at: Sample.moment).version == 2)
  }

  @Test func writersThatMeetGoOneAfterTheOther() throws {
    let place = try Place()
    let path = place.path
    let failures = Mutex<[String]>([])
    let each = 25
    DispatchQueue.concurrentPerform(iterations: 3) { writer in
      do {
        let registry = SQLiteModelRegistry(try Database(path: path, patienceMilliseconds: 60_000))
        for round in 0..<each {
          let model = Sample.model("padding", Array("\(writer) \(round)".utf8))
          let version = try registry.register(model, of: Sample.run("run \(writer)"), at: Sample.moment)
          _ = try registry.promote("padding", version.version, to: .live, Sample.signature("\(writer)"))
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let registry = try place.registry()
    let versions = try registry.versions(of: "padding")
    #expect(versions.map(\.version) == Array(1...3 * each))
    #expect(versions.count { $0.stage == .live } == 1 && versions.count { $0.stage == .retired } == 3 * each - 1)
    #expect(try registry.changes(of: "padding").count == 2 * 3 * each - 1)
    #expect(try registry.problems() == [])
  }
}
