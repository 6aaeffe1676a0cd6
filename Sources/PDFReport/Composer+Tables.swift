import Reports

/// Tables: heads are repeated on each page, and no row is cut.
extension Composer {
  func set(_ table: Document.Table) {
    let set = SetTable(table, self)
    flow.gap(look.gap(3))
    flow.need(set.lead)
    press?.begin(.table)
    drawTop(set, isContinued: false)
    for (index, runs) in table.rows.enumerated() {
      let isTotal = table.hasTotal && index == table.rows.count - 1
      let row = set.row(runs, isTotal: isTotal)
      let height = set.height(of: row)
      // A sum does not stand alone on a page: the row before it goes with it.
      let next =
        table.hasTotal && index == table.rows.count - 2 ? set.height(of: set.row(table.rows[index + 1], isTotal: true)) : 0
      if height + next > flow.room + 0.01, flow.y > PageArea.top + set.topHeight + 1 {
        flow.newPage()
        drawTop(set, isContinued: true)
      }
      if let press { draw(row, of: set, isTotal: isTotal, height: height, press) }
      flow.y += height
    }
    press?.end(.table)
    let more = table.rowsInAll - table.rows.count
    flow.gap(look.gap(3))
    if more > 0 {
      place(
        typesetter.block(pieces(wording.more(more)), look.source, width: PageArea.innerWidth),
        .paragraph)
    }
    flow.gap(look.gap(8))
  }

  private func drawTop(_ set: SetTable, isContinued: Bool) {
    let caption = isContinued ? set.continued : set.caption
    if let press {
      // What is repeated is in no element: whoever listens to the table hears its heads once.
      func part(_ tag: StructureTag, _ body: () -> Void) {
        if isContinued { body() } else { press.tagged(tag, body) }
      }
      part(.caption) {
        caption.draw(press, x: PageArea.left, y: flow.y, 0..<caption.lines.count, isWhole: true)
      }
      let bottom = flow.y + caption.height + look.gap(2) + set.headHeight
      part(.row) {
        for (head, column) in zip(set.heads, set.columns) {
          // Short heads stand on the line, beside long ones.
          let y = bottom - set.padding / 2 - head.height
          part(.headCell) { head.draw(press, x: column.x, y: y, 0..<head.lines.count, isWhole: true) }
        }
      }
      press.line([(PageArea.left, bottom), (PageArea.left + PageArea.innerWidth, bottom)], .soft, width: 0.7)
    }
    flow.y += caption.height + look.gap(2) + set.headHeight
  }

  private func draw(_ row: [TextBlock], of set: SetTable, isTotal: Bool, height: Double, _ press: Press) {
    let bottom = flow.y + height
    if isTotal { press.line([(PageArea.left, flow.y), (PageArea.left + PageArea.innerWidth, flow.y)], .ink, width: 0.8) }
    press.tagged(.row) {
      for (cell, column) in zip(row, set.columns) {
        press.tagged(.cell) {
          cell.draw(press, x: column.x, y: flow.y + set.padding / 2, 0..<cell.lines.count, isWhole: true)
        }
      }
    }
    press.line([(PageArea.left, bottom), (PageArea.left + PageArea.innerWidth, bottom)], .rule, width: 0.4)
  }
}
