import Alerts
import CommandLineKit
import Files
import Foundation
import Records
import Reports

/// What the options of a report say.
enum ReportOptions {
  enum Format: String, CaseIterable { case html, pdf, xlsx, csv }

  static func period(_ invocation: Invocation) throws -> ReportPeriod {
    let from = try AlertFilterOptions.date("from", invocation)
    let to = try AlertFilterOptions.date("to", invocation)
    if let from, let to, from > to { throw invocation.usage("--from lies after --to") }
    return ReportPeriod(from: from?.instant, before: to.map { CivilDate(daysSince1970: $0.daysSince1970 + 1).instant })
  }

  static func formats(_ invocation: Invocation) throws -> Set<Format> {
    var formats: Set<Format> = []
    for name in (invocation.text("format") ?? "").split(separator: ",", omittingEmptySubsequences: false) {
      guard let format = Format(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
        throw invocation.usage(
          "`--format`: there is no format `\(name)`; there are \(Format.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      formats.insert(format)
    }
    return formats
  }

  static func wording(_ invocation: Invocation) throws -> Wording {
    let locale = (invocation.text("locale") ?? "en_US").replacing("-", with: "_")
    guard Locale.availableIdentifiers.contains(locale) else {
      throw invocation.usage("`--locale \(locale)`: there is no such locale; en_US, en_GB, de_DE and fr_FR are some")
    }
    guard let path = invocation.text("phrases") else { return Wording(locale: locale) }
    let bytes = try reading { () throws(SourceError) in try FileTree.contents(path) }
    let (phrases, faults) = PhraseFile.read(String(decoding: bytes, as: UTF8.self))
    guard faults.isEmpty else {
      throw CommandFailure(
        .badData, faults.prefix(10).map { "\(path):\($0.line): \($0.message)" }.joined(separator: "\n"),
        hints: ["`sheriff docs phrases` prints the English ones"])
    }
    return Wording(locale: locale, phrases: phrases)
  }

  /// The day of the report; that of SOURCE_DATE_EPOCH where it is said, so that the same records make the same bytes.
  static func made() throws -> CivilDate {
    guard let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"], !text.isEmpty else {
      return Instant.ofClock().date
    }
    guard let seconds = Int64(text), (0...253_402_300_799).contains(seconds) else {
      throw CommandFailure(.usage, "SOURCE_DATE_EPOCH is `\(text)`: expected seconds since 1970")
    }
    return Instant(microseconds: seconds * Instant.microsecondsPerSecond).date
  }
}
