import Foundation
import Records
import SQLiteStore
import TestSupport
import Testing

/// The report as an executive gets it and an auditor checks it.
@Suite struct ReportTests {
  private func scanned() throws -> Program.Folder {
    let folder = try Program.Folder()
    let outcome = try Program.run(["scan", "\(Program.root)/sample-data/orders.csv", "--sink", "store"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    return folder
  }

  private func report(_ words: [String], in folder: Program.Folder, epoch: String = "1700000000") throws -> Program.Outcome {
    try Program.run(["report", "--out", "out"] + words, in: folder, environment: ["SOURCE_DATE_EPOCH": epoch])
  }

  private func rows(_ name: String, in folder: Program.Folder) throws -> [[String: String]] {
    let script = "import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='')))))"
    let outcome = try ChildProcess.run("/usr/bin/python3", ["-c", script, "\(folder.path)/\(name)"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: String]] ?? []
  }

  /// The same sum wherever it stands: added up from the records, on the page and in the sheet.
  @Test func formatsStateTheSameFigures() throws {
    let folder = try scanned()
    let outcome = try report([], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    let findings = try rows("out/findings.csv", in: folder)
    let page = try folder.read("out/report.html")
    for scheme in ["rep-padding", "admin-injected"] {
      let own = findings.filter { $0["scheme"] == scheme }
      let sum = own.compactMap { $0["loss"].flatMap { Money(text: $0) } }.reduce(Money.zero) { $0.adding($1) ?? $0 }
      #expect(sum > .zero && page.contains(sum.text(in: .usDollar)), "\(scheme): \(sum)")
      #expect(try rows("out/records/\(scheme).csv", in: folder) == own)
      let list = try JSONSerialization.jsonObject(with: Data(folder.read("out/records/\(scheme).json").utf8)) as? [[String: Any]]
      #expect(list?.count == own.count)
    }
    let reader = """
      import sys, openpyxl
      sheet = openpyxl.load_workbook(sys.argv[1])["Schemes"]
      print("\\n".join(str(round(row[2] * 10000)) for row in sheet.iter_rows(min_row=4, values_only=True)))
      """
    let sheet = try ChildProcess.run("/usr/bin/python3", ["-c", reader, "\(folder.path)/out/report.xlsx"])
    for amount in sheet.output.split(separator: "\n").compactMap({ Int64($0) }).map({ Money(unchecked: $0) }) {
      #expect(page.contains(amount.text(in: .usDollar)), "\(amount)")
    }
    #expect(sheet.output.split(separator: "\n").count == 3, "\(sheet.errors)")
    // Every file that the page points at is there.
    for match in page.matches(of: /href="([^#"][^"]*)"/) {
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/out/\(match.output.1)"), "\(match.output.1)")
    }
  }

  /// A line of a table by time or by product leads to the file of just these records, which count and add up to what the line says.
  @Test func everyLineLeadsToItsOwnRecords() throws {
    let folder = try scanned()
    #expect(try report([], in: folder).code == 0)
    let page = try folder.read("out/report.html")
    let cell = #"<td class="n">([^<]*)</td>"#
    let line = try Regex(
      #"<a href="(records/[a-z-]*-(?:in|product)-[^"]*)">[^<]*</a></td>"# + cell + cell,
      as: (Substring, Substring, Substring, Substring).self)
    var kinds: Set<Bool> = []
    for match in page.matches(of: line) {
      let (_, path, count, loss) = match.output
      kinds.insert(path.contains("-in-"))
      let own = try rows("out/\(path)", in: folder)
      let sum = own.compactMap { $0["loss"].flatMap { Money(text: $0) } }.reduce(Money.zero) { $0.adding($1) ?? $0 }
      #expect(own.count == Int(count) && sum.text(in: .usDollar) == String(loss), "\(path): \(own.count) \(sum)")
    }
    #expect(kinds == [true, false])
  }

  @Test func theSameRecordsMakeTheSameBytes() throws {
    let folder = try scanned()
    func bytes() throws -> [String: Data] {
      #expect(try report([], in: folder).code == 0)
      let names = try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/out")
      return Dictionary(
        uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: "\(folder.path)/out/\($0)") ?? Data()) })
    }
    let (first, second) = (try bytes(), try bytes())
    #expect(first == second && first.count > 8)
  }

