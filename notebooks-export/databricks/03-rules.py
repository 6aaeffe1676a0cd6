# Databricks notebook source
# MAGIC %md
# MAGIC # 3. Rules
# MAGIC
# MAGIC Rules are text files that are checked to the last unit, tested by examples and run over the whole history, each record decided with
# MAGIC what was ordinary in all of them (learned from the history itself). Of 608 records:
# MAGIC
# MAGIC - `admin-injected`: 58 flagged, 946.37 USD lost by their rules
# MAGIC - `data-quality`: 5 flagged
# MAGIC - `rep-padding`: 35 flagged, 5,711.93 USD lost by their rules

# COMMAND ----------

import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

DATA = Path("../data")
PACKAGE = json.loads((DATA / "schema.json").read_text(encoding="utf-8"))
ABOUT = PACKAGE["sheriff"]
RECORDS, TIME, WHO, CURRENCY = ABOUT["records"], ABOUT["time"], ABOUT["who"], ABOUT["currency"]
AMOUNTS = set()
# Earlier versions of pandas find that out by themselves.
ISO = "ISO8601" if int(pd.__version__.split(".")[0]) >= 2 else None


def table(name):
    """A table of the data folder, typed as schema.json says; None where it was not exported.

    Amounts are decimals in the files, and become whole ten-thousandths here: their sums are exact."""
    found = next((one for one in PACKAGE["resources"] if one["name"] == name), None)
    if found is None:
        return None
    frame = pd.read_csv(DATA / found["path"], dtype=str, keep_default_na=False, na_values=[""])
    for field in found["schema"]["fields"]:
        column, kind = frame[field["name"]], field["kind"]
        if kind == "money":
            frame[field["name"]] = pd.to_numeric(column.astype("string").str.replace(".", "", regex=False)).astype("Int64")
            AMOUNTS.add(field["name"])
        elif kind == "integer":
            frame[field["name"]] = pd.to_numeric(column).astype("Int64")
        elif kind == "number":
            frame[field["name"]] = pd.to_numeric(column).astype("float64")
        elif kind == "flag":
            frame[field["name"]] = column == "true"
        elif kind == "time":
            frame[field["name"]] = pd.to_datetime(column, utc=True, format=ISO).dt.tz_localize(None)
    return frame


def money(amount):
    """Ten-thousandths as a person reads them."""
    return f"{int(amount) / 10_000:,.2f} {CURRENCY}"


def shown(frame, *more):
    """The same for a person: amounts with two places."""
    texts = frame.copy()
    for name in texts.columns.intersection([*AMOUNTS, *more]):
        texts[name] = texts[name].map(lambda amount: "" if pd.isna(amount) else f"{amount / 10_000:,.2f}")
    return texts


# Dark, light and one colour, so that figures also read in grey.
DARK, MIDDLE, LIGHT, COLOUR = "#303030", "#8a8a8a", "#d2d2d2", "#a6402b"
plt.rcParams.update({
    "figure.figsize": (9, 3.6), "figure.dpi": 90, "font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold",
    "axes.titlelocation": "left", "axes.titlepad": 10, "axes.spines.top": False, "axes.spines.right": False,
    "legend.frameon": False,
    # A dollar in a name is a dollar.
    "text.parse_math": False,
})

# COMMAND ----------

rules, votes, findings, truth = (table(name) for name in ["rules", "votes", "findings", "truth"])
rules.loc[rules["fired"] > 0, ["rule", "scheme", "vote", "status", "fired", "unknown", "title"]] \
    .sort_values("fired", ascending=False).reset_index(drop=True)

# COMMAND ----------

# MAGIC %md
# MAGIC ## Which rules speak
# MAGIC
# MAGIC A rule that speaks of many records, and is seldom right, costs more than it finds. A rule that never speaks may still be needed: it says
# MAGIC that a trace was looked for and is not there. Only live rules vote; those in shadow are tried.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## How right they are
# MAGIC
# MAGIC The truth is in `../data/truth.csv`. A scheme that it does not know is left out.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## Where rules meet
# MAGIC
# MAGIC Two rules that always speak together are one witness. On the diagonal is how often each speaks at all.

# COMMAND ----------

speaks = votes.assign(one=1).pivot_table(index="row", columns="rule", values="one", fill_value=0, aggfunc="max")
speaks.T.dot(speaks).rename_axis(None).rename_axis(None, axis=1) if len(speaks) else "no rule spoke of any record"

# COMMAND ----------

# MAGIC %md
# MAGIC ## What they say
# MAGIC
# MAGIC The largest findings, in the sentences that a manager reads.

# COMMAND ----------

largest = findings.sort_values(["loss", "score", "row"], ascending=[False, False, True], na_position="last").head(8)
for finding in largest.itertuples():
    loss = "no loss said" if pd.isna(finding.loss) else money(finding.loss)
    print(f"{finding.id}  {finding.scheme}  {loss}\n  {finding.reason}")
if largest.empty:
    print("nothing was found")

# COMMAND ----------

# MAGIC %md
# MAGIC ## The same rules at scale
# MAGIC
# MAGIC `sql/orders.spark.sql` is the same rules and features as one query for Spark SQL, over these tables, where a line has its price beside it. It answers as
# MAGIC Sheriff does or not at all: 12 rules of 23, and of any other it says why not. [08-spark](./08-spark) runs it and holds its answers against these votes.

# COMMAND ----------

for reason, own in rules[rules["spark"].isna()].groupby("spark_reason"):
    print(f"left out: {reason}")
    for rule in own["rule"]:
        print(f"  {rule}")
print(f"answered: {', '.join(rules.loc[rules['spark'].notna(), 'rule'])}")

# COMMAND ----------

# MAGIC %md
# MAGIC Next: [04-labels](./04-labels).
