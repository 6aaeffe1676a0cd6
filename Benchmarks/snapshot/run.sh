#!/bin/bash
# How long an engine's snapshot takes, and to go on from it in a new engine, on one core, with a million records in windows;
# then with ids, of which every one may still have another version. Medians of five, a new symbol table each time.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=${SCRATCH:-.build}
swift build -c release --product snapshot-benchmark --scratch-path "$scratch" 2>&1 | tail -1
taskset -c 0 "$scratch/release/snapshot-benchmark" "${1:-400000}"
taskset -c 0 "$scratch/release/snapshot-benchmark" "${1:-400000}" ids
