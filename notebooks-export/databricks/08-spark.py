# Databricks notebook source
# MAGIC %md
# MAGIC # 8. At scale, with Spark SQL
# MAGIC
# MAGIC `../sql/orders.spark.sql` is written from the same rule files. It reads one table a schema, a row a record; a list, such as an order's lines,
# MAGIC is a column of JSON. Here the table is made of the exported files; to run the rules over a larger history, make a view of the same columns of it.
# MAGIC The query answers as Sheriff does, to the last digit, or fails and says at which record: where one comes after a record of a later time,
# MAGIC and where an id comes twice.

# COMMAND ----------

import json
import os
from pyspark.sql import functions as F

DATA = os.path.abspath("../data")
PACKAGE = json.load(open(f"{DATA}/schema.json", encoding="utf-8"))
ABOUT = PACKAGE["sheriff"]
TYPES = {"money": "decimal(18,4)", "integer": "bigint", "number": "double", "flag": "boolean", "time": "timestamp",
         "text": "string", "key": "string"}
spark.conf.set("spark.sql.session.timeZone", "UTC")


def table(name):
    """An exported table, each column cast as schema.json says; amounts stay decimals."""
    found = next(one for one in PACKAGE["resources"] if one["name"] == name)
    frame = spark.read.csv(f"file:{DATA}/{found['path']}", header=True, escape='"', multiLine=True)
    return frame.select([F.col(f"`{f['name']}`").cast(TYPES[f["kind"]]).alias(f["name"]) for f in found["schema"]["fields"]])

# COMMAND ----------

records = table(ABOUT["records"])
for name in ABOUT["lists"]:
    elements = table(name)
    inner = [column for column in elements.columns if column != "row"]
    times = [one for one, kind in elements.dtypes if kind == "timestamp"]
    for one in times:
        elements = elements.withColumn(one, F.date_format(one, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'"))
    # In the order of their places, which is the first of the columns.
    packed = elements.groupBy("row").agg(F.to_json(F.sort_array(F.collect_list(F.struct(*inner)))).alias(name))
    records = records.join(packed, "row", "left")
# Texts that the export leaves out: what a rule asks of them is not known here.
for name in ABOUT["left_out"]:
    records = records.withColumn(name, F.lit(None).cast("string"))
records.createOrReplaceTempView(ABOUT["records"])
print(f"{records.count()} records, {len(records.columns)} columns")

# COMMAND ----------

query = open(f"{DATA}/../sql/{ABOUT['records']}.spark.sql", encoding="utf-8").read().strip().rstrip(";")
# Computed once, and kept without the long plan that it comes from.
answers = spark.sql(query).localCheckpoint()
print(f"{answers.count()} records decided, {len(answers.columns)} columns of answers")

# COMMAND ----------

rules = [rule for rule in table("rules").orderBy("rule").collect() if rule["spark"] is not None]
votes = {}
for vote in table("votes").select("row", "rule").distinct().collect():
    votes.setdefault(vote["rule"], set()).add(vote["row"])
names = [rule["spark"] for rule in rules]
fired = answers.select("sequence", *names).where(" or ".join(f"`{name}`" for name in names)).collect() if names else []
different = 0
for rule in rules:
    here = {answer["sequence"] for answer in fired if answer[rule["spark"]]}
    if rule["vote"] is None or rule["status"] != "live":
        continue
    there = votes.get(rule["rule"], set())
    different += here != there
    if here or here != there:
        print(f"{rule['rule']:<36} {len(here):>6} here, {len(there):>6} by Sheriff{'' if here == there else ': NOT THE SAME'}")
print(f"{len(rules)} rules answered, {different} of them otherwise than by Sheriff")

# COMMAND ----------

# What a data frame of the answers looks like: for every rule whether it fired, and each feature as a column.
answers.select("sequence", "id", *names[:4]).orderBy("sequence").show(5, truncate=False)

# COMMAND ----------

# MAGIC %md
# MAGIC A rule that reads the baseline, a native function or another version of a record is not in the query; its first lines say which and why.
# MAGIC `answers` joins with `features.csv` and `labels.csv` on `sequence`, which is the row.
