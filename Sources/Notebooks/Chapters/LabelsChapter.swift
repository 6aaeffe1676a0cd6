/// From the rules' votes to a chance for every record.
struct LabelsChapter {
  let facts: HistoryFacts
  let target: NotebookTarget

  var notebook: Notebook {
    Notebook(
      "04-labels",
      [intro, Setup.cell(target), read, majorityWhy, majority, chancesWhy, chances, truthWhy, truth, next])
  }

  private var next: Cell { .text("next", "Next: [05-model](\(target.link("05-model"))).") }

  private var intro: Cell {
    let schemes = facts.schemes.compactMap { scheme in
      scheme.labels.map { "- \(MarkdownText.code(scheme.name)): \(MarkdownText.plain($0))" }
    }
    return .text(
      "intro",
      """
      # 4. Labels

      Nobody has said of each record whether it is fraud. The rules have, each of a part. Where rules that know nothing of each other agree, they
      are right more often than chance, and from that follows how right each is; where too few meet, the votes are counted. Which way was
      taken, and why:

      \(schemes.isEmpty ? "- no scheme could be labelled: no rule that votes fraud fired" : schemes.joined(separator: "\n"))
      """)
  }

  private var read: Cell {
    .code(
      "read",
      #"""
      votes, labels, truth = (table(name) for name in ["votes", "labels", "truth"])
      labels.groupby("scheme")["chance"].agg(records="size", expected_frauds="sum", likely=lambda chance: int((chance >= 0.5).sum())).round(1)
      """#)
  }

  private var majorityWhy: Cell {
    .text(
      "majority-why",
      """
      ## The simplest label of all

      Every vote for fraud counts one up, every vote for honest one down. Where the exported label says otherwise, a rule was given more or less
      weight than one.
      """)
  }

  private var majority: Cell {
    .code(
      "majority",
      #"""
      signed = votes.assign(sign=votes["vote"].map({"fraud": 1, "legit": -1}))
      balance = signed.groupby(["row", "scheme"])["sign"].sum()
      beside = labels.set_index(["row", "scheme"])["chance"].to_frame().join(balance.rename("balance")).fillna({"balance": 0})
      beside["votes say"] = beside["balance"].map(lambda sign: "fraud" if sign > 0 else "honest" if sign < 0 else "nothing")
      beside["label says"] = beside["chance"].map(lambda chance: "fraud" if chance >= 0.5 else "honest")
      beside.groupby(["scheme", "votes say", "label says"]).size().unstack(fill_value=0)
      """#)
  }

  private var chancesWhy: Cell {
    .text(
      "chances-why", "## How sure the labels are\n\nMost records lie near 0. What matters is how clearly the rest stands apart.")
  }

  private var chances: Cell {
    .code(
      "chances",
      #"""
      schemes = list(labels["scheme"].unique())
      frauds = set() if truth is None else set(zip(truth["row"], truth["scheme"]))
      if not schemes:
          print("no scheme has labels")
      else:
          figure, axes = plt.subplots(1, len(schemes), figsize=(9, 3.4), sharey=True, squeeze=False)
          for axis, scheme in zip(axes[0], schemes):
              own = labels[labels["scheme"] == scheme]
              is_fraud = pd.Series([place in frauds for place in zip(own["row"], own["scheme"])], index=own.index)
              parts = [own.loc[~is_fraud, "chance"], own.loc[is_fraud, "chance"]]
              names = ["honest in truth", "fraud in truth"] if frauds else ["records", ""]
              axis.hist(parts, bins=[place / 20 for place in range(21)], stacked=True, color=[LIGHT, DARK], label=names)
              axis.set_yscale("log")
              axis.yaxis.set_major_formatter(lambda count, _: f"{count:g}")
              axis.set_xlabel("chance of fraud")
              axis.set_title(f"{scheme}: {int((own['chance'] >= 0.5).sum())} likely fraud")
          axes[0][0].set_ylabel("records, in powers of ten")
          if frauds:
              axes[0][-1].legend()
          plt.show()
      """#)
  }

  private var truthWhy: Cell {
    .text("truth-why", "## Label against truth\n\nLabels are what a model learns from, so their mistakes become its own.")
  }

  private var truth: Cell {
    .code(
      "truth",
      #"""
      if truth is None:
          print("no truth is known for this history, so it cannot be said how right these labels are")
      else:
          known = labels[labels["scheme"].isin(truth["scheme"])]
          places = pd.Series([place in frauds for place in zip(known["row"], known["scheme"])], index=known.index)
          display(pd.crosstab(
              [known["scheme"], (known["chance"] >= 0.5).map({True: "label: fraud", False: "label: honest"}).rename("")],
              places.map({True: "fraud in truth", False: "honest in truth"}).rename("")))
      """#)
  }
}
