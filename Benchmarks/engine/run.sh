#!/bin/bash
# How many orders a second the engines decide, beside polars over the same columns in memory, in one run: what counts are
# the ratios, on a machine that others use those of processor seconds. Needs python3 with venv; polars is put into .build/python-bench.
set -euo pipefail
cd "$(dirname "$0")/../.."
orders=${1:-1000000}
swift build -c release --product engine-benchmark >/dev/null
engine=$PWD/.build/release/engine-benchmark
python=$PWD/.build/python-bench/bin/python
if [ ! -x "$python" ]; then
  python3 -m venv .build/python-bench
  "$python" -m pip install --quiet polars
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$engine" csv "$orders" > "$folder/orders.csv"

"$engine" rules "$orders"
"$python" Benchmarks/engine/peers.py rules "$folder/orders.csv"
"$engine" windows "$orders"
"$python" Benchmarks/engine/peers.py windows "$folder/orders.csv"
"$engine" stream "$orders"

# What the stream allocates for a million orders more, in each of its three runs.
clang -O2 -shared -fPIC -o "$folder/count.so" Benchmarks/engine/count-allocations.c
allocations() { LD_PRELOAD="$folder/count.so" "$engine" stream "$1" 2>&1 >/dev/null; }
fewer=$(allocations "$orders")
more=$(allocations $((orders * 2)))
echo "stream: $((more - fewer)) allocations for $((orders * 3)) orders more"

echo "growing: a tenth and ten times of the orders, and of the rules"
for count in $((orders / 10)) "$orders" $((orders * 10)); do "$engine" windows "$count"; done
for rules in 10 100 1000; do "$engine" rules "$orders" "$rules"; done
for rules in 10 100 1000; do "$engine" shared "$orders" "$rules"; done
