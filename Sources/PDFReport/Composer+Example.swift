import Reports

/// A calculation on a card, which is not cut unless it is longer than a page.
extension Composer {
  private var inset: Double { look.gap(9) }
  private var cardWidth: Double { PageArea.innerWidth * 0.86 }
  private var amountWidth: Double { cardWidth * 0.22 }
  private var textWidth: Double { cardWidth - 2 * inset - amountWidth - look.gap(8) }

  private struct SetStep {
    var text: TextBlock
    var amount: TextBlock
    var isResult: Bool

    var height: Double { max(text.height, amount.height) }
  }

  private func title(_ example: Document.Example) -> TextBlock {
    typesetter.block(pieces(example.title, isStrong: true), look.body, width: cardWidth - 2 * inset)
  }

  private func conclusion(_ example: Document.Example) -> TextBlock {
    var text = look.body
    text.colour = .soft
    return typesetter.block(pieces(example.conclusion), text, width: cardWidth - 2 * inset)
  }

  private func steps(_ example: Document.Example) -> [SetStep] {
    example.steps.map { step in
      SetStep(
        text: typesetter.block(
          pieces(step.text, isStrong: step.isResult), look.cell, width: textWidth, heightMax: PageArea.innerHeight / 2),
        amount: typesetter.block(
          pieces([Run(step.amount)], isStrong: step.isResult), look.cell, width: amountWidth, isRightAligned: true,
          heightMax: PageArea.innerHeight / 2), isResult: step.isResult)
    }
  }

  private var padding: Double { look.gap(4) }

  func height(_ example: Document.Example) -> Double {
    title(example).height + steps(example).reduce(0) { $0 + $1.height + padding } + conclusion(example).height + look.gap(20)
  }

  func set(_ example: Document.Example) {
    let whole = height(example)
    if whole <= PageArea.keptMax { flow.need(whole) }
    press?.begin(.group)
    strip(look.gap(7))
    place(title(example), .paragraph, indent: inset, behind: card)
    strip(look.gap(3))
    let steps = steps(example)
    if !steps.isEmpty { press?.begin(.table) }
    for step in steps { set(step) }
    if !steps.isEmpty { press?.end(.table) }
    strip(look.gap(4))
    place(conclusion(example), .paragraph, indent: inset, behind: card)
    strip(look.gap(6))
    press?.end(.group)
    flow.gap(look.gap(9))
  }

  private func set(_ step: SetStep) {
    flow.need(step.height + padding)
    card(flow.y, step.height + padding)
    if let press {
      let left = PageArea.left + inset
      let right = PageArea.left + cardWidth - inset
      press.line(
        [(left, flow.y + 0.5), (right, flow.y + 0.5)], step.isResult ? .ink : .rule, width: step.isResult ? 0.8 : 0.4)
      let y = flow.y + padding / 2 + 0.3
      press.tagged(.row) {
        press.tagged(.cell) { step.text.draw(press, x: left, y: y, 0..<step.text.lines.count, isWhole: true) }
        press.tagged(.cell) {
          step.amount.draw(press, x: right - amountWidth, y: y, 0..<step.amount.lines.count, isWhole: true)
        }
      }
    }
    flow.y += step.height + padding
  }

  private func card(_ y: Double, _ height: Double) {
    press?.fill(PageRectangle(x: PageArea.left, y: y, width: cardWidth, height: height), .card)
  }

  /// The card's own room above, below and between.
  private func strip(_ height: Double) {
    guard height <= flow.room, !flow.isAtTop || height > 0 else { return }
    card(flow.y, height)
    flow.y += height
  }
}
