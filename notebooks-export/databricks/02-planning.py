# Databricks notebook source
# MAGIC %md
# MAGIC # 2. Planning
# MAGIC
# MAGIC Four decisions come before the first rule.
# MAGIC
# MAGIC 1. **What is fraud here?** Each kind is a scheme with a name of its own, because each leaves other traces and somebody else looks into it:
# MAGIC    `admin-injected`, `data-quality` and `rep-padding`.
# MAGIC 2. **What would show it?** Each rule looks for one trace and says in one sentence what it saw. Rules vote; they also speak for honest records.
# MAGIC 3. **Who is believed?** Rules first, since they can be read. Their votes label the history, and a model learns from the labels what the
# MAGIC    rules do not say. It decides only where it is better on later records.
# MAGIC 4. **How is it measured?** Always on records later than those that were learned from, in money as well as in counts, and
# MAGIC    by what a person can look at.

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

LAST = len(pd.read_csv(DATA / f"{RECORDS}.csv", usecols=["row"]))


def period(frame):
    """The stretch of the history that each row lies in: of time, else a tenth of the records."""
    if TIME is not None:
        return frame[TIME].dt.to_period(ABOUT["period"]).astype(str)
    return ((frame["row"] - 1) * 10 // LAST + 1).clip(upper=10).map(lambda tenth: f"part {tenth:02}")


def label_periods(axis, names):
    """As many labels as there is room for."""
    step = -(-len(names) // 8)
    axis.set_xticks(range(0, len(names), step), [names[place] for place in range(0, len(names), step)])

# COMMAND ----------

rules = table("rules")
for scheme, own in rules[rules["vote"] == "fraud"].groupby("scheme"):
    print(scheme)
    for rule in own.itertuples():
        print(f"  {rule.rule:<36} {rule.title}")

# COMMAND ----------

# MAGIC %md
# MAGIC ## The yardstick: what everybody would try first
# MAGIC
# MAGIC "More than so much below list" needs no learning. Whatever is built has to beat it, by the same number of orders to look at.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## What is measured
# MAGIC
# MAGIC - **Precision and recall of alerts**: of what is flagged, how much is fraud; of the fraud, how much is flagged.
# MAGIC - **Average precision**: how good the whole order from most to least suspicious is, whatever the threshold.
# MAGIC - **Money**: how much of the loss is found. A hundred small cases may be worth less than one large.
# MAGIC - **Alerts a day**: what nobody looks at is not found.
# MAGIC
# MAGIC The truth about this history is known. Nothing was learned from it: it is held against the findings afterwards.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC Next: [03-rules](./03-rules).
