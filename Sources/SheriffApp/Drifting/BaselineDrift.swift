import CommandLineKit
import Pricing
import Records

/// The ladder and the prices that a baseline knows, against those that were learned today.
struct BaselineDrift {
  let name: String
  private let came: [Ladder.Step]
  private let went: [Ladder.Step]
  private let stayed: Int
  /// Products whose price is determined on both sides.
  private let compared: Int
  /// By how much each price that moved did so, in ten-thousandths of what it was, by size.
  private let moves: [Int64]

  init(_ then: Baseline, _ now: Baseline) {
    name = then.name
    let (old, new) = (BaselineDrift.inUse(then.ladder), BaselineDrift.inUse(now.ladder))
    came = new.filter { step in !old.contains { $0.millionths == step.millionths } }
    went = old.filter { step in !new.contains { $0.millionths == step.millionths } }
    stayed = old.count - went.count
    let (before, after) = (BaselineDrift.latest(then.book), BaselineDrift.latest(now.book))
    let both = before.compactMap { product, price in after[product].map { (price, $0) } }
    compared = both.count
    moves = both.filter { $0 != $1 && $0 > .zero }.map { old, new in
      let difference = Int128(new.tenThousandths - old.tenThousandths)
      return Int64(clamping: difference * 10_000 / Int128(old.tenThousandths))
    }.sorted { $0.magnitude < $1.magnitude }
  }

  /// Steps that are not over by the end of what was learned from.
  private static func inUse(_ ladder: Ladder) -> [Ladder.Step] { ladder.steps.filter { !$0.isOver } }

  private static func latest(_ book: PriceBook) -> [String: Money] {
    // By product, and for one product by time: the last holds.
    Dictionary(book.entries.compactMap { entry in entry.price.map { (entry.product, $0) } }) { $1 }
  }

  /// Of those that moved, the one in the middle.
  private var median: Int64? { moves.isEmpty ? nil : moves[moves.count / 2] }

  private static func percent(_ tenThousandths: Int64) -> String {
    (tenThousandths > 0 ? "+" : "") + Words.percent(Double(tenThousandths) / 10_000)
  }

  var text: String {
    func list(_ steps: [Ladder.Step]) -> String { steps.isEmpty ? "none" : steps.map { "\($0)" }.joined(separator: ", ") }
    let products = Words.counted(compared, "product")
    let prices =
      median.map { "\(moves.count) of \(products) moved, by \(BaselineDrift.percent($0)) in the median" }
      ?? "none of \(products) moved"
    return """
      against the baseline \(name)
        ladder  \(stayed) of \(Words.counted(stayed + went.count, "step")) stayed; came: \(list(came)); went: \(list(went))
        prices  \(prices)

      """
  }

  var json: JSONValue {
    .object([
      ("name", .text(name)), ("steps_stayed", .integer(stayed)), ("steps_came", .array(came.map { .text("\($0)") })),
      ("steps_went", .array(went.map { .text("\($0)") })), ("products", .integer(compared)),
      ("prices_moved", .integer(moves.count)), ("median_move", .optional(median.map { Double($0) / 10_000 })),
    ])
  }
}
