#!/bin/bash
# How much memory `sheriff watch` takes while it works at full speed for long: a simulated history of wide orders is written to a growing file
# again and again, each time some years later, as fast as the monitor takes it, and the file is rotated. It decides with a baseline and a model.
# Says the speed, the memory and the size of the home every ten seconds as CSV, and draws them.
#
#   make build && Benchmarks/watch/soak.sh [SECONDS] [OUT.csv]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-3600}
out=$(realpath "${2:-soak.csv}")
bench=$PWD/Benchmarks/watch
sheriff=${SHERIFF:-$PWD/.build/release/sheriff}
export SHERIFF_RULES=${SHERIFF_RULES:-$PWD/rules}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$sheriff" -q simulate orders --orders 50000 --seed 11 --out wide 2> /dev/null
"$sheriff" -q baseline wide/orders.csv --name winter --home home > /dev/null
"$sheriff" -q learn wide/orders.csv --baseline winter --scheme rep-padding --name trees --candidates 1 --rounds 100 --home home > /dev/null 2>&1
"$sheriff" models promote trees@1 --why "to be measured" --home home > /dev/null
python3 "$bench/soak.py" "$sheriff" wide/orders.csv "$seconds" "$out"
