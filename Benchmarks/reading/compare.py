"""Each reader in turn, five rounds; the median of each, and the ratio of sheriff's speed to the reader's."""
import os
import statistics
import subprocess
import sys
import time

sheriff, wide, narrow, schema = sys.argv[1:]
os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb
import polars


def by_sheriff(path):
    options = ["--schema", schema] if path == narrow else []
    subprocess.run([sheriff, "profile", path, "--schema-only", "--quiet", *options], check=True, stdout=subprocess.DEVNULL)


def by_polars(path):
    frame = polars.read_csv(path, try_parse_dates=True, infer_schema_length=1000)
    frame.select(polars.col(polars.Float64, polars.Int64).sum())


def by_duckdb(path):
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{path}')")


readers = {"sheriff": by_sheriff, "polars": by_polars, "duckdb": by_duckdb}
for name, path in (("wide", wide), ("narrow", narrow)):
    megabytes = os.path.getsize(path) / 1e6
    times = {reader: [] for reader in readers}
    for round_number in range(6):
        for reader, read in readers.items():
            start = time.perf_counter()
            read(path)
            if round_number > 0:
                times[reader].append(time.perf_counter() - start)
    medians = {reader: statistics.median(values) for reader, values in times.items()}
    for reader, seconds in medians.items():
        print(f"{name:7} {reader:8} {megabytes / seconds:7.0f} MB/s   sheriff is {seconds / medians['sheriff']:.2f} times as fast")
