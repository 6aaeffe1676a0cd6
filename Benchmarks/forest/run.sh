#!/bin/bash
# Scoring, explaining and loading a forest beside XGBoost's own library, on one core, in one run. Each line ends in the library's time
# over ours. The first forest is the one that docs/forest.md speaks of; the second has categories, the third is deep.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=${SCRATCH:-.build}
swift build -c release --product forest-benchmark --scratch-path "$scratch" >/dev/null
core=${CORE:-0}
taskset -c "$core" "$scratch/release/forest-benchmark"
taskset -c "$core" "$scratch/release/forest-benchmark" 300 6 40 10
taskset -c "$core" "$scratch/release/forest-benchmark" 300 12 40
