# Databricks notebook source
# MAGIC %md
# MAGIC # 4. Labels
# MAGIC
# MAGIC Nobody has said of each record whether it is fraud. The rules have, each of a part. Where rules that know nothing of each other agree, they
# MAGIC are right more often than chance, and from that follows how right each is; where too few meet, the votes are counted. Which way was
# MAGIC taken, and why:
# MAGIC
# MAGIC - `admin-injected`: the majority vote is taken: of 58 records with a vote for fraud 0 have the vote of another rule: rules that hardly ever meet tell nothing of each other; confirm and dismiss some records
# MAGIC - `rep-padding`: the majority vote is taken: only 2 rules or groups of copies say anything of its own: agreement tells how right rules are from three on; confirm and dismiss some records, or add a rule that sees something else

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

votes, labels, truth = (table(name) for name in ["votes", "labels", "truth"])
labels.groupby("scheme")["chance"].agg(records="size", expected_frauds="sum", likely=lambda chance: int((chance >= 0.5).sum())).round(1)

# COMMAND ----------

# MAGIC %md
# MAGIC ## The simplest label of all
# MAGIC
# MAGIC Every vote for fraud counts one up, every vote for honest one down. Where the exported label says otherwise, a rule was given more or less
# MAGIC weight than one.

# COMMAND ----------

signed = votes.assign(sign=votes["vote"].map({"fraud": 1, "legit": -1}))
balance = signed.groupby(["row", "scheme"])["sign"].sum()
beside = labels.set_index(["row", "scheme"])["chance"].to_frame().join(balance.rename("balance")).fillna({"balance": 0})
beside["votes say"] = beside["balance"].map(lambda sign: "fraud" if sign > 0 else "honest" if sign < 0 else "nothing")
beside["label says"] = beside["chance"].map(lambda chance: "fraud" if chance >= 0.5 else "honest")
beside.groupby(["scheme", "votes say", "label says"]).size().unstack(fill_value=0)

# COMMAND ----------

# MAGIC %md
# MAGIC ## How sure the labels are
# MAGIC
# MAGIC Most records lie near 0. What matters is how clearly the rest stands apart.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## Label against truth
# MAGIC
# MAGIC Labels are what a model learns from, so their mistakes become its own.

# COMMAND ----------

if truth is None:
    print("no truth is known for this history, so it cannot be said how right these labels are")
else:
    known = labels[labels["scheme"].isin(truth["scheme"])]
    places = pd.Series([place in frauds for place in zip(known["row"], known["scheme"])], index=known.index)
    display(pd.crosstab(
        [known["scheme"], (known["chance"] >= 0.5).map({True: "label: fraud", False: "label: honest"}).rename("")],
        places.map({True: "fraud in truth", False: "honest in truth"}).rename("")))

# COMMAND ----------

# MAGIC %md
# MAGIC Next: [05-model](./05-model).
