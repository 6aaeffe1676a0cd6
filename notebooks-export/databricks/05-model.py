# Databricks notebook source
# MAGIC %md
# MAGIC # 5. Model
# MAGIC
# MAGIC Forests of trees, blended with a line by the share that served best, learned from the labels of the earlier records and were tested on the later ones. They were trained for this export and are registered nowhere; `sheriff learn` trains one that may decide.
# MAGIC
# MAGIC - `admin-injected`: learned from 456 records, tested on the 152 after them. Parameters: the best of 9 candidates, it is the one that is taken without a search. Chances: by a curve of two numbers, since 18 frauds and 286 honest records are too few for steps; 50 of either are needed. Threshold: the lowest score with at most 10 alerts a day: 68 of 304 records in 596 days.
# MAGIC - `rep-padding`: learned from 456 records, tested on the 152 after them. Parameters: the best of 9 candidates, found in 13 trials. Chances: by a curve of two numbers, since 22 frauds and 282 honest records are too few for steps; 50 of either are needed. Threshold: the lowest score with at most 10 alerts a day: 28 of 304 records in 596 days.
# MAGIC
# MAGIC A chance is given only for records that were not learned from: what a model says of its own lessons tells nothing. What a rule's condition
# MAGIC reads as it stands is kept from a model that learns from the rules' votes, or it would repeat the rules.

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## Rules, model, and both
# MAGIC
# MAGIC Average precision is 1 where every fraud stands above every honest record, and the share of fraud where the order is by chance. Records of
# MAGIC one score are one step.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## Whom to look at first
# MAGIC
# MAGIC Each curve goes down its scores: the longer it stays high, the less is looked at for nothing.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## What a single feature knows
# MAGIC
# MAGIC Each feature by itself, from its largest value down and from its smallest up, whichever ranks better. One that alone ranks nearly as well
# MAGIC as a model deserves to be a rule; one that ranks too well may know the answer.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC ## Take it further
# MAGIC
# MAGIC `features.csv` has a row a record and a column a feature; `schema.json` says which of them are conditions of a rule
# MAGIC (`"unit": "…, a condition of a rule"`) and must be left out by whoever learns from the rules' votes. The next cell makes what any library
# MAGIC takes: numbers in `X`, chances in `y`, and the later records kept for the test.

# COMMAND ----------

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

# COMMAND ----------

# MAGIC %md
# MAGIC Next: [06-stream](./06-stream).
