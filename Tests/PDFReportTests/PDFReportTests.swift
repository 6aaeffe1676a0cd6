import Charts
import Foundation
import PDFReport
import Records
import Reports
import TestSupport
import Testing

@Suite struct PDFReportTests {
  private func pdf(_ document: Document, _ wording: Wording = .english) throws -> [UInt8] {
    try PDFReport.render(document, wording, made: Samples.day)
  }

  private func page(_ blocks: [Document.Block]) -> Document {
    Document(title: "A title", subtitle: [], eyebrow: "", blocks: blocks)
  }

  /// Where two files part, with what stands around it.
  private func difference(_ first: [UInt8], _ second: [UInt8]) -> String {
    let place = zip(first, second).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(first.count, second.count)
    func around(_ bytes: [UInt8]) -> String {
      String(decoding: bytes[max(0, place - 200)..<min(bytes.count, place + 200)], as: UTF8.self)
    }
    return "of \(first.count) and \(second.count) bytes from \(place) on: \(around(first)) …… \(around(second))"
  }

  @Test func theSameDocumentIsTheSameBytes() throws {
    #expect(try pdf(Samples.everything) == pdf(Samples.everything))
  }

  @Test(.enabled(if: Poppler.isHere)) func everyFigureStandsInTheText() throws {
    let document = Samples.everything
    let text = try Poppler.text(try pdf(document)).squeezed
    for figure in document.figures {
      let written = Wording.english.text(of: figure).squeezed
      #expect(text.contains(written), "\(written) is nowhere")
    }
  }

  @Test(.enabled(if: Poppler.isHere)) func itSaysItsTitleItsMakerItsDayAndItsLanguage() throws {
    let bytes = try pdf(Samples.everything)
    let info = try Poppler.info(bytes)
    for expected in [
      "Title:           Indicators of fraud\n", "Author:          Sheriff\n", "Fri Jan  2 00:00:00 2026 UTC",
      "Tagged:          yes", "(A4)",
    ] {
      #expect(info.contains(expected), "\(expected) is not in \(info)")
    }
    #expect(String(decoding: bytes, as: UTF8.self).contains("/Lang (en-US)"))
    #expect(String(decoding: try pdf(Samples.everything, Wording(locale: "de_DE")), as: UTF8.self).contains("/Lang (de-DE)"))
  }

