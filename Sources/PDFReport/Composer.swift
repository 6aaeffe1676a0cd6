import Charts
import Reports

/// Sets a document's blocks one below the other. It runs twice: once to count pages, once to draw them.
final class Composer {
  let document: Document
  let wording: Wording
  let typesetter: Typesetter
  let press: Press?
  let plan: PagePlan
  let flow: PageFlow
  var look: Look
  /// What each picture shows, in the order in which they are drawn.
  var pictures: [String] = []

  init(_ document: Document, _ wording: Wording, _ typesetter: Typesetter, _ plan: PagePlan, _ press: Press?) {
    (self.document, self.wording, self.typesetter, self.plan, self.press) = (document, wording, typesetter, plan, press)
    look = Look(scale: plan.firstPageScale)
    press?.places = Dictionary(
      uniqueKeysWithValues: plan.anchors.sorted().enumerated().map { ($0.element, "place-\($0.offset)") })
    let title = printable(document.title)
    flow = PageFlow(press) { page in
      guard let press else { return }
      Composer.drawFooter(press, typesetter, title, printable(wording.page(page, of: max(page, plan.pages))))
    }
  }

  private static func drawFooter(_ press: Press, _ typesetter: Typesetter, _ title: String, _ number: String) {
    let look = Look().footer
    let y = PageArea.height - PageArea.margin - 2
    press.line([(PageArea.left, y - 3), (PageArea.left + PageArea.innerWidth, y - 3)], .rule, width: 0.5)
    let right = typesetter.block(
      [TextPiece(text: number)], look, width: PageArea.innerWidth / 2, isRightAligned: true, heightMax: 1)
    let left = typesetter.block([TextPiece(text: title)], look, width: PageArea.innerWidth / 2 - 10, heightMax: 1)
    left.draw(press, x: PageArea.left, y: y, 0..<left.lines.count, isWhole: true)
    right.draw(press, x: PageArea.left + PageArea.innerWidth / 2, y: y, 0..<right.lines.count, isWhole: true)
  }

  // MARK: the whole

  func compose() {
    press?.begin(.document)
    top()
    var index = 0
    while index < document.blocks.count {
      let next = index + count(at: index)
      set(index..<next)
      index = next
    }
    press?.end(.document)
    flow.endPage()
  }

  private func top() {
    place(
      typesetter.block([TextPiece(text: printable(document.eyebrow).uppercased())], look.eyebrow, width: PageArea.innerWidth),
      .paragraph)
    flow.gap(look.gap(2))
    place(typesetter.block([TextPiece(text: printable(document.title))], look.title, width: PageArea.innerWidth), .title)
    flow.gap(look.gap(3))
    place(typesetter.block(pieces(document.subtitle), look.subtitle, width: PageArea.innerWidth), .paragraph)
    flow.gap(look.gap(8))
  }

  /// How many blocks are set together: two narrow pictures stand side by side.
  private func count(at index: Int) -> Int {
    guard case .illustration(let first) = document.blocks[index], first.isHalfWide, index + 1 < document.blocks.count,
      case .illustration(let second) = document.blocks[index + 1], second.isHalfWide
    else { return 1 }
    return 2
  }

  private func set(_ range: Range<Int>) {
    switch document.blocks[range.lowerBound] {
    case .pageBreak:
      look = Look()
      if !flow.isAtTop { flow.newPage() }
    case .heading(let title, let level, let anchor): set(heading: title, level, anchor, next: range.upperBound)
    case .paragraph(let runs, let style): set(runs, style)
    case .tiles(let tiles): set(tiles)
    case .list(let items, let isOrdered): set(items, isOrdered: isOrdered)
    case .example(let example): set(example)
    case .table(let table): set(table)
    case .illustration:
      set(
        document.blocks[range].compactMap { block -> Picture? in
          guard case .illustration(let illustration) = block else { return nil }
          return picture(illustration)
        })
    }
  }

  // MARK: headings

  private func set(heading title: String, _ level: Int, _ anchor: String, next: Int) {
    let text = heading(title, level)
    flow.gap(spaceAbove(level))
    // A heading is never the last line of a page.
    flow.need(height(text, level) + lead(at: next, depth: 0))
    if level <= 1 {
      press?.line([(PageArea.left, flow.y + 1), (PageArea.left + PageArea.innerWidth, flow.y + 1)], .ink, width: 1.2)
      flow.y += look.gap(7)
    }
    flow.anchor(anchor, printable(title), level: level)
    place(text, level <= 1 ? .chapter : .part)
    flow.gap(look.gap(level <= 1 ? 6 : 3))
  }

  private func heading(_ title: String, _ level: Int) -> TextBlock {
    typesetter.block(
      [TextPiece(text: printable(title))], look.heading(level), width: PageArea.innerWidth, heightMax: PageArea.innerHeight / 4)
  }

