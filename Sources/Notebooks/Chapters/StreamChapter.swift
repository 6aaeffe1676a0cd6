/// The same history once more, as it came: each record decided with nothing but those before it.
struct StreamChapter {
  let facts: HistoryFacts
  let target: NotebookTarget

  var notebook: Notebook {
    Notebook(
      "06-stream",
      [intro, Setup.cell(target), Setup.periods, read, replayWhy, replay, moneyWhy, moneyFound, missedWhy, missed, next])
  }

  private var next: Cell { .text("next", "Next: [07-business](\(target.link("07-business"))).") }

  private var intro: Cell {
    .text(
      "intro",
      """
      # 6. Stream

      In hindsight everything is easier: prices, the ladder and habits are learned from the whole history. A monitor knows only what has passed.
      `stream.csv` holds what it says at each record's own time, by the same rules, learning as it goes; `findings.csv` is what is
      known at the end. The distance between the two is the price of being early.
      """)
  }

  private var read: Cell {
    .code(
      "read",
      #"""
      stream, findings, truth = (table(name) for name in ["stream", "findings", "truth"])
      counts = pd.DataFrame({"at once": stream.groupby("scheme").size(), "in hindsight": findings.groupby("scheme").size()})
      if truth is not None:
          counts["fraud in truth"] = truth.groupby("scheme").size()
      counts.fillna(0).astype(int)
      """#)
  }

  private var replayWhy: Cell {
    .text("replay-why", "## Batch by batch\n\nThe alerts as they come, oldest first; of each batch the one that weighs most.")
  }

  private var replay: Cell {
    .code(
      "replay",
      #"""
      def replay(found):
          """Batches in the order of time: a consumer of the stream would be handed just these."""
          for name, batch in found.sort_values("row").groupby(period(found)):
              yield name, batch


      batches = list(replay(stream))
      for name, batch in batches[-12:]:
          lost = batch["loss"].fillna(0)
          first = batch.loc[lost.idxmax()]
          print(f"{name}  {len(batch):>3} alerts  {money(lost.sum()):>16}   {first['id']}: {first['reason'][:90]}")
      if len(batches) > 12:
          print(f"({len(batches) - 12} earlier batches are not shown)")
      if not batches:
          print("no alert came")
      """#)
  }

  private var moneyWhy: Cell {
    .text(
      "money-why",
      "## Found at once, and found in hindsight\n\nThe early part of a history has little to learn from, so alerts begin late. From then on the distance should stay what it is."
    )
  }

  private var moneyFound: Cell {
    .code(
      "money",
      #"""
      records = table(RECORDS)
      names = sorted(period(records).unique())


      def run_up(found):
          """Losses added up from stretch to stretch."""
          found = found[found["loss"].notna()]
          own = found["loss"].astype("int64").groupby(period(found)).sum()
          return own.reindex(names, fill_value=0).cumsum() / 10_000


      lines = [("found at once", run_up(stream), COLOUR, "-"), ("found in hindsight", run_up(findings), DARK, "--")]
      if truth is not None and truth["loss"].notna().all():
          columns = ["row"] if TIME is None else ["row", TIME]
          lines.append(("lost in truth", run_up(truth.merge(records[columns], on="row")), MIDDLE, ":"))
      for name, amounts, colour, style in lines:
          plt.plot(range(len(names)), amounts, color=colour, linestyle=style, label=name)
      label_periods(plt.gca(), names)
      plt.ylabel(f"{CURRENCY}, added up")
      plt.legend(loc="upper left")
      early, late = lines[0][1].iloc[-1], lines[1][1].iloc[-1]
      plt.title(f"{early:,.0f} {CURRENCY} were named at once, {late:,.0f} in hindsight")
      plt.show()
      """#)
  }

  private var missedWhy: Cell {
    .text("missed-why", "## What only hindsight sees\n\nFindings that no alert announced, and alerts that hindsight takes back.")
  }

  private var missed: Cell {
    .code(
      "missed",
      #"""
      both = findings[["row", "id", "scheme", "loss"]].merge(
          stream[["row", "scheme"]], on=["row", "scheme"], how="outer", indicator="told")
      both["told"] = both["told"].map({"both": "at once and in hindsight", "left_only": "in hindsight only", "right_only": "at once only"})
      shown(both.groupby(["scheme", "told"]).agg(records=("row", "size"), loss=("loss", "sum"))) if len(both) else "nothing was found"
      """#)
  }
}
