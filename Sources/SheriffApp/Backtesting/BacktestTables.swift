import CommandLineKit
import Detection
import Records
import RuleLanguage

/// A backtest as tables for a person.
struct BacktestTables {
  let backtest: Backtest
  let terminal: Terminal

  /// More pairs than this nobody reads; JSON has them all.
  private static let pairsMax = 20

  var text: String {
    var sections = [(opening, nil as TextTable?), ("What each rule finds", rules)]
    if let table = undecided { sections.append(("Where a rule could not tell, or was told to be quiet", table)) }
    if let table = overlaps { sections.append(("What rules find together", table)) }
    if let labels = backtest.labels {
      sections.append((Words.labels(labels), nil))
      sections.append(
        (
          "How right, with 95% intervals; in money without, since one amount may outweigh the rest. A rule that votes legit\nis right where there is no fraud, and what it finds is counted of the honest.",
          judgements(labels)
        ))
    }
    var parts = sections.map { section($0.0, $0.1) }
    if let against = backtest.against { parts += AgainstTables(against: against, terminal: terminal).parts }
    if let sweep = backtest.sweep { parts += SweepTables(sweep: sweep, labels: backtest.labels, terminal: terminal).parts }
    return parts.joined(separator: "\n")
  }

  private func section(_ title: String, _ table: TextTable?) -> String {
    guard let table else { return title + "\n" }
    return terminal.styled(title, .cyan) + "\n\n" + table.render(terminal)
  }

  private var opening: String {
    let outline = backtest.history.outline
    var text = "\(backtest.source): \(grouped(outline.decided)) records decided"
    if outline.hasTime, outline.decided > 0 {
      let (first, last) = (Instant(microseconds: outline.first).date, Instant(microseconds: outline.last).date)
      text += ", \(first) to \(last), \(Words.counted(outline.weeks, "week"))"
    }
    let findings = backtest.tally.schemes.values.reduce(0) { $0 + $1.count }
    text +=
      "\nlive rules that vote fraud: \(Words.counted(findings, "alert")) on \(Words.counted(backtest.tally.flagged.count, "record"))"
    if !backtest.tally.total.isZero { text += ", \(backtest.tally.total.text)" }
    if backtest.labels == nil { text += "\nno labels: how right the alerts are is not known; --truth FILE says" }
    return text
  }

  private var rules: TextTable {
    let alone = Overlap.alone(backtest.tally.rules)
    let rows = zip(backtest.tally.rules, alone).map { tally, alone -> [TextTable.Cell] in
      let weekly = backtest.weekly(tally.alerts)
      return [
        .text(tally.rule.id), .text(Words.standing(tally.rule)), .number(grouped(tally.alerts.count)),
        .number(weekly.map { Words.places($0.median) } ?? "-"), .number(weekly.map { "\($0.worst)" } ?? "-"),
        .text(weekly.map { "\($0.worstWeek.monday)" } ?? ""), .number(tally.rule.loss >= 0 ? tally.alerts.total.text : "-"),
        .number(grouped(alone)), .text(tally.alerts.records.first.map(day) ?? ""),
        .text(tally.alerts.records.last.map(day) ?? ""),
      ]
    }
    return TextTable(
      header: ["rule", "", "alerts", "a week", "worst", "in the week of", "loss", "it alone", "first", "last"], rows: rows)
  }

  private func day(_ record: Int32) -> String {
    backtest.history.outline.hasTime ? "\(Instant(microseconds: backtest.history.outline.times[Int(record)]).date)" : ""
  }

  private var undecided: TextTable? {
    let rows = backtest.tally.rules.filter { $0.unknown + $0.insufficient + $0.suppressed > 0 }.map { tally -> [TextTable.Cell] in
      [
        .text(tally.rule.id), .number(grouped(tally.unknown)), .number(grouped(tally.insufficient)),
        .number(grouped(tally.suppressed)),
      ]
    }
    return rows.isEmpty ? nil : TextTable(header: ["rule", "unknown", "insufficient", "suppressed"], rows: rows)
  }

  private var overlaps: TextTable? {
    let tallies = backtest.tally.rules
    let pairs = Overlap.pairs(tallies.map(\.alerts)).prefix(BacktestTables.pairsMax)
    let rows = pairs.map { pair -> [TextTable.Cell] in
      [
        .text(tallies[pair.first].rule.id), .text(tallies[pair.second].rule.id), .number(grouped(pair.both)),
        .number(Words.places(pair.jaccard, 2)),
      ]
    }
    return rows.isEmpty ? nil : TextTable(header: ["rule", "and", "both flag", "Jaccard"], rows: rows)
  }