  private func spaceAbove(_ level: Int) -> Double { look.gap(level <= 1 ? 16 : 9) }

  private func height(_ text: TextBlock, _ level: Int) -> Double { text.height + look.gap(level <= 1 ? 13 : 3) }

  /// How much of the block there has to follow a heading on its page.
  private func lead(at index: Int, depth: Int) -> Double {
    guard index < document.blocks.count, depth < 4 else { return 0 }
    switch document.blocks[index] {
    case .pageBreak: return 0
    case .heading(let title, let level, _):
      return spaceAbove(level) + height(heading(title, level), level) + lead(at: index + 1, depth: depth + 1)
    case .paragraph(let runs, let style):
      let text = block(runs, style)
      // A few words above a picture or a table belong to it.
      guard text.height <= PageArea.keptMax / 3, isDrawn(at: index + 1) else { return text.lead }
      return text.height + look.gap(5) + lead(at: index + 1, depth: depth + 1)
    case .list(let items, _):
      return items.first.map { typesetter.block(pieces($0), look.body, width: PageArea.innerWidth - indent).lead } ?? 0
    case .tiles(let tiles): return tileRows(tiles).first?.height ?? 0
    case .example(let example): return min(height(example), PageArea.keptMax)
    case .table(let table): return SetTable(table, self).lead
    case .illustration(let illustration): return picture(illustration).height + look.gap(3)
    }
  }

  private func isDrawn(at index: Int) -> Bool {
    guard index < document.blocks.count else { return false }
    switch document.blocks[index] {
    case .illustration, .table, .example: return true
    default: return false
    }
  }

  // MARK: words

  var indent: Double { look.gap(16) }

  func pieces(_ runs: [Run], isStrong: Bool = false) -> [TextPiece] {
    runs.map {
      TextPiece(text: printable(wording.text(of: $0.figure)), isStrong: isStrong || $0.isStrong, target: $0.target)
    }
  }

  private func block(_ runs: [Run], _ style: Document.Style) -> TextBlock {
    let text =
      switch style {
      case .lead: look.lead
      case .body, .caution: look.body
      case .source: look.source
      }
    return typesetter.block(pieces(runs), text, width: PageArea.innerWidth - (style == .caution ? look.gap(10) : 0))
  }

  private func set(_ runs: [Run], _ style: Document.Style) {
    let text = block(runs, style)
    guard style == .caution else {
      place(text, .paragraph)
      flow.gap(look.gap(style == .lead ? 7 : 5))
      return
    }
    place(text, .paragraph, indent: look.gap(10)) { [press] y, height in
      press?.fill(PageRectangle(x: PageArea.left, y: y, width: 2, height: height), .series[1])
    }
    flow.gap(look.gap(5))
  }

  /// Lines one below the other, over as many pages as they need; never one alone where there are several.
  func place(
    _ text: TextBlock, _ tag: StructureTag?, indent: Double = 0, behind: (Double, Double) -> Void = { _, _ in }
  ) {
    let count = text.lines.count
    let isWhole = text.height <= flow.room + 0.01
    if let tag { press?.begin(tag) }
    var line = 0
    while line < count {
      var end = line
      while end < count, text.height(of: line..<end + 1) <= flow.room + 0.01 { end += 1 }
      if end < count {
        if count - end == 1, end - line > 2 { end -= 1 }
        if end - line < min(2, count - line), !flow.isAtTop {
          flow.newPage()
          continue
        }
      }
      // A line that is higher than a page is drawn all the same.
      end = max(end, line + 1)
      let height = text.height(of: line..<end)
      behind(flow.y, height)
      if let press { text.draw(press, x: PageArea.left + indent, y: flow.y, line..<end, isWhole: isWhole && tag != nil) }
      flow.y += height
      line = end
      if line < count { flow.newPage() }
    }
    if let tag { press?.end(tag) }
  }

  // MARK: lists

  private func set(_ items: [[Run]], isOrdered: Bool) {
    press?.begin(.list)
    for (index, item) in items.enumerated() {
      let text = typesetter.block(pieces(item), look.body, width: PageArea.innerWidth - indent)
      flow.need(text.lead)
      press?.begin(.item)
      if let press {
        let label = typesetter.block([TextPiece(text: isOrdered ? "\(index + 1)." : "•")], look.body)
        press.tagged(.label) {
          label.draw(press, x: PageArea.left + indent - look.gap(5) - label.width, y: flow.y, 0..<1, isWhole: true)
        }
      }
      place(text, .itemBody, indent: indent)
      press?.end(.item)
      flow.gap(look.gap(2.5))
    }
    press?.end(.list)
    flow.gap(look.gap(3))
  }
}

extension TextBlock {
  /// As many lines as have to stand together where it begins.
  var lead: Double { height(of: 0..<min(lines.count, lines.count == 3 ? 3 : 2)) }
}
