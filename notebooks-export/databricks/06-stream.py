# Databricks notebook source
# MAGIC %md
# MAGIC # 6. Stream
# MAGIC
# MAGIC In hindsight everything is easier: prices, the ladder and habits are learned from the whole history. A monitor knows only what has passed.
# MAGIC `stream.csv` holds what it says at each record's own time, by the same rules, learning as it goes; `findings.csv` is what is
# MAGIC known at the end. The distance between the two is the price of being early.

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

stream, findings, truth = (table(name) for name in ["stream", "findings", "truth"])
counts = pd.DataFrame({"at once": stream.groupby("scheme").size(), "in hindsight": findings.groupby("scheme").size()})
if truth is not None:
    counts["fraud in truth"] = truth.groupby("scheme").size()
counts.fillna(0).astype(int)

# COMMAND ----------

# MAGIC %md
# MAGIC ## Batch by batch
# MAGIC
# MAGIC The alerts as they come, oldest first; of each batch the one that weighs most.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## Found at once, and found in hindsight
# MAGIC
# MAGIC The early part of a history has little to learn from, so alerts begin late. From then on the distance should stay what it is.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## What only hindsight sees
# MAGIC
# MAGIC Findings that no alert announced, and alerts that hindsight takes back.

# COMMAND ----------

both = findings[["row", "id", "scheme", "loss"]].merge(
    stream[["row", "scheme"]], on=["row", "scheme"], how="outer", indicator="told")
both["told"] = both["told"].map({"both": "at once and in hindsight", "left_only": "in hindsight only", "right_only": "at once only"})
shown(both.groupby(["scheme", "told"]).agg(records=("row", "size"), loss=("loss", "sum"))) if len(both) else "nothing was found"

# COMMAND ----------

# MAGIC %md
# MAGIC Next: [07-business](./07-business).
