#!/bin/bash
# How long a pack of 10,000 rules takes to check, lint and format, on one core, beside a pass of awk over the same bytes: a
# machine's noise moves both. Medians of five; sheriff's figure includes starting the process.
set -euo pipefail
cd "$(dirname "$0")/../.."
sheriff=$PWD/.build/release/sheriff
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
rules=${1:-10000}

cp rules/orders/orders.schema "$folder"
awk -v rules="$rules" 'BEGIN {
  srand(4)
  print "package big\nuse schema orders\n\n/// The deepest discount.\nparam deepest = 20%\n"
  print "let gap = list - charged\nlet rate = gap / list\n\nfeature rep_rate = avg(rate) by rep over 90d requires 20"
  split("low medium high", severity, " "); split("7 14 30 60 90", days, " ")
  for (i = 0; i < rules; i++) {
    a = 1 + int(rand() * 60); c = 1 + int(rand() * 900); d = days[1 + int(rand() * 5)]
    printf "\n/// Why there is rule %d, in one line.\nrule r%d \"Rule number %d of the pack\" {\n", i, i, i
    printf "  scheme    rep-padding\n  severity  %s\n  owner     \"desk %d\"\n", severity[1 + int(rand() * 3)], i % 7
    printf "  let       extra = gap - %d%% * list\n", a
    printf "  when      list > 0.00 and rate > %d%% and gap > %d.00 and count() by rep where gap > %d.00 over %dd > %d and rep != \"R%d\"\n", a, c, c, d, a % 9, i
    printf "  votes     fraud\n  loss      extra\n  because   \"{rep} charged {charged} for goods listed at {list}: {rate:1} off\"\n}\n\n"
    printf "test r%d {\n  given { rep: \"R1\", list: 1000.00, charged: 600.00 } expect fires loss 200.00\n", i
    printf "  given { rep: \"R1\", list: 1000.00, charged: 990.00 } expect silent\n}\n"
  }
}' > "$folder/big.rules"

median() {
  for _ in 1 2 3 4 5; do
    /usr/bin/time -f %e taskset -c 0 "$@" 2>&1 >/dev/null | tail -1
  done | sort -n | sed -n 3p
}

echo "$rules rules, $(stat -c %s "$folder/big.rules") bytes, $(wc -l < "$folder/big.rules") lines"
cd "$folder"
base=$(median awk '{ for (i = 1; i <= NF; i++) n[$i]++ } END { print length(n) }' big.rules)
echo "awk counting words  $base s"
for command in check lint "fmt --check"; do
  # shellcheck disable=SC2086
  seconds=$(median bash -c "$sheriff rules $command big.rules || true")
  echo "$command  $seconds s  ratio to awk $(awk -v a="$seconds" -v b="$base" 'BEGIN { printf "%.2f", a / b }')"
done
