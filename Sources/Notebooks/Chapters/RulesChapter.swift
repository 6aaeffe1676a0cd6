/// What the rules say, how often they are right, and where else they run.
struct RulesChapter {
  let facts: HistoryFacts
  let target: NotebookTarget

  var notebook: Notebook {
    Notebook(
      "03-rules",
      [
        intro, Setup.cell(target), read, firedWhy, fired, truthWhy, truth, overlapWhy, overlap, sentencesWhy, sentences, sparkWhy,
        spark, .text("next", "Next: [04-labels](\(target.link("04-labels")))."),
      ])
  }

  private var intro: Cell {
    let found = facts.schemes.map {
      "- \(MarkdownText.code($0.name)): \($0.flagged) flagged\($0.loss.isEmpty ? "" : ", \(MarkdownText.plain($0.loss)) lost by their rules")"
    }
    return .text(
      "intro",
      """
      # 3. Rules

      Rules are text files that are checked to the last unit, tested by examples and run over the whole history, each record decided with
      what was ordinary in all of them\(facts.baseline.isEmpty ? "" : " (\(MarkdownText.plain(facts.baseline)))"). Of \(Words.plural(facts.count, "record")):

      \(found.isEmpty ? "- no rule votes fraud on such records" : found.joined(separator: "\n"))
      """)
  }

  private var read: Cell {
    .code(
      "read",
      #"""
      rules, votes, findings, truth = (table(name) for name in ["rules", "votes", "findings", "truth"])
      rules.loc[rules["fired"] > 0, ["rule", "scheme", "vote", "status", "fired", "unknown", "title"]] \
          .sort_values("fired", ascending=False).reset_index(drop=True)
      """#)
  }

  private var firedWhy: Cell {
    .text(
      "fired-why",
      """
      ## Which rules speak

      A rule that speaks of many records, and is seldom right, costs more than it finds. A rule that never speaks may still be needed: it says
      that a trace was looked for and is not there. Only live rules vote; those in shadow are tried.
      """)
  }

  private var fired: Cell {
    .code(
      "fired",
      #"""
      frauds = set() if truth is None else set(zip(truth["row"], truth["scheme"]))
      spoken = votes[votes["vote"] == "fraud"].drop_duplicates(["row", "rule"])
      spoken = spoken.assign(right=[place in frauds for place in zip(spoken["row"], spoken["scheme"])])
      counts = spoken.groupby("rule")["right"].agg(["size", "sum"]).sort_values("size")
      if counts.empty:
          print("no rule that votes fraud fired on any record")
      else:
          plt.figure(figsize=(9, 1.2 + 0.32 * len(counts)))
          plt.barh(counts.index, counts["size"], color=LIGHT, label="records")
          if truth is not None:
              plt.barh(counts.index, counts["sum"], color=DARK, height=0.45, label="of them fraud in truth")
          plt.xlabel("records on which a rule fired")
          silent = ((rules["vote"] == "fraud") & (rules["status"] == "live")).sum() - len(counts)
          known = spoken if truth is None else spoken[spoken["scheme"].isin(truth["scheme"])]
          judged = "" if truth is None else f"\n{known['right'].sum()} of {len(known)} votes on schemes that the truth knows are right"
          plt.title(f"{len(counts)} live rules speak, {silent} find nothing{judged}")
          plt.legend(loc="lower right")
          plt.show()
      """#)
  }

  private var truthWhy: Cell {
    .text(
      "truth-why",
      """
      ## How right they are

      \(facts.hasTruth ? "The truth is in `\(target.dataFolder)/truth.csv`. A scheme that it does not know is left out." : "That needs a truth, or verdicts. Without either this cell says so and goes on.")
      """)
  }

  private var truth: Cell {
    .code(
      "truth",
      #"""
      def measured(found, truth):
          """Precision and recall of findings, scheme by scheme, in records and in money."""
          rows = []
          for scheme, own in truth.groupby("scheme"):
              flagged = found[found["scheme"] == scheme]
              caught = own[own["row"].isin(flagged["row"])]
              row = {"scheme": scheme, "fraud": len(own), "flagged": len(flagged), "right": len(caught),
                     "precision": len(caught) / len(flagged) if len(flagged) else float("nan"), "recall": len(caught) / len(own)}
              if own["loss"].notna().all():
                  row["lost"], row["found"] = own["loss"].sum(), caught["loss"].sum()
                  row["of the money"] = row["found"] / row["lost"] if row["lost"] else float("nan")
              rows.append(row)
          return pd.DataFrame(rows)


      if truth is None:
          print("no truth is known for this history; confirm and dismiss findings, and export again with --truth")
      else:
          table_of_truth = shown(measured(findings, truth), "lost", "found")
          for name in table_of_truth.columns.intersection(["precision", "recall", "of the money"]):
              table_of_truth[name] = table_of_truth[name].map(lambda part: "" if pd.isna(part) else f"{part:.1%}")
          display(table_of_truth)
      """#)
  }

  private var overlapWhy: Cell {
    .text(
      "overlap-why",
      "## Where rules meet\n\nTwo rules that always speak together are one witness. On the diagonal is how often each speaks at all."
    )
  }

  private var overlap: Cell {
    .code(
      "overlap",
      #"""
      speaks = votes.assign(one=1).pivot_table(index="row", columns="rule", values="one", fill_value=0, aggfunc="max")
      speaks.T.dot(speaks).rename_axis(None).rename_axis(None, axis=1) if len(speaks) else "no rule spoke of any record"
      """#)
  }

  private var sentencesWhy: Cell {
    .text("sentences-why", "## What they say\n\nThe largest findings, in the sentences that a manager reads.")
  }

  private var sentences: Cell {
    .code(
      "sentences",
      #"""
      largest = findings.sort_values(["loss", "score", "row"], ascending=[False, False, True], na_position="last").head(8)
      for finding in largest.itertuples():
          loss = "no loss said" if pd.isna(finding.loss) else money(finding.loss)
          print(f"{finding.id}  {finding.scheme}  {loss}\n  {finding.reason}")
      if largest.empty:
          print("nothing was found")
      """#)
  }

  private var sparkWhy: Cell {
    let there =
      target == .databricks
      ? "[08-spark](./08-spark) runs it and holds its answers against these votes."
      : "`databricks/08-spark.py` runs it there and holds its answers against these votes."
    return .text(
      "spark-why",
      """
      ## The same rules at scale

      `sql/\(facts.records).spark.sql` is the same rules and features as one query for Spark SQL, over these tables\(facts.hasPrices ? ", where a line has its price beside it" : ""). It answers as
      Sheriff does or not at all: \(Words.plural(facts.sparkRules, "rule")) of \(facts.sparkRules + facts.sparkLeftOut), and of any other it says why not. \(there)
      """)
  }

  private var spark: Cell {
    .code(
      "spark",
      #"""
      for reason, own in rules[rules["spark"].isna()].groupby("spark_reason"):
          print(f"left out: {reason}")
          for rule in own["rule"]:
              print(f"  {rule}")
      print(f"answered: {', '.join(rules.loc[rules['spark'].notna(), 'rule'])}")
      """#)
  }
}
