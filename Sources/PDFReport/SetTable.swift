import Reports

/// A table's caption, heads and columns, set once; its rows are set one by one.
struct SetTable {
  let table: Document.Table
  let caption: TextBlock
  let continued: TextBlock
  let heads: [TextBlock]
  /// Where each column begins and how wide it is.
  let columns: [(x: Double, width: Double)]
  let headHeight: Double
  let padding: Double
  private let composer: Composer
  /// Smaller than elsewhere where the figures would not fit: a figure is never broken.
  private let look: Look

  init(_ table: Document.Table, _ composer: Composer) {
    (self.table, self.composer) = (table, composer)
    let (look, columns) = SetTable.fitting(table, composer)
    self.look = look
    let typesetter = composer.typesetter
    padding = look.gap(4.4)
    func caption(_ text: String) -> TextBlock {
      typesetter.block(
        [TextPiece(text: printable(text))], look.caption, width: PageArea.innerWidth, heightMax: PageArea.innerHeight / 8)
    }
    self.caption = caption(table.caption)
    continued = caption("\(table.caption) (\(composer.wording.continued))")
    self.columns = columns
    heads = zip(table.columns, columns).map { column, place in
      typesetter.block(
        [TextPiece(text: printable(column.title))], look.head, width: place.width, isRightAligned: column.isFigure,
        heightMax: PageArea.innerHeight / 6)
    }
    headHeight = (heads.map(\.height).max() ?? 0) + padding
  }

  /// What stands above the rows.
  var topHeight: Double { caption.height + look.gap(2) + headHeight }

  /// A row is not cut, so it is never higher than what a page has for it.
  var rowHeightMax: Double { PageArea.innerHeight - max(caption.height, continued.height) - headHeight - 4 * padding }

  /// As much of it as has to stand together: a short table is not cut at all.
  var lead: Double {
    if table.rows.count <= SetTable.shortMax {
      let whole = height(ofFirst: SetTable.shortMax)
      if whole <= PageArea.innerHeight / 2 { return whole }
    }
    return min(height(ofFirst: 2), PageArea.keptMax)
  }

  private static let shortMax = 30

  private func height(ofFirst count: Int) -> Double {
    topHeight + look.gap(3) + table.rows.prefix(count).reduce(0) { $0 + height(of: row($1, isTotal: table.hasTotal)) }
  }

  func row(_ runs: [Run], isTotal: Bool) -> [TextBlock] {
    zip(zip(table.columns, columns), runs).map { place, run in
      composer.typesetter.block(
        composer.pieces([run], isStrong: isTotal), look.cell, width: place.1.width, isRightAligned: place.0.isFigure,
        heightMax: rowHeightMax)
    }
  }

  func height(of row: [TextBlock]) -> Double { (row.map(\.height).max() ?? 0) + padding }

  // MARK: columns

  /// So many of the longest cells are measured.
  private static let samples = 6

  private static let scales = [1, 0.94, 0.88, 0.82, 0.76]

  /// The largest letters in which no figure has to be broken; the smallest where there are none.
  private static func fitting(
    _ table: Document.Table, _ composer: Composer
  ) -> (look: Look, columns: [(x: Double, width: Double)]) {
    var look = composer.look
    var found = columns(table, composer, look)
    for scale in scales.dropFirst() where !found.fits {
      look.scale = composer.look.scale * scale
      found = columns(table, composer, look)
    }
    return (look, found.columns)
  }

  private static func columns(
    _ table: Document.Table, _ composer: Composer, _ look: Look
  ) -> (columns: [(x: Double, width: Double)], fits: Bool) {
    guard !table.columns.isEmpty else { return ([], true) }
    let count = Double(table.columns.count)
    let between = min(look.gap(8), PageArea.innerWidth / count / 5)
    let room = PageArea.innerWidth - between * (count - 1)
    let needs = table.columns.indices.map { need(of: $0, table, composer, look, room: room) }
    // Heads stand on one line where there is room for them.
    let wide = zip(needs, table.columns).map { need, column in
      var need = need
      let head = composer.typesetter.block([TextPiece(text: printable(column.title))], look.head).width
      need.natural = max(need.natural, min(head + 0.5, room / 4))
      return need
    }
    let isWide = wide.reduce(0) { $0 + $1.natural } <= room
    let widths = ColumnWidths.shared(isWide ? wide : needs, room: room)
    var x = PageArea.left
    let columns = widths.map { width in
      defer { x += width + between }
      return (x: x, width: width)
    }
    return (columns, needs.reduce(0) { $0 + $1.least } <= room)
  }

  private static func need(
    of index: Int, _ table: Document.Table, _ composer: Composer, _ look: Look, room: Double
  ) -> ColumnWidths.Need {
    let column = table.columns[index]
    var longest: [String] = []
    var word = ""
    var isStrong = table.hasTotal
    func see(_ text: String) {
      guard longest.count < samples || text.utf8.count > longest[samples - 1].utf8.count else { return }
      longest.append(text)
      longest.sort { $0.utf8.count > $1.utf8.count }
      if longest.count > samples { longest.removeLast() }
    }
    for row in table.rows where index < row.count {
      let text = printable(composer.wording.text(of: row[index].figure))
      see(text)
      isStrong = isStrong || row[index].isStrong
      // Figures are not broken.
      for part in column.isFigure ? [Substring(text)] : text.split(separator: " ") where part.utf8.count > word.utf8.count {
        word = String(part)
      }
    }
    func width(_ text: String, _ textLook: TextLook, isStrong: Bool) -> Double {
      composer.typesetter.block([TextPiece(text: String(text.prefix(300)), isStrong: isStrong)], textLook).width + 0.5
    }
    let head = printable(column.title)
    let headWord = head.split(separator: " ").max { $0.utf8.count < $1.utf8.count }.map(String.init) ?? ""
    let cells = longest.map { width($0, look.cell, isStrong: isStrong) }.max() ?? 0
    let least = max(width(word, look.cell, isStrong: isStrong), width(headWord, look.head, isStrong: true))
    return ColumnWidths.Need(
      natural: max(cells, least), least: column.isFigure ? least : min(least, room / 2), weight: column.weight)
  }
}
