import Charts
import Foundation
import TestSupport
import Testing

@Suite struct ChartsTests {
  /// Whatever the numbers and names, every mark lies inside and every number is one.
  @Test func hostileNumbersStayInside() {
    var random = SeededGenerator(seed: 13)
    let odd: [Double] = [.nan, .infinity, -.infinity, 0, -1, 1e308, -1e308, 1e-300, 5, 1_000_000, 3.7]
    let names = ["", "<script>alert('x')</script>", String(repeating: "long ", count: 60), "二二二", "a\u{0}b", "Q1"]
    for round in 0..<2_000 {
      let count = Int.random(in: 0...30, using: &random)
      let values = (0..<count).map { _ in odd.randomElement(using: &random) ?? 0 }
      let labels = (0..<count).map { _ in names.randomElement(using: &random) ?? "" }
      let content: Chart.Content =
        switch round % 9 {
        case 3:
          .curves(
            x: names[round % 6], y: names[round % 5],
            [
              .init(names[round % 6], .line, Array(zip(values, values.reversed()))),
              .init("b", .dots, values.map { ($0 / 5, 0.5) }),
              .init("c", .reference, [(0, 0), (1, 1)]),
            ])
        case 4:
          .plane(
            x: round.isMultiple(of: 5)
              ? .init(names[round % 6], names: labels)
              : .init(names[round % 6], .count, 0...max(1, count.isMultiple(of: 2) ? 7 : 1e308)),
            y: .init(names[round % 5], .money("$"), -1...5),
            [
              .init(names[round % 6], .line, Array(zip(values, values.reversed())), band: values.map { ($0, -0.5, $0) }),
              .init(names[round % 5], .specks, values.map { ($0 / 5, 0.5) }, tone: 7),
            ])
        case 5: .grouped(labels: labels, [.init(names[round % 6], values), .init("b", values.reversed())])
        case 6:
          .histogram(
            labels: labels, values, marks: zip(values, labels).map { ($0, $1) })
        case 7:
          .spans(
            axis: names[round % 6],
            zip(labels, values).map { .init($0, low: $1, value: $1, high: 5, isMarked: $1 > 1) }, reference: values.first ?? 0)
        case 8: .calendar(rows: labels, columns: names, [values, values.reversed(), []])
        case 0: .lines(labels: labels, [.init(names[round % 6], values), .init("b", values.reversed())])
        case 1: .bars(Array(zip(labels, values).map { ($0, $1) }))
        default: .columns(Array(zip(labels, values).map { ($0, $1) }))
        }
      let drawing = Chart(title: names[round % 6], unit: .money("$"), content).drawing()
      for mark in drawing.marks {
        switch mark {
        case .line(let points, _), .area(let points, _):
          for point in points { #expect((0...drawing.width).contains(point.x) && (0...drawing.height).contains(point.y)) }
        case .rectangle(let x, let y, let width, let height, _):
          #expect(
            x >= 0 && y >= 0 && width >= 0 && height >= 0 && x + width <= drawing.width + 1 && y + height <= drawing.height + 1)
        case .text(_, let x, let y, _, _): #expect((0...drawing.width).contains(x) && (0...drawing.height + 10).contains(y))
        }
      }
      let svg = drawing.svg
      #expect(!svg.contains("nan") && !svg.contains("inf\"") && !svg.contains("<script"))
    }
  }

  @Test func aSmallChartAsSVG() {
    let svg = Chart(title: "Orders & more", unit: .count, .columns([("a", 1), ("b", 2)])).drawing(width: 200).svg
    #expect(
      svg.hasPrefix(
        "<svg role=\"img\" viewBox=\"0 0 200 240\" width=\"100%\" xmlns=\"http://www.w3.org/2000/svg\"><title>Orders &amp; more</title>"
      ))
    #expect(svg.contains("<rect class=\"series-0\" x=\"68.9\" y=\"112\" width=\"51.2\" height=\"100\"/>"))
    #expect(svg.contains("<rect class=\"series-0\" x=\"129.9\" y=\"12\" width=\"51.2\" height=\"200\"/>"))
  }

  @Test func sharesOverSharesStandOnTheirPlaces() {
    let content = Chart.Content.curves(
      x: "recall", y: "precision",
      [
        .init("all", .line, [(0, 1), (1, 0.5), (2, 2)]), .init("even", .reference, [(0, 0), (1, 1)]),
        .init("d", .dots, [(0.5, 0.5)]),
      ])
    let svg = Chart(title: "t", unit: .percent, content).drawing(width: 200).svg
    #expect(svg.contains("<polyline class=\"series-0\" fill=\"none\" points=\"64,70 170,212\"/>"))
    #expect(svg.contains("<polyline class=\"axis\" fill=\"none\" points=\"64,354 170,70\"/>"))
    #expect(svg.contains("<rect class=\"series-2\" x=\"113.5\" y=\"208.5\" width=\"7\" height=\"7\"/>"))
    #expect(
      Chart(title: "t", unit: .percent, .curves(x: "", y: "", [.init("e", .reference, [(0, 0)])])).drawing().svg.contains(
        "no data"))
  }

  @Test func aPlaneHasAxesOfItsOwnAndBands() {
    let chart = Chart(
      title: "t", unit: .count,
      .plane(
        x: .init("looks", .count, 0...50), y: .init("share", .percent, 0...1),
        [
          .init("model", .line, [(0, 0), (50, 1), (60, 1)], band: [(0, 0, 0.1), (50, 0.5, 1)]),
          .init("", .dots, [(25, 0.5)], tone: 0),
        ]),
      description: "It rises.")
    let svg = chart.drawing(width: 194).svg
    #expect(svg.contains("<title>t</title><desc>It rises.</desc>"))
    // The frame is 100 wide from 64 on and begins at 52; its height is what 240 leaves.
    #expect(svg.contains("<polyline class=\"series-0\" fill=\"none\" points=\"64,196 164,52\"/>"))
    #expect(svg.contains("<polygon class=\"series-0\" fill-opacity=\"0.16\" points=\"64,181.6 164,52 164,124 64,196\"/>"))
    // What has no name stands in no legend.
    #expect(svg.components(separatedBy: "<text").count - 1 == 6 + 3 + 2 + 1)
  }

  @Test func columnsStandSideBySide() {
    let svg = Chart(
      title: "t", unit: .percent, .grouped(labels: ["a", "b"], [.init("one", [0.5, 1]), .init("other", [0, .nan])])
    ).drawing(width: 278).svg
    #expect(svg.components(separatedBy: "<rect class=\"series-0\"").count == 4)
    #expect(svg.components(separatedBy: "<rect class=\"series-1\"").count == 2)
  }

  @Test func nothingToShowIsSaid() {
    #expect(Chart(title: "t", unit: .count, .bars([])).drawing().svg.contains("no data"))
    #expect(Chart(title: "t", unit: .count, .lines(labels: ["a"], [])).drawing().svg.contains("no data"))
  }
}
