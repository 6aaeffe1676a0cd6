import Charts

/// A document as one self-contained page: no script, no font, no image from elsewhere; for a screen, light or dark, and for paper.
public enum ReportPage {
  /// - contentFirst: lines of HTML that go into the head, such as a refresh; none.
  public static func render(_ document: Document, _ wording: Wording) -> String {
    var html = "<!doctype html>\n<html lang=\"\(escaped(wording.language))\">\n<head>\n<meta charset=\"utf-8\">\n"
    html +=
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
    html += "<title>\(escaped(document.title))</title>\n<style>\n\(ReportStyle.text)</style>\n</head>\n<body>\n<main>\n"
    html += "<header>\n<p class=\"eyebrow\">\(escaped(document.eyebrow))</p>\n<h1>\(escaped(document.title))</h1>\n"
    html += "<p class=\"subtitle\">\(text(document.subtitle, wording))</p>\n</header>\n"
    // The first page stands before the list of chapters: whoever reads no further has read it.
    let first = document.blocks.firstIndex { if case .pageBreak = $0 { true } else { false } } ?? document.blocks.count
    for block in document.blocks[..<first] { html += render(block, wording) }
    html += contents(document)
    for block in document.blocks[first...] { html += render(block, wording) }
    return html + "</main>\n</body>\n</html>\n"
  }

  private static func contents(_ document: Document) -> String {
    let chapters = document.blocks.compactMap { block -> String? in
      guard case .heading(let title, level: 1, let anchor) = block else { return nil }
      return "<li><a href=\"#\(escaped(anchor))\">\(escaped(title))</a></li>\n"
    }
    return chapters.isEmpty ? "" : "<nav><ol>\n\(chapters.joined())</ol></nav>\n"
  }

  private static func render(_ block: Document.Block, _ wording: Wording) -> String {
    switch block {
    case .pageBreak: return "<hr class=\"page\">\n"
    case .heading(let title, let level, let anchor):
      return "<h\(level + 1) id=\"\(escaped(anchor))\">\(escaped(title))</h\(level + 1)>\n"
    case .paragraph(let runs, let style): return "<p class=\"\(name(style))\">\(text(runs, wording))</p>\n"
    case .tiles(let tiles):
      let inner = tiles.map { tile in
        "<div class=\"tile\"><strong>\(text(tile.value, wording))</strong><span>\(escaped(tile.name))</span><small>\(text(tile.note, wording))</small></div>\n"
      }
      return "<div class=\"tiles\">\n\(inner.joined())</div>\n"
    case .list(let items, let isOrdered):
      let tag = isOrdered ? "ol" : "ul"
      return "<\(tag)>\n\(items.map { "<li>\(text($0, wording))</li>\n" }.joined())</\(tag)>\n"
    case .illustration(let illustration):
      let note = illustration.note.isEmpty ? "" : "<p class=\"source\">\(text(illustration.note, wording))</p>"
      return
        "<figure><figcaption>\(escaped(illustration.chart.title))</figcaption>\(illustration.chart.drawing(width: 720).svg)\(note)</figure>\n"
    case .table(let table): return render(table, wording)
    case .example(let example): return render(example, wording)
    }
  }

  private static func name(_ style: Document.Style) -> String {
    switch style {
    case .lead: "lead"
    case .body: "body"
    case .caution: "caution"
    case .source: "source"
    }
  }

  private static func render(_ table: Document.Table, _ wording: Wording) -> String {
    var html = "<div class=\"scroll\"><table>\n<caption>\(escaped(table.caption))</caption>\n<thead><tr>"
    for column in table.columns {
      html += "<th scope=\"col\"\(column.isFigure ? " class=\"n\"" : "")>\(escaped(column.title))</th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for (index, row) in table.rows.enumerated() {
      html += table.hasTotal && index == table.rows.count - 1 ? "<tr class=\"total\">" : "<tr>"
      for (column, run) in zip(table.columns, row) {
        html += "<td\(column.isFigure ? " class=\"n\"" : "")>\(text([run], wording))</td>"
      }
      html += "</tr>\n"
    }
    html += "</tbody></table></div>\n"
    let more = table.rowsInAll - table.rows.count
    if more > 0 { html += "<p class=\"source\">\(text(wording.more(more), wording))</p>\n" }
    return html
  }

  private static func render(_ example: Document.Example, _ wording: Wording) -> String {
    var html = "<div class=\"example\"><h4>\(text(example.title, wording))</h4>\n"
    if !example.steps.isEmpty {
      html += "<table>\n"
      for step in example.steps {
        html +=
          "<tr\(step.isResult ? " class=\"total\"" : "")><td>\(text(step.text, wording))</td><td class=\"n\">\(text([Run(step.amount)], wording))</td></tr>\n"
      }
      html += "</table>\n"
    }
    return html + "<p>\(text(example.conclusion, wording))</p></div>\n"
  }

  private static func text(_ runs: [Run], _ wording: Wording) -> String {
    runs.map { run in
      var html = escaped(wording.text(of: run.figure))
      if run.isStrong { html = "<b>\(html)</b>" }
      guard let target = run.target else { return html }
      return "<a href=\"\(escaped(target))\">\(html)</a>"
    }.joined()
  }
}
