import Charts

/// The story as one self-contained page: no script, no font, no image from elsewhere; it reads well on a screen and printed.
public enum StoryPage {
  public static func render(_ story: Story) -> String {
    var html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    html += "<title>\(escaped(story.title))</title>\n<style>\n\(style)</style>\n</head>\n<body>\n<main>\n"
    html +=
      "<header>\n<p class=\"eyebrow\">Sheriff</p>\n<h1>\(escaped(story.title))</h1>\n<p class=\"lead\">\(escaped(story.headline))</p>\n</header>\n"
    html += "<nav><ol>\n"
    for (index, section) in story.sections.enumerated() {
      html += "<li><a href=\"#s\(index + 1)\">\(escaped(section.title))</a></li>\n"
    }
    html += "</ol></nav>\n"
    for (index, section) in story.sections.enumerated() {
      html += "<section id=\"s\(index + 1)\">\n<h2>\(escaped(section.title))</h2>\n<p>\(escaped(section.text))</p>\n"
      html += tiles(section.tiles) + cautions(section.cautions)
      html += charts(section.charts, inPairs: section.hasChartPairs)
      if let table = section.table { html += render(table) }
      html += "</section>\n"
    }
    return html + "</main>\n</body>\n</html>\n"
  }

  private static func tiles(_ tiles: [Story.Tile]) -> String {
    guard !tiles.isEmpty else { return "" }
    let inner = tiles.map { tile in
      "<div class=\"tile\"><strong>\(escaped(tile.value))</strong><span>\(escaped(tile.name))</span><small>\(escaped(tile.note))</small></div>\n"
    }
    return "<div class=\"tiles\">\n\(inner.joined())</div>\n"
  }

  private static func cautions(_ cautions: [String]) -> String {
    guard !cautions.isEmpty else { return "" }
    return "<ul class=\"cautions\">\n\(cautions.map { "<li>\(escaped($0))</li>\n" }.joined())</ul>\n"
  }

  /// A chart in a pair is laid out narrower, so that its letters are as large as those of the others.
  private static func charts(_ charts: [Chart], inPairs: Bool) -> String {
    let figures = charts.map { chart in
      "<figure><figcaption>\(escaped(chart.title))</figcaption>\(chart.drawing(width: inPairs ? 440 : 720).svg)</figure>\n"
    }
    return inPairs && !charts.isEmpty ? "<div class=\"pairs\">\n\(figures.joined())</div>\n" : figures.joined()
  }

  private static func render(_ table: Story.Table) -> String {
    let isNumber = table.header.indices.map { column in
      table.rows.contains { row in column < row.count && isFigure(row[column]) }
    }
    var html = "<div class=\"scroll\"><table>\n<thead><tr>"
    for (column, name) in table.header.enumerated() {
      html += "<th\(isNumber[column] ? " class=\"n\"" : "")>\(escaped(name))</th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in table.rows { html += "<tr>" + row.map(cell).joined() + "</tr>\n" }
    html += "</tbody></table></div>\n"
    if table.rowsInAll > table.rows.count { html += "<p class=\"more\">and \(table.rowsInAll - table.rows.count) more</p>\n" }
    return html
  }

  private static func isFigure(_ cell: Story.Cell) -> Bool {
    switch cell {
    case .number, .estimate: true
    case .text, .bar: false
    }
  }

  private static func cell(_ cell: Story.Cell) -> String {
    switch cell {
    case .text(let text): return "<td>\(escaped(text))</td>"
    case .number(let text): return "<td class=\"n\">\(escaped(text))</td>"
    case .estimate(let text, let range):
      return "<td class=\"n\">\(escaped(text))<small>\(range.isEmpty ? "" : " ")\(escaped(range))</small></td>"
    case .bar(let share):
      let width = share.isFinite ? Int((min(max(share, 0), 1) * 100).rounded()) : 0
      return "<td class=\"b\"><span style=\"width:\(width)%\"></span></td>"
    }
  }

