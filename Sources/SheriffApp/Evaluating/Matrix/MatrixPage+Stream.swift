import Evaluation
import Records

extension MatrixPage {
  /// The same histories, decided a record at a time.
  var stream: String {
    var text = """

      ## As a stream

      The same histories, decided as `sheriff scan --as-stream` decides: a record at a time with nothing but those before it, no baseline, learning as
      it goes. *Found* is what is flagged at the decision of the very record that shows it; nothing is looked at twice.

      *Precision holds after* so many orders: behind them, of every stretch of the findings in a row that is at least \(PrecisionHold.stretch) long, \(Words.percent(PrecisionHold.precision, 0)) or
      more are right. It is computed from the last stretch that is worse: precision holds behind the first finding of that one, if as many as a
      stretch has still follow; else it *never* holds. Of fewer than \(PrecisionHold.stretch) findings nothing can be said: *few*. An honest change late in the history,
      which the rules first have to learn, moves it there.

      """
    for name in MatrixRun.schemes { text += holds(name) }
    return text + warmUps
  }

  private func streams(_ name: String) -> [(row: MatrixRow, frauds: Int, stream: MatrixRow.Stream, scan: MatrixRow.Figures)] {
    counted(name).compactMap { row, scheme in scheme.stream.map { (row, scheme.frauds, $0, scheme.found) } }
  }

  private func holds(_ name: String) -> String {
    let some = streams(name)
    guard !some.isEmpty else { return "" }
    let table = some.map { row, frauds, stream, scan -> [String] in
      [
        String(row.setting), groupedInThousands(String(row.orders)), groupedInThousands(String(frauds)), share(stream.recall),
        share(scan.recall), share(stream.precision), share(scan.precision), places(stream.averagePrecision),
        holdWord(stream.hold), share(stream.holding?.precision), share(stream.holding?.recall),
        row.streamSeconds.map { Words.places($0, 1) } ?? "–",
      ]
    }
    return "\n### \(name) as a stream\n\n"
      + markdown(
        [
          "setting", "orders", "frauds", "found", "found by scan", "precision", "precision of scan", "AP",
          "precision holds after",
          "precision from there", "found from there", "seconds",
        ], table) + inShort(some.map(\.stream))
  }

  private func inShort(_ streams: [MatrixRow.Stream]) -> String {
    let after = streams.compactMap { if case .after(let row) = $0.hold { row } else { nil } }.sorted()
    let never = streams.count { if case .never = $0.hold { true } else { false } }
    guard let last = after.last else { return "" }
    let middle = after[(after.count - 1) / 2]
    return "\nPrecision holds in \(after.count) of \(after.count + never) settings that have enough findings, after "
      + "\(groupedInThousands(String(middle))) orders in the middle one and \(groupedInThousands(String(last))) at most.\n"
  }

  private func holdWord(_ hold: MatrixRow.Stream.Hold) -> String {
    switch hold {
    case .after(let row): groupedInThousands(String(row))
    case .never: "never"
    case .tooFew: "few"
    }
  }

  private var warmUps: String {
    var table: [[String]] = []
    for name in MatrixRun.schemes {
      for (row, _, stream, _) in streams(name) {
        let entries = MatrixRun.warmUps.flatMap { after -> [String] in
          guard let warm = stream.warm.first(where: { $0.after == Int64(after) }), warm.frauds > 0 else { return ["–", "–"] }
          return [share(warm.precision), share(warm.recall)]
        }
        table.append([String(row.setting), name] + entries)
      }
    }
    guard !table.isEmpty else { return "" }
    let columns = MatrixRun.warmUps.flatMap { after in
      let text = groupedInThousands(String(after))
      return ["precision after \(text)", "found after \(text)"]
    }
    return "\n### While it warms up\n\nWhat is right and what is found once so many orders have passed.\n\n"
      + markdown(["setting", "*scheme*"] + columns, table)
  }
}
