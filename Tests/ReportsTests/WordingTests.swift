import Foundation
import Records
import Reports
import TestSupport
import Testing

@Suite struct WordingTests {
  @Test func figuresAreWrittenAsTheReaderExpects() {
    let german = Wording(locale: "de_DE")
    let amount = Figure.money(Money(unchecked: 12_345_678_900), .usDollar)
    #expect(Wording.english.text(of: amount) == "$1,234,567.89")
    #expect(german.text(of: amount).hasPrefix("1.234.567,89"))
    #expect(Wording.english.text(of: .money(Money(unchecked: -5_000), .usDollar)) == "-$0.50")
    #expect(Wording.english.text(of: .share(0.004)) == "0.4%" && Wording.english.text(of: .share(0.42)) == "42%")
    #expect(Wording.english.text(of: .share(0.999)) == "99.9%" && Wording.english.text(of: .share(.nan)) == "not known")
    #expect(Wording.english.text(of: .count(12_345)) == "12,345")
    #expect(Wording.english.text(of: .date(CivilDate(daysSince1970: 0))) == "Jan 1, 1970")
  }

  /// A sheet and a page round alike: what a page says is what the sheet shows.
  @Test func amountsAreRoundedAsMoneyIs() {
    for tenThousandths in stride(from: Int64(-30_050), through: 30_050, by: 25) {
      let amount = Money(unchecked: tenThousandths)
      #expect(Wording.english.text(of: .money(amount, .usDollar)) == amount.text(in: .usDollar))
    }
  }

  @Test func anotherLanguageIsAFile() {
    let (phrases, faults) = PhraseFile.read("# deutsch\ntile.lost = vermutlich verloren\nscheme.mine = Eigenes\n")
    #expect(faults.isEmpty)
    let page = ReportPage.render(
      SampleAlerts.story([SampleAlerts.alert(1)], wording: Wording(locale: "de_DE", phrases: phrases)).document,
      Wording(locale: "de_DE", phrases: phrases))
    #expect(page.contains("vermutlich verloren") && page.contains("lang=\"de-DE\""))
  }

  @Test func slipsInAFileOfPhrasesAreNamedByLine() {
    let (_, faults) = PhraseFile.read(
      "tile.lost = so\nno phrase\nunknown.name = x\ntile.lost = again\ntile.rate = {nothing} a month\n")
    #expect(faults.map(\.line) == [2, 3, 4, 5])
  }

  @Test func theEnglishPhrasesAreAFileWithoutSlips() { #expect(PhraseFile.read(EnglishPhrases.text).faults.isEmpty) }

  /// Every phrase is told somewhere, and every phrase that is told is there.
  @Test func phrasesAndTheirUsesAgree() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    var sources = ""
    for folder in ["Sources/Reports", "Sources/PDFReport", "Sources/XlsxReport"] {
      let path = root.appending(path: folder).path
      for case let file as String in FileManager.default.enumerator(atPath: path) ?? FileManager.DirectoryEnumerator()
      where file.hasSuffix(".swift") && !file.hasSuffix("EnglishPhrases.swift") {
        sources += try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
      }
    }
    let quoted = Set(sources.split(separator: "\"", omittingEmptySubsequences: false))
    let names = PhraseFile.read(EnglishPhrases.text).phrases.keys
    // Put together from a part that is written and one that is not.
    let composed = ["scheme.", "column.", "glossary.", "kind.", "amount."]
    for name in names where !composed.contains(where: { name.hasPrefix($0) }) && name != "rep" {
      #expect(quoted.contains(Substring(name)), "no report says `\(name)`")
    }
    for column in sources.matches(of: /column\("([a-z-]+)"/).map({ String($0.output.1) }) {
      #expect(names.contains("column.\(column)"), "column.\(column)")
    }
  }

  @Test(arguments: 0..<200) func anyTextIsAPhrase(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = ["{", "}", "|", "**", "{a}", "{a|b|c}", "=", " = ", "\n", "#", "x", "é", "\u{0}"]
    let text = (0..<30).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    let (phrases, _) = PhraseFile.read("lead.none = \(text)\ntile.lost = \(text)")
    _ = ReportPage.render(
      SampleAlerts.story([SampleAlerts.alert(1)], wording: Wording(locale: "en_US", phrases: phrases)).document, .english)
  }
}