  private func judgements(_ labels: Labels) -> TextTable {
    var rows: [[TextTable.Cell]] = backtest.tally.rules.compactMap { tally in
      labels.judge(tally).map { [.text(tally.rule.id), .text(tally.rule.vote == .legit ? "votes legit" : "")] + Words.cells($0) }
    }
    for scheme in backtest.schemes where labels.knows(scheme) {
      rows.append([.text(scheme), .text("scheme")] + Words.cells(labels.judge(backtest.alerts(of: scheme), scheme: scheme)))
    }
    rows.append([.text("all schemes"), .text("together")] + Words.cells(labels.judge(backtest.tally)))
    return TextTable(header: ["", "", "right of alerts", "found of frauds", "right in money", "found in money"], rows: rows)
  }
}

/// What is different from another version, as tables.
struct AgainstTables {
  let against: Backtest.Against
  let terminal: Terminal

  var parts: [String] {
    let loud = against.comparison.rules.filter { !$0.isQuiet || $0.kind == .new || $0.kind == .gone || !$0.notes.isEmpty }
    var parts = [terminal.styled("Against \(against.name)", .cyan) + "\n\n" + table(loud).render(terminal)]
    let quiet = against.comparison.rules.count - loud.count
    if quiet > 0 { parts[0] += "  \(Words.counted(quiet, "more rule")) find\(quiet == 1 ? "s" : "") the same in both\n" }
    for change in loud {
      if let samples = against.gained[change.id], !samples.isEmpty {
        parts.append(self.samples("\(change.id): \(samples.count) of \(grouped(change.gained.count)) gained", samples))
      }
      if let samples = against.lost[change.id], !samples.isEmpty {
        parts.append(self.samples("\(change.id): \(samples.count) of \(grouped(change.lost.count)) lost", samples))
      }
    }
    return parts
  }

  private func table(_ rules: [RuleChange]) -> TextTable {
    var rows = rules.map { row($0, $0.kind.rawValue + $0.notes.map { ", \($0)" }.joined()) }
    rows += against.comparison.schemes.map { row($0, "scheme, live rules") }
    rows.append(row(against.comparison.all, "records in all, live rules"))
    return TextTable(header: ["", "", "gained", "its loss", "lost", "its loss", "kept", "loss differs by"], rows: rows)
  }

  private func row(_ change: RuleChange, _ note: String) -> [TextTable.Cell] {
    [
      .text(change.id), .text(note), .number(grouped(change.gained.count)), .number(change.gainedLoss.text),
      .number(grouped(change.lost.count)), .number(change.lostLoss.text), .number(grouped(change.kept)),
      .number(change.keptDifference.isZero ? "" : change.keptDifference.text),
    ]
  }

  /// The sentence stands behind the table's line, where nothing cuts it.
  private func samples(_ title: String, _ samples: [Backtest.Sample]) -> String {
    let rows = samples.map { sample -> [TextTable.Cell] in
      [.text(sample.id), .text(sample.date), .text(sample.who), .number(sample.loss.text(in: sample.currency))]
    }
    let lines = TextTable(header: ["", "", "", ""], rows: rows).render(terminal).split(separator: "\n")
    return title + "\n" + zip(lines, samples).map { "\($0)  \($1.sentence)\n" }.joined()
  }
}

/// A param's values and what each finds, as tables.
struct SweepTables {
  let sweep: Backtest.Sweep
  let labels: Labels?
  let terminal: Terminal

  var parts: [String] {
    let title = "\(sweep.param.id), now \(sweep.param.text)"
    var parts = [
      terminal.styled("\(title): records that live rules flag", .cyan) + "\n\n"
        + table { ($0.alerts, $0.loss, $0.judgement) }.render(terminal)
    ]
    let ids = sweep.rows.first?.rules.map(\.id) ?? []
    if ids.isEmpty { parts.append("no rule reads \(sweep.param.id): all values mean the same") }
    for (place, id) in ids.enumerated() {
      let table = table { ($0.rules[place].alerts, $0.rules[place].loss, $0.rules[place].judgement) }
      parts.append(terminal.styled("\(title): alerts of \(id)", .cyan) + "\n\n" + table.render(terminal))
    }
    return parts
  }

  private func table(_ pick: (ParamSweep.Row) -> (Int, MoneyTotals, Judgement?)) -> TextTable {
    let rows = sweep.rows.map { row -> [TextTable.Cell] in
      let (alerts, loss, judgement) = pick(row)
      let cells: [TextTable.Cell] = [
        .number(row.value), .text(row.isNow ? "now" : ""), .number(grouped(alerts)), .number(loss.text),
      ]
      return cells + (judgement.map(Words.cells) ?? [])
    }
    let judged = labels == nil ? [] : ["right of alerts", "found of frauds", "right in money", "found in money"]
    return TextTable(header: ["value", "", "alerts", "loss"] + judged, rows: rows)
  }
}

private func grouped(_ count: Int) -> String { groupedInThousands(String(count)) }