  @Test(.enabled(if: Poppler.isHere)) func itsFontsAreInIt() throws {
    let fonts = try Poppler.fonts(try pdf(Samples.everything)).split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    for font in fonts { #expect(font.contains(" yes yes yes "), "\(font)") }
  }

  @Test(.enabled(if: Poppler.isHere)) func headsArePutOnEveryPageOfATableAndNoRowIsLost() throws {
    let bytes = try pdf(page([.table(Samples.table(rows: 200, hasTotal: true))]))
    let pages = try Poppler.pages(bytes)
    #expect(pages.count > 2)
    for (index, text) in pages.enumerated() {
      #expect(text.contains("what it is") && text.contains("figure 3"))
      #expect(text.contains("Many rows (continued)") == (index > 0))
      #expect(text.contains("page \(index + 1) of \(pages.count)"))
    }
    let all = pages.joined()
    for row in 0..<200 { #expect(all.contains("row number \(row) "), "row \(row) is not there") }
    #expect(all.contains("and 7 more in the files"))
    // In its structure a table is one, and heard once.
    let structure = try Poppler.info(bytes, ["-struct"])
    #expect(structure.components(separatedBy: "Table (block)").count == 2)
    #expect(structure.components(separatedBy: "TR\n").count == 202)
    #expect(structure.components(separatedBy: "/Scope /Column").count == 5)
  }

  @Test(.enabled(if: Poppler.isHere)) func aHeadingIsOnThePageOfWhatFollows() throws {
    // Whatever stands before, the heading is never the last line.
    for lines in 40..<80 {
      let filler = Document.Block.list(Array(repeating: [Run("filler")], count: lines), isOrdered: false)
      for follower in [
        Document.Block.paragraph([Run(String(repeating: "follower ", count: 60))], .body),
        .illustration(.init(Samples.chart(.bars([("follower", 3)])))), .table(Samples.table(rows: 40)),
      ] where lines % 8 == 0 {
        let pages = try Poppler.pages(try pdf(page([filler, .heading("Alone", level: 2, anchor: "alone"), follower])))
        let with = try #require(pages.first { $0.contains("Alone") })
        let after = with.components(separatedBy: "Alone").last ?? ""
        #expect(["follower", "row number 1 "].contains { after.contains($0) }, "after \(lines) lines")
      }
    }
  }

  @Test(.enabled(if: Poppler.isHere)) func picturesHaveTheirWordsInTheStructure() throws {
    let structure = try Poppler.info(try pdf(Samples.everything), ["-struct"])
    #expect(structure.components(separatedBy: "Figure").count == 4)
    // UTF-16, as it stands in the file.
    let words = "Bars of two heights".utf16.map { String($0, radix: 16, uppercase: true) }.map {
      String(repeating: "0", count: 4 - $0.count) + $0
    }
    let bytes = String(decoding: try pdf(Samples.everything), as: UTF8.self)
    #expect(bytes.components(separatedBy: "/Alt <FEFF\(words.joined())>").count == 4)
  }

  @Test func linksLeadToFilesAndToPlacesThatAreThere() throws {
    let bytes = String(decoding: try pdf(Samples.everything), as: UTF8.self)
    #expect(bytes.contains("/URI (findings.csv)"))
    #expect(bytes.contains("/URI (records/a%20b%27c.csv)"))
    #expect(bytes.components(separatedBy: "/Subtype /Link").count == 4)
  }

  @Test(.enabled(if: Poppler.isHere)) func theFirstPageIsOneWhereItCanBe() throws {
    // Too much for the usual size, and not for a smaller one.
    let words = String(repeating: "some words to fill the page ", count: 165)
    let document = page([.paragraph([Run(words)], .lead), .pageBreak, .paragraph([Run("next")], .body)])
    #expect(try Poppler.pageCount(try pdf(document)) == 2)
    // Far too much for any: it flows on.
    let long = page([.paragraph([Run(String(repeating: words, count: 4))], .lead), .pageBreak, .paragraph([Run("next")], .body)])
    #expect(try Poppler.pageCount(try pdf(long)) > 3)
  }

  @Test(.enabled(if: Poppler.isHere)) func nothingAtAllIsAPage() throws {
    let bytes = try pdf(Document(title: "", subtitle: [], eyebrow: ""))
    #expect(try Poppler.pageCount(bytes) == 1)
  }

  @Test(.enabled(if: Poppler.isHere)) func aNameOfTenThousandLettersIsCutWithAnEllipsis() throws {
    let name = String(repeating: "m", count: 100_000)
    var table = Samples.table(rows: 3)
    table.rows[1][0] = Run(name)
    let bytes = try pdf(page([.table(table), .paragraph([Run("the end")], .body)]))
    #expect(try Poppler.pageCount(bytes) <= 4)
    let text = try Poppler.text(bytes)
    #expect(text.contains("…") && text.contains("row number 2") && text.contains("the end"))
  }

  @Test(.enabled(if: Poppler.isHere)) func controlCharactersAndTurnsOfDirectionAreReplaced() throws {
    let text = try Poppler.text(try pdf(page([.paragraph([Run("a\u{0}b\u{202E}c\u{1B}d\ne")], .body)])))
    #expect(text.contains("a\u{FFFD}b\u{FFFD}c\u{FFFD}d e"))
  }

  /// cairo gave up on the whole document.
  @Test(arguments: [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x10_FFFF] as [UInt32])
  func numbersThatAreNoCharactersAreReplaced(number: UInt32) throws {
    let text = "a\(try #require(Unicode.Scalar(number)))b"
    _ = try pdf(page([.paragraph([Run(text)], .body), .heading(text, level: 1, anchor: text)]))
  }

  @Test(.enabled(if: Poppler.isHere), arguments: 0..<8) func anyDocumentIsAFileThatOthersRead(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<3 {
      let document = Samples.anything(&random)
      let bytes = try pdf(document)
      if round == 0 {
        let again = try pdf(document)
        #expect(bytes == again, "\(difference(bytes, again))")
      }
      let pages = try Poppler.pageCount(bytes)
      #expect(pages >= 1 && pages <= 400)
      _ = try Poppler.text(bytes)
    }
  }
}