  private static let style = """
    :root { --ink:#1c2330; --soft:#5b6472; --paper:#ffffff; --rule:#e3e6eb; --bar:#3b6ea8; --s0:#3b6ea8; --s1:#d98324; --s2:#4f9d69; --s3:#9a5ea1; }
    @media (prefers-color-scheme: dark) { :root { --ink:#e8eaee; --soft:#a2aab6; --paper:#14181f; --rule:#2b323d; --bar:#6ea0d8; --s0:#6ea0d8; --s1:#f0a850; --s2:#76c491; --s3:#c58fcc; } }
    * { box-sizing:border-box; }
    body { margin:0; background:var(--paper); color:var(--ink); font:16px/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
    main { max-width:60rem; margin:0 auto; padding:3rem 1.5rem 5rem; }
    .eyebrow { margin:0; color:var(--soft); letter-spacing:.12em; text-transform:uppercase; font-size:.78rem; }
    h1 { margin:.2rem 0 1rem; font-size:2rem; line-height:1.2; overflow-wrap:anywhere; }
    .lead { font-size:1.15rem; max-width:46rem; }
    nav ol { columns:2; padding-left:1.4rem; color:var(--soft); font-size:.95rem; }
    nav a { color:inherit; }
    section { margin-top:2.6rem; }
    h2 { margin:0 0 .3rem; padding-top:.6rem; border-top:2px solid var(--ink); font-size:1.3rem; }
    section > p { color:var(--soft); max-width:46rem; margin:.2rem 0 1rem; }
    figure { margin:1rem 0 1.6rem; }
    figcaption { font-weight:600; margin-bottom:.3rem; }
    svg text { fill:var(--soft); font:12px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
    svg .grid { stroke:var(--rule); } svg .axis { stroke:var(--soft); }
    svg polyline.series-0 { stroke:var(--s0); } svg polyline.series-1 { stroke:var(--s1); } svg polyline.series-2 { stroke:var(--s2); } svg polyline.series-3 { stroke:var(--s3); }
    svg polyline[class^=series] { stroke-width:2; stroke-linejoin:round; }
    svg rect.series-0 { fill:var(--s0); } svg rect.series-1 { fill:var(--s1); } svg rect.series-2 { fill:var(--s2); } svg rect.series-3 { fill:var(--s3); }
    svg polyline.series-1 { stroke-dasharray:7 4; } svg polyline.series-2 { stroke-dasharray:2 3; } svg polyline.series-3 { stroke-dasharray:9 3 2 3; } svg polyline.axis { stroke-width:1; }
    svg polygon.series-0 { fill:var(--s0); } svg polygon.series-1 { fill:var(--s1); } svg polygon.series-2 { fill:var(--s2); } svg polygon.series-3 { fill:var(--s3); }
    .pairs { display:grid; grid-template-columns:repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap:0 2rem; align-items:end; }
    .tiles { display:grid; grid-template-columns:repeat(auto-fit, minmax(12rem, 1fr)); gap:1rem; margin:1.2rem 0; }
    .tile { border-left:3px solid var(--s0); padding:.1rem 0 .1rem .9rem; }
    .tile strong { display:block; font-size:1.8rem; line-height:1.2; font-variant-numeric:tabular-nums; } .tile span { display:block; font-weight:600; } .tile small { color:var(--soft); font-size:.85rem; }
    .cautions { margin:1rem 0; padding:.7rem 1rem .7rem 2rem; border:1px solid var(--s1); max-width:46rem; }
    .cautions li::marker { color:var(--s1); }
    .scroll { overflow-x:auto; }
    table { border-collapse:collapse; width:100%; font-size:.9rem; font-variant-numeric:tabular-nums; }
    th { text-align:left; vertical-align:bottom; color:var(--soft); font-weight:600; border-bottom:1px solid var(--soft); }
    th, td { padding:.3rem .6rem .3rem 0; } td { white-space:nowrap; }
    td { border-bottom:1px solid var(--rule); }
    td:last-child:not(.n) { white-space:normal; overflow-wrap:anywhere; }
    .n { text-align:right; padding-right:1rem; }
    .b { width:9rem; } .b span { display:block; height:.7rem; background:var(--bar); }
    td small { display:block; color:var(--soft); font-size:.88em; line-height:1.3; }
    .more { color:var(--soft); font-size:.9rem; }
    @media print {
      :root { --ink:#000; --soft:#444; --paper:#fff; --rule:#ccc; --bar:#3b6ea8; }
      @page { size:A4; margin:16mm; }
      body { font-size:10pt; } main { max-width:none; padding:0; } nav { display:none; }
      .scroll { overflow:visible; } .tiles { grid-template-columns:repeat(4, 1fr); gap:.5rem; } .tile small { font-size:7.5pt; }
      .pairs { grid-template-columns:1fr 1fr; } .tile strong { font-size:15pt; } .tile, .cautions { break-inside:avoid; }
      figure, tr, h2 { break-inside:avoid; } figure { display:inline-block; width:100%; } svg { display:block; } h2, section > p { break-after:avoid; } thead { display:table-header-group; } table { font-size:7.5pt; }
    }

    """
}