  @Test func verdictsAreCountedAndTheClearedAreNot() throws {
    let folder = try scanned()
    let judge = ["--yes", "--by", "auditor"]
    #expect(
      try Program.run(["alerts", "dismiss", "--scheme", "admin-injected", "--why", "an import"] + judge, in: folder).code == 0)
    #expect(try Program.run(["alerts", "confirm", "row:381", "--why", "admitted"] + judge, in: folder).code == 0)
    #expect(try report(["--names", "--history", "none"], in: folder).code == 0)
    let page = try folder.read("out/report.html")
    #expect(page.contains("Of this $1,204.49 is confirmed"))
    #expect(!page.contains("Records altered behind the system</h2>") && page.contains("58 were false alarms"))
    // A scan of the same history knows the verdicts too.
    #expect(try report(["\(Program.root)/sample-data/orders.csv", "--names"], in: folder).code == 0)
    #expect(try folder.read("out/report.html").contains("Of this $1,204.49 is confirmed"))
  }

  @Test func personsGoByTheSamePseudonymsFromReportToReport() throws {
    let folder = try scanned()
    func people() throws -> Set<String> {
      #expect(try report(["--history", "none"], in: folder).code == 0)
      return Set(try rows("out/findings.csv", in: folder).compactMap { $0["entity"] })
    }
    let first = try people()
    #expect(first == (try people()) && !first.contains("Kaja Nyberg"))
    let all = try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/out").filter {
      $0.hasSuffix("v") || $0.hasSuffix("l") || $0.hasSuffix("n")
    }
    for name in all { #expect(try !folder.read("out/\(name)").contains("Nyberg"), "\(name)") }
    let key = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/.sheriff/report.key")
    #expect(key[.posixPermissions] as? Int == 0o600)
    #expect(try report(["--names", "--history", "none"], in: folder).code == 0)
    #expect(try folder.read("out/report.html").contains("Kaja Nyberg"))
  }

  @Test func anEmptyPeriodAndAnEmptyStoreAreSaid() throws {
    let folder = try scanned()
    #expect(try report(["--from", "2031-01-01", "--to", "2031-01-31"], in: folder).code == 0)
    let page = try folder.read("out/report.html")
    #expect(page.contains("Nothing was flagged in this period"))
    let other = try Program.Folder()
    let missing = try report([], in: other)
    #expect(missing.code == 66 && missing.talk.contains("there are no alerts yet"), "\(missing.talk)")
    #expect(try report(["--from", "2031-02-01", "--to", "2031-01-31"], in: folder).code == 64)
    #expect(try report(["--format", "html,docx"], in: folder).talk.contains("there is no format `docx`"))
    #expect(try report(["--locale", "xx_XX_1"], in: folder).code == 64)
  }

  /// A period is told about whole: its records, its shares, what its rules came to; nothing of the years around it.
  @Test func ofAPeriodOnlyItsOwnRecordsAreCounted() throws {
    let folder = try Program.Folder()
    let source = "\(Program.root)/sample-data/orders.csv"
    #expect(try report([source, "--from", "2016-01-01", "--to", "2016-12-31"], in: folder).code == 0)
    let page = try folder.read("out/report.html")
    let dates = try String(contentsOfFile: source, encoding: .utf8).split(separator: "\n").dropFirst().filter {
      ($0.split(separator: ",", omittingEmptySubsequences: false).last ?? "").hasPrefix("2016")
    }
    #expect(dates.count > 100 && page.contains("\(dates.count) records were looked at"))
    // No chart begins before it or goes on after it.
    #expect(!page.contains("Dec 2015") && !page.contains("Jan 2017"))
  }

  /// Nothing is left behind where the folder cannot be written, and nothing by half where one file cannot.
  @Test func whatCannotBeWrittenIsSaidAndLeavesNoHalfFile() throws {
    let folder = try scanned()
    try folder.write("in the way", to: "taken")
    let outcome = try Program.run(["report", "--out", "taken/report"], in: folder)
    #expect(outcome.code == 74 && outcome.talk.contains("taken"), "\(outcome.talk)")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/out/report.html", withIntermediateDirectories: true)
    try folder.write("x", to: "out/report.html/x")
    let half = try report(["--history", "none"], in: folder)
    #expect(half.code == 74 && half.talk.contains("report.html"), "\(half.talk)")
    let left = try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/out")
    #expect(!left.contains { $0.hasSuffix(".part") || $0.contains(".xlsx.") }, "\(left)")
  }

  @Test func aStoreWithHalfOfItsTablesIsSaid() throws {
    let folder = try scanned()
    let database = try Database(path: "\(folder.path)/.sheriff/sheriff.db", mode: .existing)
    try database.execute("PRAGMA foreign_keys = OFF; DROP TABLE sighting")
    let outcome = try report([], in: folder)
    #expect(outcome.code == 65 && outcome.talk.contains("its tables are not as its version says"), "\(outcome.talk)")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/out").isEmpty)
  }

  @Test func anotherSchemaThanOrdersIsReportedToo() throws {
    let folder = try Program.Folder()
    try folder.write(ScanTests.schema, to: "pack/sales.schema")
    try folder.write(ScanTests.rules, to: "pack/sales.rules")
    try folder.write("id,at,rep,list,charged\n" + ScanTests.rows.joined(separator: "\n") + "\n", to: "sales.csv")
    let outcome = try Program.run(["report", "sales.csv", "--rules", "pack", "--names", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.talk)")
    #expect(try folder.read("out/report.html").contains("is indicated as lost"))
  }

  @Test func anotherLanguageAndLocale() throws {
    let folder = try scanned()
    try folder.write("tile.lost = vermutlich verloren\n", to: "de.phrases")
    #expect(try report(["--locale", "de_DE", "--phrases", "de.phrases", "--history", "none"], in: folder).code == 0)
    let page = try folder.read("out/report.html")
    #expect(page.contains("vermutlich verloren") && page.contains("6.658,30"))
    try folder.write("tile.lost vermutlich\n", to: "de.phrases")
    let bad = try report(["--phrases", "de.phrases"], in: folder)
    #expect(bad.code == 65 && bad.talk.contains("de.phrases:1"), "\(bad.talk)")
    let english = try Program.run(["docs", "phrases"], in: folder)
    #expect(english.code == 0 && english.output.contains("tile.lost = "))
  }
}

