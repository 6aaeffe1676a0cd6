/// What a model adds to the rules, on records that it has not learned from.
struct ModelChapter {
  let facts: HistoryFacts
  let target: NotebookTarget

  var notebook: Notebook {
    Notebook(
      "05-model",
      [intro, Setup.cell(target), read, compareWhy, compare, curvesWhy, curves, featuresWhy, features, onward, matrix, next])
  }

  private var next: Cell { .text("next", "Next: [06-stream](\(target.link("06-stream"))).") }

  private var intro: Cell {
    .text(
      "intro",
      """
      # 5. Model

      \(who)

      \(details)
      \(facts.hasTruth ? "" : "\nNo truth is known, so all is held against the labels. These were made of the rules' votes: that the rules rank them well says nothing of how right the rules are.\n")
      \(care)
      """)
  }

  private var who: String {
    if let reference = facts.modelReference {
      return
        "The registered model \(MarkdownText.code(reference)) scored all records. Whether it has learned from some of them, its registry says and not these files."
    }
    guard !facts.modelled.isEmpty else {
      return "No model scored this history, so this chapter shows the rules' own scores."
    }
    return
      "Forests of trees, blended with a line by the share that served best, learned from the labels of the earlier records and were tested on the later ones. They were trained for this export and are registered nowhere; `sheriff learn` trains one that may decide."
  }

  /// What has to be known before the figures are believed.
  private var care: String {
    if facts.modelReference != nil {
      return
        "Of records that a model has learned from it is right too easily. Look at those that came after its training, which `sheriff models show` tells."
    }
    return """
      A chance is given only for records that were not learned from: what a model says of its own lessons tells nothing. What a rule's condition
      reads as it stands is kept from a model that learns from the rules' votes, or it would repeat the rules.
      """
  }

  private var details: String {
    facts.schemes.compactMap { scheme in
      guard let model = scheme.model else {
        return scheme.withoutModel.isEmpty
          ? nil : "- \(MarkdownText.code(scheme.name)): no model: \(MarkdownText.plain(scheme.withoutModel))"
      }
      return
        "- \(MarkdownText.code(scheme.name)): learned from \(Words.plural(model.learnedFrom, "record")), tested on the \(model.testedOn) after them. "
        + "Parameters: \(MarkdownText.plain(model.parameters)). Chances: \(MarkdownText.plain(model.chances)). "
        + "Threshold: \(MarkdownText.plain(model.threshold))."
    }.joined(separator: "\n")
  }

