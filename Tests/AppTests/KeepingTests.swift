import Foundation
import SQLiteStore
import Testing

/// Whether a home is sound, kept copies of it, and their way back.
@Suite struct KeepingTests {
  private func stored() throws -> Program.Folder {
    let folder = try Program.Folder()
    try folder.write(ScanTests.schema, to: "pack/sales.schema")
    try folder.write(ScanTests.rules, to: "pack/sales.rules")
    try folder.write("id,at,rep,list,charged\n" + ScanTests.rows.joined(separator: "\n") + "\n", to: "sales.csv")
    let outcome = try Program.run(["scan", "sales.csv", "--rules", "pack", "--sink", "store"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    try folder.write("kept\n", to: ".sheriff/notes/a b.txt")
    return folder
  }

  private func alerts(_ folder: Program.Folder, home: String = ".sheriff") throws -> String {
    let outcome = try Program.run(["alerts", "list", "--format", "jsonl", "--home", home], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    return outcome.output
  }

  @Test func aSoundHomeIsSaidToBe() throws {
    let folder = try stored()
    let outcome = try Program.run(["doctor"], in: folder)
    #expect(outcome.code == 0, "\(outcome.output)")
    #expect(
      outcome.output.contains("sound, its tables are of version \(Migration.all.count)") && outcome.output.contains("2 alerts"))
    let json = try Program.run(["doctor", "--format", "json"], in: folder)
    #expect(try (JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])?.count ?? 0 >= 4)
    let none = try Program.run(["doctor", "--home", "nowhere"], in: folder)
    #expect(none.code == 66 && none.talk.contains("there is no home yet"))
  }

  @Test func whatIsNotSoundIsNamed() throws {
    let folder = try stored()
    func doctor() throws -> String {
      let outcome = try Program.run(["doctor"], in: folder)
      #expect(outcome.code == 65, "\(outcome.output)\(outcome.talk)")
      return outcome.output
    }
    try folder.write("nothing\n", to: ".sheriff/baselines/b.baseline")
    #expect(try doctor().contains("b.baseline"))
    try FileManager.default.removeItem(atPath: "\(folder.path)/.sheriff/baselines/b.baseline")
    do {
      let database = try Database(path: "\(folder.path)/.sheriff/sheriff.db", mode: .existing)
      try database.execute(
        """
        INSERT INTO checkpoint VALUES ('watch', 1, 0, 'no digest', x'01');
        DROP TRIGGER alert_follows_its_sightings; UPDATE alert SET loss = 1;
        """)
    }
    let text = try doctor()
    #expect(
      text.contains("checkpoint 1 of `watch` is not what was written") && text.contains("2 alerts do not say what was last said"))
    try Data(repeating: 65, count: 20_000).write(to: URL(filePath: "\(folder.path)/.sheriff/sheriff.db"))
    #expect(try doctor().contains("is damaged"))
    chmod("\(folder.path)/.sheriff", 0o777)
    #expect(try doctor().contains("anybody may write in it"))
  }

  @Test func aKeptHomeComesBack() throws {
    let folder = try stored()
    let before = try alerts(folder)
    let kept = try Program.run(["backup", "--out", "kept/monday"], in: folder)
    #expect(kept.code == 0 && kept.output == "kept/monday: 2 files kept\n", "\(kept.talk)")
    #expect(try folder.read("kept/monday/SHA256SUMS").split(separator: "\n").count == 2)
    #expect(try Program.run(["alerts", "confirm", "2", "--why", "later"], in: folder).code == 0)

    let refused = try Program.run(["restore", "kept/monday"], in: folder)
    #expect(refused.code == 64 && refused.talk.contains("nothing was replaced"))
    let restored = try Program.run(["restore", "kept/monday", "--force"], in: folder)
    #expect(restored.code == 0 && restored.talk.contains("what was there is now .sheriff.before-1"), "\(restored.talk)")
    #expect(try alerts(folder) == before && folder.read(".sheriff/notes/a b.txt") == "kept\n")
    // What was there before is there, with the verdict.
    #expect(try alerts(folder, home: ".sheriff.before-1") != before)
    #expect(try Program.run(["restore", "kept/monday", "--home", "new/place"], in: folder).code == 0)
    #expect(try alerts(folder, home: "new/place") == before)
    #expect(try Program.run(["doctor", "--home", "new/place"], in: folder).code == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".part") } == [])
  }

  @Test func aDamagedCopyReplacesNothing() throws {
    let folder = try stored()
    let before = try alerts(folder)
    #expect(try Program.run(["backup", "--out", "kept"], in: folder).code == 0)
    let sums = try folder.read("kept/SHA256SUMS")
    func refused(_ words: String) throws {
      let outcome = try Program.run(["restore", "kept", "--force"], in: folder)
      #expect(outcome.code == 65 && outcome.talk.contains(words), "\(outcome.code) \(outcome.talk)")
      #expect(try alerts(folder) == before)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("before") || $0.hasSuffix(".part") }
          == [])
    }
    try folder.write("other\n", to: "kept/notes/a b.txt")
    try refused("is not what was kept")
    try FileManager.default.removeItem(atPath: "\(folder.path)/kept/notes/a b.txt")
    try refused("is missing")
    try folder.write("\(String(repeating: "0", count: 64))  ../outside\n", to: "kept/SHA256SUMS")
    try refused("is no digest with a file's name")
    try folder.write(sums, to: "kept/SHA256SUMS")
    #expect(try Program.run(["restore", "sales.csv"], in: folder).code == 66)
  }

  @Test func backupsGoWhereNothingIs() throws {
    let folder = try stored()
    for (place, code) in [("pack", 64), (".sheriff/inside", 64)] as [(String, Int32)] {
      #expect(try Program.run(["backup", "--out", place], in: folder).code == code, "\(place)")
    }
    #expect(try Program.run(["backup"], in: folder).code == 64)
    #expect(try Program.run(["backup", "--out", "x", "--home", "nowhere"], in: folder).code == 66)
  }
}
