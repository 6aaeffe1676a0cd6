import Charts
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
        switch round % 4 {
        case 3:
          .curves(
            x: names[round % 6], y: names[round % 5],
            [
              .init(names[round % 6], .line, Array(zip(values, values.reversed()))),
              .init("b", .dots, values.map { ($0 / 5, 0.5) }),
              .init("c", .reference, [(0, 0), (1, 1)]),
            ])
        case 0: .lines(labels: labels, [.init(names[round % 6], values), .init("b", values.reversed())])
        case 1: .bars(Array(zip(labels, values).map { ($0, $1) }))
        default: .columns(Array(zip(labels, values).map { ($0, $1) }))
        }
      let drawing = Chart(title: names[round % 6], unit: .money("$"), content).drawing()
      for mark in drawing.marks {
        switch mark {
        case .line(let points, _):
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
    #expect(svg.contains("<polyline class=\"series-0\" fill=\"none\" points=\"64,52 170,194\"/>"))
    #expect(svg.contains("<polyline class=\"axis\" fill=\"none\" points=\"64,336 170,52\"/>"))
    #expect(svg.contains("<rect class=\"series-2\" x=\"114\" y=\"191\" width=\"6\" height=\"6\"/>"))
    #expect(
      Chart(title: "t", unit: .percent, .curves(x: "", y: "", [.init("e", .reference, [(0, 0)])])).drawing().svg.contains(
        "no data"))
  }

  @Test func nothingToShowIsSaid() {
    #expect(Chart(title: "t", unit: .count, .bars([])).drawing().svg.contains("no data"))
    #expect(Chart(title: "t", unit: .count, .lines(labels: ["a"], [])).drawing().svg.contains("no data"))
  }
}
