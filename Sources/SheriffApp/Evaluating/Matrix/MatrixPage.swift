import Evaluation
import Records

/// The matrix as a page in Markdown: what matters first, each setting so that it can be run again.
struct MatrixPage {
  let rows: [MatrixRow]
  let command: String
  let isStream: Bool
  let hasModels: Bool
  let samples: Int
  let rulesHash: String

  private static let worstShown = 5

  var text: String {
    var text = "# Accuracy\n\nMade by `make accuracy`; do not edit.\n\n    \(command)\n\n"
    text += paragraph
    text += "\n## In short\n\n" + inShort
    text += targets
    for target in MatrixTarget.all { text += worst(target) }
    for scheme in MatrixRun.schemes { text += table(scheme) }
    text += honest
    if isStream { text += stream }
    if hasModels { text += models }
    text += "\n## The settings\n\nEach is `sheriff simulate orders` with these options.\n\n"
    for row in rows { text += "- \(row.setting): `\(row.words)`\n" }
    return text
  }

  private var paragraph: String {
    """
    \(Words.counted(rows.count, "company", "companies")) drawn at random: what they sell, who sells it, their discounts, how they change, who pads
    orders and what was injected. Each history is simulated and decided as `sheriff scan --all` decides,
    with the shipped rules (hash \(rulesHash.prefix(12))) and what is learned from the history itself. Sixteen companies in a row hold each kind
    of fraud by itself, the smallest and the largest history, one guilty rep and ten, rare fraud and common.

    - *AP*: average precision of the scores, with a 95% interval over \(groupedInThousands(String(samples))) samples of the orders. Equal scores count with the mean over
      all their orders.
    - *Precision* and *recall* are those of what was flagged; *P at R 93* is the best precision among thresholds that find 93 percent.
    - *ECE*: the distance between score and share of frauds, in the mean over bins of as many orders.
    - *Alarms*: of 100,000 orders without any fraud, how many are flagged.
    - *Naive* is the rule "charged more than 200.00 under list", ranked by that gap.
    - *Limit* is the average precision of somebody who knew how the history was made: prices, ladder and how each rep uses it, who pads how often,
      what was injected and how. *Hidden* are the frauds that he, too, takes for honest, because honest orders look the same more often.
    - Figures of settings with fewer than \(MatrixTarget.fraudsMin) frauds of a scheme say little, and count in no mean and for no target.

    Of what is injected all but one kind leaves a trace that no honest order of the simulation has: a customer's number that was never given
    out, a list, a cost or a number of items that is not that of the lines, an order of a day that had passed, the order before once more with
    another charge. To somebody who knows these ways and the true prices they are certain. A charge that is some cents short is one among many
    that ordinary discounts make: how likely it is so is weighed from the ladder and from how often either happens, and in a large basket the two
    often cannot be told apart. The limit is what that ranking reaches, counted against the truth as the rules are. The judge knows nothing of
    customers and quarters, and weighs lines as if each were discounted as often as the next, so the rules may pass it by a hair.

    """
  }

  // MARK: Figures

  func share(_ value: Double?) -> String { value.map { Words.percent($0) } ?? "–" }
  func places(_ value: Double?, _ count: Int = 3) -> String { value.map { Words.places($0, count) } ?? "–" }

