/// For whoever decides: how much, who, since when, how sure, and what to do on Monday.
struct BusinessChapter {
  let facts: HistoryFacts
  let target: NotebookTarget

  var notebook: Notebook {
    Notebook(
      "07-business",
      [intro, Setup.cell(target), Setup.periods, read, lossWhy, loss] + (facts.who == nil ? [] : [casesWhy, cases]) + [
        sure, close,
      ])
  }

  private var intro: Cell {
    let named = facts.schemes.filter { $0.flagged > 0 }
    let sentences = named.map {
      "- \(MarkdownText.code($0.name)): \(Words.plural($0.flagged, "record"))\($0.loss.isEmpty ? "" : ", \(MarkdownText.plain($0.loss))")\($0.frauds.map { "; in truth there are \($0)" } ?? "")"
    }
    return .text(
      "intro",
      """
      # 7. For the business

      Of \(Words.plural(facts.count, "record"))\(facts.days.map { ", \($0.first) to \($0.last)," } ?? "") the rules flagged:

      \(sentences.isEmpty ? "- nothing" : sentences.joined(separator: "\n"))

      Each of these is a question to somebody, with a sentence that says why it is asked. None of them is a verdict.
      """)
  }

  private var read: Cell {
    .code(
      "read",
      #"""
      findings, records = table("findings"), table(RECORDS)
      total = findings["loss"].sum()
      print(f"{len(findings)} findings on {findings['row'].nunique()} of {len(records):,} records, {money(total)} lost by their rules")
      """#)
  }

  private var lossWhy: Cell {
    .text(
      "loss-why",
      "## When, and by which scheme\n\nA loss is what the leading rule of a finding says; a record is counted once a scheme.")
  }

  private var loss: Cell {
    .code(
      "loss",
      #"""
      lost = findings[findings["loss"].notna() & (findings["loss"] > 0)]
      names = sorted(period(records).unique())
      by_scheme = lost["loss"].astype("int64").groupby([period(lost), lost["scheme"]]).sum().unstack(fill_value=0).reindex(names, fill_value=0)
      if lost.empty:
          print("no finding says that anything was lost")
      else:
          bottom = pd.Series(0.0, index=by_scheme.index)
          for place, scheme in enumerate(by_scheme.sum().sort_values(ascending=False).index):
              plt.bar(range(len(names)), by_scheme[scheme] / 10_000, bottom=bottom, label=scheme,
                      color=[DARK, COLOUR, LIGHT, MIDDLE][place % 4], hatch=["", "//", "", ".."][place % 4], edgecolor="white")
              bottom = bottom + by_scheme[scheme] / 10_000
          label_periods(plt.gca(), names)
          plt.ylabel(f"lost, {CURRENCY}")
          plt.legend(loc="upper left")
          worst = by_scheme.sum(axis=1).idxmax()
          plt.title(f"{money(total)} lost by the rules' word, {money(by_scheme.loc[worst].sum())} of it in {worst}")
          plt.show()
      """#)
  }

  private var casesWhy: Cell {
    .text(
      "cases-why",
      """
      ## Whom to talk to first

      One person in one scheme in one \(facts.days == nil ? "stretch" : "month") is a case. The largest by what they cost:
      """)
  }

  private var cases: Cell {
    .code(
      "cases",
      #"""
      when = period(findings) if TIME is None else findings[TIME].dt.strftime("%Y-%m")
      cases = findings.assign(when=when).groupby(["entity", "scheme", "when"], as_index=False) \
          .agg(records=("row", "size"), loss=("loss", "sum"), sure=("score", "max"))
      cases = cases.sort_values(["loss", "records", "entity", "when"], ascending=[False, False, True, True]).head(12)
      cases["sure"] = cases["sure"].map(lambda score: f"{score:.0%}")
      shown(cases.rename(columns={"entity": WHO}).reset_index(drop=True))
      """#)
  }

  private var sure: Cell {
    .text(
      "sure",
      """
      ## How sure this is

      \(facts.hasTruth ? "The truth about this history is known, so [03-rules](\(target.link("03-rules"))) says how often the findings are right. A company's own history has no such file: there, verdicts take its place." : "Nobody has said yet which of these findings are right. Until some are confirmed and dismissed, the amounts are what rules say and no more.")
      Amounts are what a scheme cost by its own rule: for padding what the hidden goods cost, for falsified records how far they are off.
      Nothing is extrapolated: what was not flagged is not counted.
      """)
  }

  private var close: Cell {
    .text(
      "close",
      """
      ## What to do next

      1. Look at the first cases with the record at hand: `sheriff rules explain SOURCE row:N` takes a decision apart.
      2. Confirm or dismiss: `sheriff scan SOURCE --sink store`, then `sheriff alerts cases`. Every verdict makes the labels better.
      3. Let the monitor decide on what comes: `sheriff watch SOURCE`. Its alerts come at once, as in [06-stream](\(target.link("06-stream"))).
      """)
  }
}
