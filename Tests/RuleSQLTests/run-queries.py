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

    def rows(self, query, times):
        names = [row[0] for row in self.connection.execute("describe " + query).fetchall()]
        selected = ", ".join(selections(self, names, times))
        statement = f"select {selected} from (\n{query}\n) as answer order by {quoted(self, names[0])}"
        return self.connection.execute(statement).fetchall()


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
            # Each query is another one over few rows: what takes time is compiling, and planning anew while it runs.
            "spark.sql.adaptive.enabled": "false",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }
        builder = SparkSession.builder.master("local[1]")
        for name, value in settings.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()

    def execute(self, statement):
        self.session.sql(statement)

    def rows(self, query, times):
        # Asked by its columns here, for a query around it would be analysed a second time.
        frame = self.session.sql(query)
        selected = frame.selectExpr(*selections(self, frame.columns, times))
        return [tuple(row) for row in selected.orderBy(selected.columns[0]).collect()]


def quoted(database, name):
    return database.quote + name.replace(database.quote, database.quote * 2) + database.quote


def selections(database, names, times):
    for name in names:
        column = quoted(database, name)
        yield f"{database.micros}({column})" if name in times else column


def answer(database, request):
    for statement in request["statements"]:
        database.execute(statement)
    return {"rows": [[text(value) for value in row] for row in database.rows(request["query"], request["times"])]}


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
