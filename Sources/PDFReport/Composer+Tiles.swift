import Reports

/// Figures that are seen first, on cards side by side.
extension Composer {
  struct SetTile {
    var value: TextBlock
    var name: TextBlock
    var note: TextBlock
  }

  struct TileRow {
    var tiles: [SetTile]
    var height: Double
  }

  private static let tilesInRow = 4
  private var between: Double { look.gap(7) }
  private var inset: Double { look.gap(7) }

  func tileRows(_ tiles: [Document.Tile]) -> [TileRow] {
    stride(from: 0, to: tiles.count, by: Composer.tilesInRow).map { start in
      let row = tiles[start..<min(start + Composer.tilesInRow, tiles.count)]
      let width = tileWidth(row.count) - 2 * inset
      // A tile is not cut, so it is never higher than half a page.
      let part = PageArea.innerHeight / 6
      let set = row.map { tile in
        SetTile(
          value: typesetter.block(pieces(tile.value), valueLook(tile, width), width: width, heightMax: part),
          name: typesetter.block([TextPiece(text: printable(tile.name))], look.tileName, width: width, heightMax: part),
          note: typesetter.block(pieces(tile.note), look.tileNote, width: width, heightMax: part))
      }
      let height = set.map { $0.value.height + $0.name.height + $0.note.height }.max() ?? 0
      return TileRow(tiles: set, height: height + look.gap(16))
    }
  }

  /// A figure is never broken: where it is long, its letters are smaller.
  private func valueLook(_ tile: Document.Tile, _ width: Double) -> TextLook {
    var value = look.tileValue
    for scale in [0.92, 0.84, 0.76, 0.68] where typesetter.block(pieces(tile.value), value).width > width {
      value.size = look.tileValue.size * scale
    }
    return value
  }

  private func tileWidth(_ count: Int) -> Double {
    (PageArea.innerWidth - between * Double(max(1, count) - 1)) / Double(max(1, count))
  }

  func set(_ tiles: [Document.Tile]) {
    for row in tileRows(tiles) {
      flow.need(row.height)
      if let press {
        let width = tileWidth(row.tiles.count)
        for (index, tile) in row.tiles.enumerated() {
          let x = PageArea.left + (width + between) * Double(index)
          press.fill(PageRectangle(x: x, y: flow.y, width: width, height: row.height), .card)
          press.fill(PageRectangle(x: x, y: flow.y, width: width, height: 2), .series[0])
          press.tagged(.group) {
            var y = flow.y + look.gap(7)
            for (text, gap) in [(tile.value, 1.0), (tile.name, 2), (tile.note, 0)] {
              press.tagged(.paragraph) { text.draw(press, x: x + inset, y: y, 0..<text.lines.count, isWhole: true) }
              y += text.height + look.gap(gap)
            }
          }
        }
      }
      flow.y += row.height
      flow.gap(look.gap(8))
    }
  }
}
