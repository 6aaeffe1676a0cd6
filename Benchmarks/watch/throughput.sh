#!/bin/bash
# How many records a second of one core's processor time `sheriff watch` decides on, from the file to stored alerts: wide orders without and
# with a model, and narrow card payments. All of it is made here: the histories are simulated, the baseline and the model, of 300 trees at most, learned from
# the orders themselves. Last, how large the state is and how long it takes to be taken up again.
#
#   make build && Benchmarks/watch/throughput.sh [ORDERS] [CARD DAYS]
set -euo pipefail
cd "$(dirname "$0")/../.."
orders=${1:-100000}
days=${2:-60}
sheriff=${SHERIFF:-$PWD/.build/release/sheriff}
export SHERIFF_RULES=${SHERIFF_RULES:-$PWD/rules}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

"$sheriff" -q simulate orders --orders "$orders" --seed 11 --out wide 2> /dev/null
"$sheriff" -q simulate cards --days "$days" --seed 7 --out narrow 2> /dev/null
"$sheriff" -q baseline wide/orders.csv --name winter --home home > /dev/null
"$sheriff" -q learn wide/orders.csv --baseline winter --scheme rep-padding --name trees --candidates 1 --rounds 300 --home home > /dev/null 2>&1
"$sheriff" models promote trees@1 --why "to be measured" --home home > /dev/null

# Processor seconds of the child, in user mode and in the kernel.
watched() {
  local name=$1 rows=$2
  shift 2
  mkdir "$name"
  cp -r home/. "$name"
  TIMEFORMAT='%U %S'
  local used
  used=$({ time taskset -c 0 "$sheriff" watch "$@" --home "$name" --source-name "$name" --until-idle 0.1 2> "$name.log"; } 2>&1)
  echo "$name: $rows records, processor seconds $used," \
    "$(echo "$rows $used" | awk '{ printf "%.0f records a second", $1 / ($2 + $3) }'), $(grep -o '[0-9,]* alerts' "$name.log" | tail -1)"
}

wide=$(($(wc -l < wide/orders.csv) - 1))
narrow=$(($(wc -l < narrow/cards.csv) - 1))
uptime
watched wide-rules "$wide" wide/orders.csv --baseline winter
watched wide-model "$wide" wide/orders.csv --baseline winter --model trees
watched narrow-rules "$narrow" narrow/cards.csv
TIMEFORMAT='%U %S'
state=$(du -b wide-rules/monitors | tail -1 | cut -f1)
used=$({ time "$sheriff" watch wide/orders.csv --baseline winter --home wide-rules --source-name wide-rules --until-idle 0 2> again.log; } 2>&1)
echo "state after $wide orders: $state bytes; processor seconds of a start that goes on from it: $used"
grep -i "goes on" again.log || true
uptime
