/// What is looked for, by what, and how it is measured, before any rule is asked.
struct PlanningChapter {
  let facts: HistoryFacts
  let target: NotebookTarget

  var notebook: Notebook {
    Notebook("02-planning", [intro, Setup.cell(target), Setup.periods, looks] + naive + [measure, split, next])
  }

  private var next: Cell { .text("next", "Next: [03-rules](\(target.link("03-rules"))).") }

  private var intro: Cell {
    .text(
      "intro",
      """
      # 2. Planning

      Four decisions come before the first rule.

      1. **What is fraud here?** Each kind is a scheme with a name of its own, because each leaves other traces and somebody else looks into it:
         \(facts.schemes.isEmpty ? "none has a rule yet" : Words.list(facts.schemes.map { MarkdownText.code($0.name) })).
      2. **What would show it?** Each rule looks for one trace and says in one sentence what it saw. Rules vote; they also speak for honest records.
      3. **Who is believed?** Rules first, since they can be read. Their votes label the history, and a model learns from the labels what the
         rules do not say. It decides only where it is better on later records.
      4. **How is it measured?** Always on records later than those that were learned from, in money as well as in counts, and
         by what a person can look at.
      """)
  }

  private var looks: Cell {
    .code(
      "looks",
      #"""
      rules = table("rules")
      for scheme, own in rules[rules["vote"] == "fraud"].groupby("scheme"):
          print(scheme)
          for rule in own.itertuples():
              print(f"  {rule.rule:<36} {rule.title}")
      """#)
  }

  private var naive: [Cell] {
    guard facts.isOfOrders else { return [] }
    return [
      .text(
        "naive-why",
        """
        ## The yardstick: what everybody would try first

        "More than so much below list" needs no learning. Whatever is built has to beat it, by the same number of orders to look at.
        """),
      .code(
        "naive",
        #"""
        orders, truth = table(RECORDS), table("truth")
        gap = orders["list"] - orders["charged"]
        share = (gap / orders["list"].where(orders["list"] > 0)).astype("float64")
        tried = {"more than 5% below list": share > 0.05, "more than 10% below list": share > 0.10,
                 "more than 100 below list": gap > 1_000_000, "more than 200 below list": gap > 2_000_000}
        rows = []
        for name, fires in tried.items():
            row = {"rule": name, "orders": int(fires.sum()), "below list": money(gap[fires].sum())}
            if truth is not None:
                right = orders["row"].isin(truth["row"])
                row["right"] = int((fires & right).sum())
                row["precision"] = f"{(fires & right).sum() / max(fires.sum(), 1):.0%}"
                row["recall"] = f"{(fires & right).sum() / max(right.sum(), 1):.0%}"
            rows.append(row)
        pd.DataFrame(rows)
        """#),
    ]
  }

  private var measure: Cell {
    .text(
      "measure",
      """
      ## What is measured

      - **Precision and recall of alerts**: of what is flagged, how much is fraud; of the fraud, how much is flagged.
      - **Average precision**: how good the whole order from most to least suspicious is, whatever the threshold.
      - **Money**: how much of the loss is found. A hundred small cases may be worth less than one large.
      - **Alerts a day**: what nobody looks at is not found.

      \(facts.hasTruth ? "The truth about this history is known. Nothing was learned from it: it is held against the findings afterwards." : "The truth about this history is not known. What the notebooks say is held against the labels that the rules give, and says so; confirm and dismiss some findings to know more.")
      """)
  }

  private var split: Cell {
    .code(
      "split",
      #"""
      scores = table("scores")
      records = table(RECORDS)
      tested = set() if scores is None else set(scores.loc[scores["part"] == "tested", "row"])
      counts = records.assign(part=records["row"].isin(tested)).groupby([period(records), "part"]).size().unstack(fill_value=0)
      bottom = pd.Series(0, index=counts.index)
      for part, colour, name in [(False, LIGHT, "learned from"), (True, DARK, "tested on")]:
          if part in counts:
              plt.bar(range(len(counts)), counts[part], bottom=bottom, color=colour, label=name)
              bottom = bottom + counts[part]
      label_periods(plt.gca(), list(counts.index))
      plt.ylabel("records")
      plt.legend(ncols=2, loc="upper left", bbox_to_anchor=(0, -0.12))
      plt.title(f"the last {len(tested):,} of {len(records):,} records test what the others teach" if tested
                else f"{len(records):,} records, and no model that was tested on some of them")
      plt.show()
      """#)
  }
}
