import CommandLineKit
import Files
import Foundation
import PDFReport
import Records
import Reports
import XlsxReport

/// The files of a report: each is written beside its place first, and all are put there at the end, so that none is there by half.
struct ReportFiles {
  private let story: ReportStory
  private let folder: String
  private let records: ReportRecords
  private var pages: [(path: String, file: OutputFile)] = []

  init(_ story: ReportStory, _ wording: Wording, _ formats: Set<ReportOptions.Format>, in folder: String) throws {
    (self.story, self.folder) = (story, folder)
    let document = story.document
    records = try reading { () throws(SourceError) in try ReportRecords(story, in: folder) }
    if formats.contains(.xlsx) { try add("report.xlsx", workbook(document, wording)) }
    if formats.contains(.html) { try add("report.html", Array(ReportPage.render(document, wording).utf8)) }
    if formats.contains(.pdf) { try add("report.pdf", try ReportFiles.pdf(document, wording, made: story.made)) }
  }

  private static func pdf(_ document: Document, _ wording: Wording, made: CivilDate) throws -> [UInt8] {
    do throws(PDFError) { return try PDFReport.render(document, wording, made: made) } catch {
      throw CommandFailure(error.code == .noFont ? .unavailable : .internal, error.message, hints: error.advice)
    }
  }

  private func workbook(_ document: Document, _ wording: Wording) throws -> [UInt8] {
    let scratch = "\(folder)/.report.xlsx.\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    do throws(XlsxFailure) {
      try XlsxReport.write(document, wording, made: story.made, to: scratch)
    } catch { throw CommandFailure(.inputOutput, "\(error)", hints: ["is there room in \(folder)?"]) }
    return try reading { () throws(SourceError) in try FileTree.contents(scratch) }
  }

  private mutating func add(_ name: String, _ bytes: [UInt8]) throws {
    let path = "\(folder)/\(name)"
    let file = try reading { () throws(SourceError) in
      let file = try OutputFile(path: path)
      try file.write(bytes)
      return file
    }
    pages.append((path, file))
  }

  func write(_ alerts: ReportAlerts) throws {
    try alerts.each { alert in try reading { () throws(SourceError) in try records.add(alert) } }
    try reading { () throws(SourceError) in
      try records.finish()
      for page in pages { try page.file.finish() }
    }
  }

  func say(_ terminal: Terminal) {
    for page in pages { terminal.say(page.path) }
    terminal.say(
      "\(folder)/\(RecordFiles.all): the records behind the figures; by scheme and person in \(folder)/\(RecordFiles.folder)")
  }
}
