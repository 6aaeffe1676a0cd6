# Databricks notebook source
# MAGIC %md
# MAGIC # 1. Exploration
# MAGIC
# MAGIC 608 records of `orders`, read from `sample-data/orders.csv`, from 2014-01-03 to 2017-07-31. Only the total charge of an order is known; what each line was sold for is not. Reps may give discounts. Some may pad orders: they add an
# MAGIC item, hide its price in the discount and take it home. An administrator may have written into the database past the till.
# MAGIC
# MAGIC Amounts lie in the files as exact decimals. The notebooks compute with whole ten-thousandths, so that no sum is off by a rounding; only
# MAGIC what is drawn or divided becomes a floating-point number.

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

orders, lines = table(RECORDS), table("lines")
orders["gap"] = orders["list"] - orders["charged"]
orders["share"] = (orders["gap"] / orders["list"].where(orders["list"] > 0)).astype("float64")
listed, charged, gap = (int(orders[name].sum()) for name in ["list", "charged", "gap"])
print(f"{len(orders):,} orders with {len(lines):,} lines of {lines['product'].nunique()} products")
print(f"listed at {money(listed)}, charged {money(charged)}: the gap is {money(gap)}, {gap / max(listed, 1):.2%} of list")
print(f"{(orders['gap'] > 0).sum():,} orders below list, {(orders['gap'] < 0).sum():,} above")
shown(orders.head(), "gap")

# COMMAND ----------

# MAGIC %md
# MAGIC ## List against charged
# MAGIC
# MAGIC A gap that grows without the trade growing is the first thing to ask about.

# COMMAND ----------

by_period = orders.groupby(period(orders))[["list", "charged", "gap"]].sum().astype("int64")
share = by_period["gap"] / by_period["list"].where(by_period["list"] > 0)
places = range(len(by_period))
figure, (amounts, shares) = plt.subplots(2, 1, sharex=True, figsize=(9, 5))
amounts.bar(places, by_period["list"] / 10_000, color=LIGHT, label="at list")
amounts.bar(places, by_period["charged"] / 10_000, color=DARK, width=0.4, label="charged")
amounts.set_ylabel(CURRENCY)
amounts.legend(ncols=2)
amounts.set_title(f"{gap / max(listed, 1):.1%} of list was not charged, and {share.max():.1%} in {share.idxmax()}")
shares.bar(places, share * 100, color=[COLOUR if name == share.idxmax() else MIDDLE for name in by_period.index])
shares.set_ylabel("gap, % of list")
label_periods(shares, list(by_period.index))
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## The ladder of ordinary discounts
# MAGIC
# MAGIC People give discounts in round steps. What lies on no step, and on no sum of steps, asks for another explanation. From the orders alone these steps were learned: 0.5%, 1.25%, 2.5%, 4%, 6% and 12%, taken from each unit. Nobody says from which product it was taken, so the gap of each order is held against the price of each of its products: the wrong ones scatter, the right one falls on a step, or on twice a step where two pieces were discounted.

# COMMAND ----------

ladder, below = table("ladder"), orders[orders["gap"] > 0]
below = below.merge(lines[["row", "price", "quantity"]], on="row").rename(columns={"price": "whole", "quantity": "most"})
below = below.dropna(subset=["whole", "most"])
gaps, wholes, most = (below[name].astype("float64") for name in ["gap", "whole", "most"])
told = pd.Series(False, index=below.index)
for step in ladder["percent"]:
    one = wholes * step / 100
    told |= (gaps - one * (gaps / one).round().clip(1, most)).abs() < 60
explained = below.loc[told, "row"].nunique()
percents = gaps / wholes * 100
if below.empty:
    print("no order is below list, so no discount is seen")
else:
    end = max(ladder["percent"].max() * 1.15 if len(ladder) else 0, 5)
    plt.hist(percents[percents < end], bins=[end * (place - 0.5) / 250 for place in range(252)], color=DARK)
    for step in ladder["percent"]:
        plt.axvline(step, color=COLOUR, linestyle=":", linewidth=1, zorder=0)
        plt.annotate(f"{step:g}", (step, 1), xycoords=("data", "axes fraction"), ha="center", va="bottom", color=COLOUR, fontsize=9)
    plt.xlabel("gap of an order, % of the price of each of its products")
    plt.ylabel("orders and products")
    plt.title(f"one step alone explains {explained} of the {below['row'].nunique()} orders below list", pad=20)
    plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Each rep beside the others
# MAGIC
# MAGIC A habit of one person is seen beside those who sell the same goods.

# COMMAND ----------

by_rep = orders.groupby(WHO)[["list", "gap"]].sum().astype("int64").assign(orders=orders.groupby(WHO).size())
by_rep["share"] = by_rep["gap"] / by_rep["list"].where(by_rep["list"] > 0)
rest = by_rep["list"].sum() - by_rep["list"]
by_rep["others"] = (by_rep["gap"].sum() - by_rep["gap"]) / rest.where(rest > 0)
by_rep["more"] = by_rep["share"] - by_rep["others"]
told = by_rep.sort_values("more").tail(25)
places = range(len(told))
plt.figure(figsize=(9, 1.2 + 0.28 * len(told)))
plt.hlines(places, told["others"] * 100, told["share"] * 100, color=LIGHT, linewidth=3)
plt.scatter(told["others"] * 100, places, color=MIDDLE, marker="|", s=80, label="all others")
plt.scatter(told["share"] * 100, places, color=[COLOUR if more > 0.01 else DARK for more in told["more"]], label="the rep")
plt.yticks(places, [f"{name} ({count})" for name, count in zip(told.index, told["orders"])])
plt.xlabel("gap, % of list; in brackets how many orders")
first = told.iloc[-1]
plt.title(f"{told.index[-1]} gave away {first['share']:.1%} of list, all others {first['others']:.1%}")
plt.legend(loc="lower right")
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Orders that their own lines contradict
# MAGIC
# MAGIC The till computes an order's totals from its lines. Prices and costs by product were learned from all orders together, so an order
# MAGIC whose total is another was not made, or not left, by the till. A price that fell while the cost did not was perhaps altered.

# COMMAND ----------

for name, unit in {"list": "price", "cost": "cost"}.items():
    made = (lines[unit] * lines["quantity"]).groupby(lines["row"]).agg(lambda amounts: amounts.sum(skipna=False))
    beside = orders.set_index("row")[[name]].assign(made=made)
    other = beside[((beside[name] - beside["made"]).abs() > 100).fillna(False)]
    print(f"{len(other)} orders whose {name} is not what their lines make")
    for row, order in other.head(5).iterrows():
        print(f"  row {row}: {money(order[name])} on the order, {money(order['made'])} by its lines")
lowered = lines[(lines["usual"] - lines["price"]).fillna(0) > 0]
lost = lowered.assign(lost=(lowered["usual"] - lowered["price"]) * lowered["quantity"])
shown(
    lost.groupby(["product", "since", "usual", "price"], as_index=False)
    .agg(orders=("row", "nunique"), lost=("lost", "sum"))
    .sort_values("lost", ascending=False).head(10).reset_index(drop=True),
    "lost")

# COMMAND ----------

# MAGIC %md
# MAGIC Next: [02-planning](./02-planning).
