# Databricks notebook source
# MAGIC %md
# MAGIC # 7. For the business
# MAGIC
# MAGIC Of 608 records, 2014-01-03 to 2017-07-31, the rules flagged:
# MAGIC
# MAGIC - `admin-injected`: 58 records, 946.37 USD; in truth there are 58
# MAGIC - `data-quality`: 5 records
# MAGIC - `rep-padding`: 35 records, 5,711.93 USD; in truth there are 29
# MAGIC
# MAGIC Each of these is a question to somebody, with a sentence that says why it is asked. None of them is a verdict.

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

findings, records = table("findings"), table(RECORDS)
total = findings["loss"].sum()
print(f"{len(findings)} findings on {findings['row'].nunique()} of {len(records):,} records, {money(total)} lost by their rules")

# COMMAND ----------

# MAGIC %md
# MAGIC ## When, and by which scheme
# MAGIC
# MAGIC A loss is what the leading rule of a finding says; a record is counted once a scheme.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## Whom to talk to first
# MAGIC
# MAGIC One person in one scheme in one month is a case. The largest by what they cost:

# COMMAND ----------

when = period(findings) if TIME is None else findings[TIME].dt.strftime("%Y-%m")
cases = findings.assign(when=when).groupby(["entity", "scheme", "when"], as_index=False) \
    .agg(records=("row", "size"), loss=("loss", "sum"), sure=("score", "max"))
cases = cases.sort_values(["loss", "records", "entity", "when"], ascending=[False, False, True, True]).head(12)
cases["sure"] = cases["sure"].map(lambda score: f"{score:.0%}")
shown(cases.rename(columns={"entity": WHO}).reset_index(drop=True))

# COMMAND ----------

# MAGIC %md
# MAGIC ## How sure this is
# MAGIC
# MAGIC The truth about this history is known, so [03-rules](./03-rules) says how often the findings are right. A company's own history has no such file: there, verdicts take its place.
# MAGIC Amounts are what a scheme cost by its own rule: for padding what the hidden goods cost, for falsified records how far they are off.
# MAGIC Nothing is extrapolated: what was not flagged is not counted.

# COMMAND ----------

# MAGIC %md
# MAGIC ## What to do next
# MAGIC
# MAGIC 1. Look at the first cases with the record at hand: `sheriff rules explain SOURCE row:N` takes a decision apart.
# MAGIC 2. Confirm or dismiss: `sheriff scan SOURCE --sink store`, then `sheriff alerts cases`. Every verdict makes the labels better.
# MAGIC 3. Let the monitor decide on what comes: `sheriff watch SOURCE`. Its alerts come at once, as in [06-stream](./06-stream).
