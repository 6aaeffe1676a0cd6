import Charts
import Reports

/// Charts with their titles and notes, alone or two side by side; never cut.
extension Composer {
  struct Picture {
    var title: TextBlock
    var drawing: Drawing
    var note: TextBlock
    var width: Double
    var scale: Double
    var alternative: String

    var drawnHeight: Double { drawing.height * scale }
    var height: Double { title.height + drawnHeight + note.height + 8 }
  }

  /// What a drawing's measures are in: its letters come out as large as the text's.
  private static let unit = 0.65

  func picture(_ illustration: Document.Illustration) -> Picture {
    let width = illustration.isHalfWide ? (PageArea.innerWidth - 14) / 2 : PageArea.innerWidth
    let drawing = illustration.chart.drawing(width: width / Composer.unit)
    let part = PageArea.innerHeight / 6
    let title = printable(illustration.chart.title)
    // A picture that would be higher than a page is drawn smaller.
    let highest = PageArea.keptMax - 2 * part - 20
    let scale = min(Composer.unit, highest / max(1, drawing.height))
    let description = printable(illustration.chart.description)
    return Picture(
      title: typesetter.block([TextPiece(text: title)], look.caption, width: width, heightMax: part), drawing: drawing,
      note: typesetter.block(pieces(illustration.note), look.source, width: width, heightMax: part), width: width, scale: scale,
      alternative: description.isEmpty ? title : description)
  }

  func set(_ row: [Picture]) {
    let height = row.map(\.height).max() ?? 0
    flow.gap(look.gap(3))
    flow.need(height)
    if let press {
      for (index, picture) in row.enumerated() {
        draw(picture, press, x: PageArea.left + (picture.width + 14) * Double(index))
      }
    }
    flow.y += height
    flow.gap(look.gap(10))
  }

  private func draw(_ picture: Picture, _ press: Press, x: Double) {
    var y = flow.y
    press.tagged(.paragraph) { picture.title.draw(press, x: x, y: y, 0..<picture.title.lines.count, isWhole: true) }
    y += picture.title.height + 4
    pictures.append(picture.alternative)
    press.tagged(.figure) {
      press.scaled(picture.scale, x: x, y: y) { for mark in picture.drawing.marks { draw(mark, press) } }
    }
    y += picture.drawnHeight + 2
    press.tagged(.paragraph) { picture.note.draw(press, x: x, y: y, 0..<picture.note.lines.count, isWhole: true) }
  }

  /// The words in a drawing are measured for narrower letters than those of the font, so they are a little smaller.
  private static let letters = TextLook(size: 10.8, colour: .soft)

  private func draw(_ mark: Drawing.Mark, _ press: Press) {
    switch mark {
    case .line(let points, let role):
      let (colour, width, dashes) = stroke(role)
      press.line(points, colour, width: width, dashes: dashes)
    case .area(let points, let role): press.shape(points, fill(role), opacity: 0.16)
    case .rectangle(let x, let y, let width, let height, let role):
      press.fill(PageRectangle(x: x, y: y, width: width, height: height), fill(role))
    case .text(let text, let x, let y, let anchor, let isStrong):
      var look = Composer.letters
      look.isStrong = isStrong
      let block = typesetter.block([TextPiece(text: printable(text))], look)
      let shift =
        switch anchor {
        case .start: 0.0
        case .middle: block.width / 2
        case .end: block.width
        }
      block.draw(press, x: x - shift, y: y - block.ascent, 0..<block.lines.count, isWhole: true)
    }
  }

  private func fill(_ role: Drawing.Role) -> Colour {
    switch role {
    case .series(let index): Colour.series[Int(index.magnitude % 4)]
    case .grid: .rule
    case .axis: .soft
    }
  }

  /// Without colours dashes tell lines apart.
  private func stroke(_ role: Drawing.Role) -> (Colour, width: Double, dashes: [Double]) {
    switch role {
    case .grid: (.rule, 0.8, [])
    case .axis: (.soft, 1, [])
    case .series(let index): (fill(role), 2, [[], [7, 4], [2, 3], [9, 3, 2, 3]][Int(index.magnitude % 4)])
    }
  }
}
