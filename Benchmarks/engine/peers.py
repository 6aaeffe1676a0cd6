"""The same ten rules, and the same eighteen window features, in polars, over columns in memory; the median of three runs."""

import sys
import time

import polars

frame = polars.read_csv(sys.argv[2]).with_columns(polars.col("at").cast(polars.Datetime("us")))
frame = frame.with_columns(rate=(polars.col("list") - polars.col("charged")) / polars.col("list"))


def rules():
    c = polars.col
    gap = c("list") - c("charged")
    rate = gap / c("list")
    return frame.select(
        a=rate > 0.035,
        b=(gap > 30) & (rate > 0.05),
        c=(c("charged") < c("cost")) & (c("list") > 300),
        d=(c("pieces") > 3) & (rate > 0.02),
        e=(c("region") == "R3") & (gap > 3),
        f=c("charged") > c("list") + 3,
        g=(c("list") > 3000) & (c("pieces") < 2),
        h=(rate >= 0.03) & (rate < 0.6) & (c("charged") > 10),
        i=(c("cost") * 2 > c("list")) & (gap > 3),
        j=~(rate < 0.03) | (c("charged") == 0),
    ).sum()


def windows():
    results = []
    for key in ["rep", "customer"]:
        for days in [1, 7, 30]:
            rolled = frame.rolling("at", period=f"{days}d", closed="none", group_by=key).agg(
                polars.len().alias("count"), polars.col("rate").mean().alias("avg"),
                polars.col("rate").std(ddof=0).alias("dev"))
            results.append(rolled)
    return results


times = []
before = time.process_time()
for _ in range(3):
    start = time.perf_counter()
    rules() if sys.argv[1] == "rules" else windows()
    times.append(time.perf_counter() - start)
processor = (time.process_time() - before) / 3
median = sorted(times)[1]
print(
    f"polars {sys.argv[1]}: {median:.3f} s, {len(frame) / median / 1e6:.2f} million orders a second, "
    f"{processor:.3f} processor seconds")