/// The page in a real browser. Part of `make test-all`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] == "1")) struct HeavyReportTests {
  @Test func theBrowserComplainsOfNothingAndAsksNobody() throws {
    let folder = try Program.Folder()
    let words = ["report", "\(Program.root)/sample-data/orders.csv", "--out", "out"]
    #expect(try Program.run(words, in: folder).code == 0)
    let log = "\(folder.path)/net.json"
    let outcome = try ChildProcess.run(
      "chromium",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/browser", "--enable-logging=stderr",
        "--v=0",
        "--log-net-log=\(log)", "--dump-dom", "file://\(folder.path)/out/report.html",
      ])
    #expect(outcome.status == 0 && outcome.output.contains("is indicated as lost"))
    #expect(!outcome.errors.contains("CONSOLE"), "\(outcome.errors)")
    let page = try folder.read("out/report.html")
    #expect(page.matches(of: /(?:src|href)="https?:/).isEmpty && !page.contains("@import") && !page.contains("url("))
    // Narrow, nothing runs off the side.
    let probe =
      "<script>addEventListener('load',()=>{document.title=(document.documentElement.scrollWidth<=innerWidth)?'fits':'overflows'})</script></body>"
    try folder.write(page.replacing("</body>", with: probe), to: "probe.html")
    let narrow = try ChildProcess.run(
      "chromium",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/browser", "--window-size=500,900",
        "--dump-dom",
        "file://\(folder.path)/probe.html",
      ])
    #expect(narrow.output.contains("<title>fits</title>"))
  }
}
