import Alerts
import Charts
import Records
import Reports
import TestSupport

/// Documents for tests.
enum Samples {
  static let day = CivilDate(year: 2026, month: 1, day: 2)!

  static func table(rows: Int, columns: Int = 4, hasTotal: Bool = false) -> Document.Table {
    Document.Table(
      name: "Rows", caption: "Many rows",
      columns: (0..<columns).map { .init($0 == 0 ? "what it is" : "figure \($0)", isFigure: $0 > 0) },
      rows: (0..<rows).map { row in
        (0..<columns).map { $0 == 0 ? Run("row number \(row)") : Run(.count(row * 1_000 + $0)) }
      }, rowsInAll: rows + 7, hasTotal: hasTotal)
  }

  /// One of everything.
  static var everything: Document {
    Document(
      title: "Indicators of fraud", subtitle: [Run("Records of "), Run(.date(day))], eyebrow: "Sheriff · report",
      blocks: [
        .paragraph(
          [Run(.share(0.25), isStrong: true), Run(" of all, see "), Run(.text("the files"), target: "findings.csv")], .lead),
        .tiles([
          .init(
            value: [Run(.count(12_345), target: "records/a b'c.csv")], name: "records", note: [Run("of "), Run(.count(99_999))]),
          .init(value: [Run(.number(1.5, places: 2))], name: "rate"),
        ]),
        .table(table(rows: 3, hasTotal: true)), .pageBreak, .heading("The chapter", level: 1, anchor: "chapter"),
        .paragraph(
          [Run("Back to "), Run(.text("the part"), target: "#part"), Run(", to "), Run(.text("nowhere"), target: "#none")], .body),
        .heading("The part", level: 2, anchor: "part"),
        .illustration(.init(chart(.bars([("first", 3), ("second", 1)])), note: [Run("counted "), Run(.count(4_321))])),
        .illustration(.init(chart(.columns([("a", 1), ("b", 2)])), isHalfWide: true)),
        .illustration(
          .init(chart(.lines(labels: ["a", "b"], [.init("one", [1, 2]), .init("two", [2, 1])])), isHalfWide: true)),
        .list([[Run("an item")], [Run("another "), Run(.count(77))]], isOrdered: true),
        .example(
          .init(
            title: [Run("Record "), Run(.count(5_544))],
            steps: [.init([Run("the goods")], .count(1_000)), .init([Run("less")], .count(400), isResult: true)],
            conclusion: [Run("So it is.")])), .paragraph([Run("Take care.")], .caution),
        .paragraph([Run("From a file.")], .source),
      ])
  }

  static func chart(_ content: Chart.Content) -> Chart {
    Chart(title: "What a chart shows", unit: .count, content, description: "Bars of two heights")
  }

  // MARK: anything

  private static let texts = [
    "", "plain", "two words", "a\u{0}b\u{1B}[31m\u{7}", "line\nbreak\ttab", "שלום עולם", "مرحبا", "👩‍👩‍👧‍👦 🎉", "e\u{301}\u{301}\u{301}",
    "<b>&amp;</b>",
    "\u{202E}desrever", "\u{FFFE}\u{FFFF}", "''\\'\\\\]", String(repeating: "long", count: 200),
    String(repeating: "word ", count: 120), "漢字かな",
    "\u{2028}\u{200B}",
  ]

  static func text(_ random: inout some RandomNumberGenerator) -> String { texts.randomElement(using: &random) ?? "" }

  static func run(_ random: inout some RandomNumberGenerator) -> Run {
    let figure: Figure =
      switch Int.random(in: 0..<8, using: &random) {
      case 0: .count(Int.random(in: -9_999_999...9_999_999, using: &random))
      case 1: .share([Double.nan, .infinity, 0, -3, 0.123].randomElement(using: &random) ?? 0)
      case 2: .number([Double.nan, -.infinity, 1e300, 2.5].randomElement(using: &random) ?? 0, places: 2)
      case 3: .date(day)
      case 4: .none
      default: .text(text(&random))
      }
    let target =
      Bool.random(using: &random) ? nil : ["#part", "#\u{0}", "", "a b'\\].csv", "records/é.csv"].randomElement(using: &random)
    return Run(figure, isStrong: Bool.random(using: &random), target: target)
  }

  static func runs(_ random: inout some RandomNumberGenerator) -> [Run] {
    (0..<Int.random(in: 0...5, using: &random)).map { _ in run(&random) }
  }

  static func block(_ random: inout some RandomNumberGenerator) -> Document.Block {
    switch Int.random(in: 0..<9, using: &random) {
    case 0:
      return .heading(
        text(&random), level: Int.random(in: -1...5, using: &random),
        anchor: ["part", "", "x'"].randomElement(using: &random) ?? "")
    case 1: return .paragraph(runs(&random), [.lead, .body, .caution, .source].randomElement(using: &random) ?? .body)
    case 2:
      return .tiles(
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          .init(value: runs(&random), name: text(&random), note: runs(&random))
        })
    case 3:
      return .list((0..<Int.random(in: 0...6, using: &random)).map { _ in runs(&random) }, isOrdered: Bool.random(using: &random))
    case 4, 5:
      let columns = [0, 1, 4, 9, 60].randomElement(using: &random) ?? 1
      return .table(
        .init(
          name: text(&random), caption: text(&random),
          columns: (0..<columns).map { _ in
            .init(
              text(&random), isFigure: Bool.random(using: &random),
              weight: [0, 1, -4, Double.nan].randomElement(using: &random) ?? 1)
          },
          rows: (0..<Int.random(in: 0...40, using: &random)).map { _ in
            (0..<Int.random(in: 0...10, using: &random)).map { _ in run(&random) }
          }, hasTotal: Bool.random(using: &random)))
    case 6:
      let values = [Double.nan, .infinity, -1e308, 1e308, 0, 3, -7]
      let few = (0..<Int.random(in: 0...30, using: &random)).map { _ in values.randomElement(using: &random) ?? 0 }
      let name = text(&random)
      let content: Chart.Content =
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .bars(few.map { (name, $0) })
        case 1: .columns(few.map { (name, $0) })
        case 2: .lines(labels: few.map { _ in name }, [.init(name, few)])
        case 3: .calendar(rows: [name], columns: few.map { _ in name }, [few])
        default: .histogram(labels: few.map { _ in name }, [.init(name, few)], marks: few.map { ($0, name) })
        }
      return .illustration(.init(chart(content), note: runs(&random), isHalfWide: Bool.random(using: &random)))
    case 7:
      return .example(
        .init(
          title: runs(&random),
          steps: (0..<Int.random(in: 0...60, using: &random)).map { _ in
            .init(runs(&random), .count(1), isResult: Bool.random(using: &random))
          }, conclusion: runs(&random)))
    default: return .pageBreak
    }
  }

  static func anything(_ random: inout some RandomNumberGenerator) -> Document {
    Document(
      title: text(&random), subtitle: runs(&random), eyebrow: text(&random),
      blocks: (0..<Int.random(in: 0...8, using: &random)).map { _ in block(&random) })
  }
}
