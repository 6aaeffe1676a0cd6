"""Runs SQL in DuckDB or Spark for the tests: a request a line on stdin, an answer a line on stdout, both JSON.

A request is {"statements": [...], "query": "...", "times": [names of columns that are times]}, an answer {"rows": [...]} with
every value as text or null, or {"error": "..."}.
"""
import json
import sys
import os


def text(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "t" if value else "f"
    return value if isinstance(value, str) else repr(value) if isinstance(value, float) else str(value)


class DuckDB:
    quote, micros = '"', "epoch_us"

    def __init__(self):
        import duckdb

        self.connection = duckdb.connect()
        # No answer may depend on the session's zone.
        self.connection.execute("set timezone = 'America/New_York'")

    def execute(self, statement):
        self.connection.execute(statement)

    def query(self, statement):
        return self.connection.execute(statement).fetchall()

    def columns(self, statement):
        return [row[0] for row in self.connection.execute("describe " + statement).fetchall()]


class Spark:
    quote, micros = "`", "unix_micros"

    def __init__(self):
        from pyspark.sql import SparkSession

        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "OFF",
            "spark.sql.shuffle.partitions": "1",
            "spark.sql.session.timeZone": "America/New_York",
            "spark.sql.ansi.enabled": os.environ.get("SHERIFF_SPARK_ANSI", "true"),
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.memory": "2g",
        }
        builder = SparkSession.builder.master("local[1]")
        for name, value in settings.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()

    def execute(self, statement):
        self.session.sql(statement)

    def query(self, statement):
        return [tuple(row) for row in self.session.sql(statement).collect()]

    def columns(self, statement):
        return self.session.sql(statement).columns


def answer(database, request):
    for statement in request["statements"]:
        database.execute(statement)
    quote = database.quote
    names = [quote + name.replace(quote, quote + quote) + quote for name in database.columns(request["query"])]
    times = {quote + name.replace(quote, quote + quote) + quote for name in request["times"]}
    selected = ", ".join(f"{database.micros}({name})" if name in times else name for name in names)
    rows = database.query(f"select {selected} from (\n{request['query']}\n) as answer order by {names[0]}")
    return {"rows": [[text(value) for value in row] for row in rows]}


database = {"duckdb": DuckDB, "spark": Spark}[sys.argv[1]]()
# Java writes to the descriptor, so that only answers go where answers are read.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
for line in sys.stdin:
    try:
        result = answer(database, json.loads(line))
    except Exception as error:
        result = {"error": str(error)[:2000]}
    answers.write(json.dumps(result) + "\n")
    answers.flush()
