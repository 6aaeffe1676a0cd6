#!/usr/bin/env bash
# Draws the pictures of the documents from real output: what sheriff writes about the sample history, as a browser shows it.
set -euo pipefail
cd "$(dirname "$0")/../.."
sheriff="${1:-.build/release/sheriff}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$sheriff" report sample-data/orders.csv --names --home "$work/home" --out "$work/report" --quiet
browser() { chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/browser" "$@" 2>/dev/null; }
browser --window-size=1000,1440 --screenshot=docs/pictures/report.png "file://$work/report/report.html"
"$sheriff" profile sample-data/orders.csv --home "$work/home" --out "$work/profile.html" --quiet >/dev/null
browser --window-size=1000,900 --screenshot=docs/pictures/profile.png "file://$work/profile.html"