  private var read: Cell {
    .code(
      "read",
      #"""
      scores, labels, features, truth = (table(name) for name in ["scores", "labels", "features", "truth"])
      known = set() if truth is None else set(truth["scheme"])
      frauds = set() if truth is None else set(zip(truth["row"], truth["scheme"]))
      scores = scores.merge(labels, on=["row", "scheme"], how="inner")
      scores["fraud"] = [
          place in frauds if place[1] in known else chance >= 0.5
          for place, chance in zip(zip(scores["row"], scores["scheme"]), scores["chance"])]
      scores["both"] = 1 - (1 - scores["rules"]) * (1 - scores["model"])
      tested = scores[scores["model"].notna()]
      if tested.empty:
          tested = scores
      print(f"{tested['row'].nunique()} records, held against {'the truth' if known else 'the labels, since no truth is known'}")
      """#)
  }

  private var compareWhy: Cell {
    .text(
      "compare-why",
      """
      ## Rules, model, and both

      Average precision is 1 where every fraud stands above every honest record, and the share of fraud where the order is by chance. Records of
      one score are one step.
      """)
  }

  private var compare: Cell {
    .code(
      "compare",
      #"""
      def steps(chances, frauds):
          """Down the scores, step by step: how many were looked at, and how many of them were fraud."""
          frame = pd.DataFrame({"chance": list(chances), "fraud": list(frauds)})
          counts = frame.groupby("chance")["fraud"].agg(["size", "sum"]).sort_index(ascending=False)
          return counts["sum"], counts["size"].cumsum(), counts["sum"].cumsum()


      def average_precision(chances, frauds):
          new, looked, found = steps(chances, frauds)
          return float((new * found / looked).sum() / new.sum()) if new.sum() else float("nan")


      rows = []
      for scheme, own in tested.groupby("scheme"):
          for side, alerts in [("rules", "rules_alert"), ("model", "model_alert"), ("both", None)]:
              if own[side].isna().all():
                  continue
              flags = own["rules_alert"] | own["model_alert"] if alerts is None else own[alerts]
              right = (flags & own["fraud"]).sum()
              rows.append({"scheme": scheme, "by": side, "fraud": int(own["fraud"].sum()),
                           "average precision": round(average_precision(own[side], own["fraud"]), 3),
                           "alerts": int(flags.sum()), "right": int(right),
                           "recall": round(float(right / max(own["fraud"].sum(), 1)), 3)})
      pd.DataFrame(rows)
      """#)
  }

  private var curvesWhy: Cell {
    .text(
      "curves-why",
      "## Whom to look at first\n\nEach curve goes down its scores: the longer it stays high, the less is looked at for nothing.")
  }

  private var curves: Cell {
    .code(
      "curves",
      #"""
      schemes = [scheme for scheme, own in tested.groupby("scheme") if own["fraud"].any()]
      if not schemes:
          print("no record of the test is fraud, so there is no curve to draw")
      else:
          figure, axes = plt.subplots(1, len(schemes), figsize=(9, 3.6), sharey=True, squeeze=False)
          for axis, scheme in zip(axes[0], schemes):
              own = tested[tested["scheme"] == scheme]
              for side, colour, style, width in [("rules", LIGHT, "-", 5), ("model", DARK, "-", 2), ("both", COLOUR, "--", 1.2)]:
                  if own[side].notna().any():
                      new, looked, found = steps(own[side], own["fraud"])
                      axis.step([0, *(found / new.sum())], [1, *(found / looked)], where="pre", color=colour, linestyle=style, linewidth=width, label=side)
              best = average_precision(own["both"] if own["both"].notna().any() else own["rules"], own["fraud"])
              axis.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="share of the frauds found")
              axis.set_title(f"{scheme}: average precision {best:.2f}")
          axes[0][0].set_ylabel("share of them right")
          axes[0][0].legend(loc="lower left")
          plt.show()
      """#)
  }

  private var featuresWhy: Cell {
    .text(
      "features-why",
      """
      ## What a single feature knows

      Each feature by itself, from its largest value down and from its smallest up, whichever ranks better. One that alone ranks nearly as well
      as a model deserves to be a rule; one that ranks too well may know the answer.
      """)
  }

  private var features: Cell {
    .code(
      "features",
      #"""
      if features is None or not len(scores):
          print("the rules declare no feature for these records, or no scheme has labels")
      else:
          numbers = features.set_index("row").select_dtypes("number")
          schemes = list(scores["scheme"].unique())
          figure, axes = plt.subplots(1, len(schemes), figsize=(9, 4.2), squeeze=False)
          for axis, scheme in zip(axes[0], schemes):
              fraud = scores[scores["scheme"] == scheme].set_index("row")["fraud"].reindex(numbers.index, fill_value=False)
              alone = {}
              for name, values in numbers.items():
                  if values.nunique() > 1:
                      up, down = values.fillna(values.min() - 1), -values.fillna(values.max() + 1)
                      alone[name] = max(average_precision(up, fraud), average_precision(down, fraud))
              ranked = pd.Series(alone).sort_values().tail(10)
              axis.barh([name.split(".", 1)[-1] for name in ranked.index], ranked, color=DARK)
              axis.axvline(fraud.mean(), color=COLOUR, linestyle=":", linewidth=1)
              axis.set(xlabel="average precision (dotted: by chance)", xlim=(0, 1))
              if len(ranked):
                  axis.set_title(f"{scheme}: {ranked.index[-1].split('.', 1)[-1]} leads", fontsize=10)
          figure.tight_layout()
          plt.show()
      """#)
  }

  private var onward: Cell {
    .text(
      "onward",
      """
      ## Take it further

      `features.csv` has a row a record and a column a feature; `schema.json` says which of them are conditions of a rule
      (`"unit": "…, a condition of a rule"`) and must be left out by whoever learns from the rules' votes. The next cell makes what any library
      takes: numbers in `X`, chances in `y`, and the later records kept for the test.
      """)
  }

  private var matrix: Cell {
    .code(
      "matrix",
      #"""
      if features is None or not len(labels):
          print("there is nothing to learn from")
      else:
          fields = next(one for one in PACKAGE["resources"] if one["name"] == "features")["schema"]["fields"]
          conditions = [field["name"] for field in fields if field.get("unit", "").endswith("a condition of a rule")]
          X = features.set_index("row").drop(columns=conditions)
          for name in X.select_dtypes(exclude="number"):
              X[name] = X[name].astype("category").cat.codes
          scheme = labels["scheme"].iloc[0]
          y = labels[labels["scheme"] == scheme].set_index("row")["chance"].reindex(X.index)
          later = X.index > X.index[len(X) * 3 // 4]
          print(f"{scheme}: {X.shape[1]} features ({len(conditions)} left out), {(~later).sum()} records to learn from, {later.sum()} to test on")
          print(f"labelled fraud among them: {y[~later].sum():.0f} and {y[later].sum():.0f}")
      """#)
  }
}
