#!/usr/bin/env bash
# Reading files into typed columns: sheriff against polars and DuckDB, the same files, in turn, in one run. Figures are
# MB/s and the ratio to sheriff; the machine is noisy, so only the ratios count. One core each (taskset).
set -euo pipefail
cd "$(dirname "$0")/../.."
sheriff=.build/release/sheriff
work="${BENCHMARK_FOLDER:-/tmp/sheriff-benchmark}"
mkdir -p "$work"
python3 -m venv --system-site-packages "$work/python" >/dev/null
"$work/python/bin/pip" install -q polars duckdb >/dev/null
[ -f "$work/wide/orders.csv" ] || "$sheriff" simulate orders --orders 50000 --seed 21 --out "$work/wide"
[ -f "$work/narrow.csv" ] || "$work/python/bin/python" Benchmarks/reading/narrow.py "$work/narrow.csv" 1000000
exec taskset -c 0 "$work/python/bin/python" Benchmarks/reading/compare.py "$sheriff" "$work/wide/orders.csv" "$work/narrow.csv" Benchmarks/reading/narrow.schema