  func markdown(_ header: [String], _ rows: [[String]]) -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    return line(header) + "|" + header.map { $0.isEmpty || $0.first == "*" ? "---|" : "--:|" }.joined() + "\n"
      + rows.map(line).joined()
  }

  func counted(_ scheme: String) -> [(row: MatrixRow, scheme: MatrixRow.Scheme)] {
    all(scheme).filter { $0.scheme.frauds >= MatrixTarget.fraudsMin }
  }

  func all(_ name: String) -> [(row: MatrixRow, scheme: MatrixRow.Scheme)] {
    rows.compactMap { row in row.schemes.first { $0.scheme == name }.map { (row, $0) } }
  }

  private func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }

  // MARK: Sections

  private var inShort: String {
    let header = [
      "", "settings", "AP", "lowest AP", "precision", "recall", "P at R 93", "P at R 97", "ECE", "alarms", "money found",
      "naive AP",
      "limit",
    ]
    var table: [[String]] = []
    for name in MatrixRun.schemes {
      let some = counted(name).map(\.scheme)
      let found = some.map(\.found)
      table.append([
        name, String(some.count), places(mean(found.map(\.averagePrecision))), places(found.compactMap(\.averagePrecision).min()),
        share(mean(found.map(\.precision))), share(mean(found.map(\.recall))), share(mean(found.map(\.precisionAtRecall93))),
        share(mean(found.map(\.precisionAtRecall97))), places(mean(found.map(\.calibrationError)), 4),
        places(mean(found.map(\.falseAlarms)), 1), share(mean(found.map(\.moneyFound))),
        places(mean(some.map(\.naive.averagePrecision))), places(mean(some.map(\.limit?.averagePrecision))),
      ])
    }
    return markdown(header, table) + "\nMeans over the settings.\n"
  }

  /// Lowest average precision first.
  private func worst(_ target: MatrixTarget) -> String {
    let some = counted(target.scheme).sorted {
      ($0.scheme.found.averagePrecision ?? 0, $0.row.setting) < ($1.scheme.found.averagePrecision ?? 0, $1.row.setting)
    }
    guard !some.isEmpty else { return "" }
    let table = some.prefix(MatrixPage.worstShown).map { entry in
      [
        String(entry.row.setting), String(entry.scheme.frauds), places(entry.scheme.found.averagePrecision),
        share(entry.scheme.found.precision), share(entry.scheme.found.recall), places(entry.scheme.limit?.averagePrecision),
        "`\(entry.row.words)`",
      ]
    }
    return "\n### The worst settings of \(target.scheme)\n\n"
      + markdown(["setting", "frauds", "AP", "precision", "recall", "limit", "*options*"], Array(table))
  }

  private func table(_ name: String) -> String {
    let some = all(name).filter { $0.scheme.frauds > 0 }
    guard !some.isEmpty else { return "" }
    let rows = some.map { row, scheme -> [String] in
      let found = scheme.found
      let range = found.averagePrecisionLow.flatMap { low in
        found.averagePrecisionHigh.map { " (\(places(low))–\(places($0)))" }
      }
      return [
        String(row.setting), groupedInThousands(String(row.orders)), groupedInThousands(String(scheme.frauds)),
        places(found.averagePrecision) + (range ?? ""), share(found.precision), share(found.recall),
        share(found.precisionAtRecall93), share(found.precisionAtRecall97), places(found.calibrationError, 4),
        places(found.falseAlarms, 1), share(found.moneyFound), places(scheme.naive.averagePrecision),
        share(scheme.naive.precision), share(scheme.naive.recall), places(scheme.naive.falseAlarms, 1),
        share(scheme.naive.moneyFound), places(scheme.limit?.averagePrecision),
        share(scheme.limit?.precisionAtRecall93), share(scheme.limit?.precisionAtRecall97),
        scheme.limit.map { String($0.hidden) } ?? "–",
        Words.places(row.seconds, 1),
      ]
    }
    return "\n## \(name)\n\n"
      + markdown(
        [
          "setting", "orders", "frauds", "AP", "precision", "recall", "P at R 93", "P at R 97", "ECE", "alarms", "money found",
          "naive AP", "naive precision", "naive recall", "naive alarms", "naive money", "limit", "limit at R 93",
          "limit at R 97", "hidden", "seconds",
        ], rows)
  }

  private var honest: String {
    let some = rows.filter { !$0.hasFraud }
    guard !some.isEmpty else { return "" }
    let table = some.map { row -> [String] in
      let alarms = MatrixRun.schemes.map { name in
        places(row.schemes.first { $0.scheme == name }?.found.falseAlarms, 1)
      }
      return [String(row.setting), groupedInThousands(String(row.orders))] + alarms
        + [places(row.schemes.first?.naive.falseAlarms, 1)]
    }
    return "\n## Honest companies\n\nNobody commits fraud in these. Of 100,000 honest orders so many are flagged.\n\n"
      + markdown(["setting", "orders"] + MatrixRun.schemes + ["naive"], table)
  }
}
