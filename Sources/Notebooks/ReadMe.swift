/// What somebody reads who finds the folder.
struct ReadMe {
  let facts: HistoryFacts

  var text: String {
    let leftOut =
      facts.leftOut.isEmpty
      ? ""
      : "\nFree texts of the records are not written (\(facts.leftOut.map { "`\($0)`" }.joined(separator: ", "))): nothing here needs them. A finding's sentence may still quote one. `--texts` writes them.\n"
    let first = ["SHERIFF", facts.command].joined(separator: " ").replacing("SHERIFF ", with: "")
    return """
      # \(MarkdownText.plain(facts.records)) as notebooks

      Written by `\(first)`. Everything in this folder follows from that source and the rules; export again rather than edit, or copy
      what you take further.

      | notebook | what it answers |
      |---|---|
      | `01-exploration.ipynb` | what is there, and what is odd about it |
      | `02-planning.ipynb` | what is looked for, and how it will be measured |
      | `03-rules.ipynb` | what the rules find, how right they are, in which words |
      | `04-labels.ipynb` | from votes to a chance for every record |
      | `05-model.ipynb` | what a model adds, on records it has not learned from |
      | `06-stream.ipynb` | what would have been known at once |
      | `07-business.ipynb` | how much, who, when, and what to do |

      - **Jupyter.** `pip install jupyterlab pandas matplotlib`, then open the notebooks from this folder. They need nothing else. `python3 run.py` runs them all in
        place (`pip install nbclient nbformat ipykernel pandas matplotlib`).
      - **Databricks.** `databricks/` holds the same as Databricks source, and `08-spark.py`, which runs the rules as Spark SQL. Take the whole folder along, since
        they read `../data`: `databricks workspace import-dir . /Workspace/Users/YOU/\(facts.records)`.
      - **Data.** `data/*.csv`, and `data/schema.json`, which says what each column means: a tabular data package. Amounts are exact decimals with four places.
      - **SQL.** `sql/\(facts.records).spark.sql`: the rules and features as one query for Spark SQL, with what it leaves out and why.
      \(leftOut)
      """
  }
}
