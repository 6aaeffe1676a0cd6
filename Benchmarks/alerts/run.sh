#!/bin/bash
# How long 100,000 sightings take into SQLite and into PostgreSQL, in batches of 1,000, each a transaction that is on the disk when it ends.
# PostgreSQL is a fresh cluster with its own defaults, reached over the loopback, on the same disk as SQLite's file.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=${SCRATCH:-.build}
swift build -c release --product alert-benchmark --scratch-path "$scratch" 2>&1 | tail -1
folder=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$folder"
binaries=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as "$binaries/initdb" -D "$folder/data" -U sheriff --auth=trust -E UTF8 --locale=C >/dev/null
as "$binaries/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-p ${PORT:-55432} -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder" start >/dev/null
trap 'as "$binaries/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
for round in 1 2 3; do
  echo "SQLite, round $round"
  "$scratch/release/alert-benchmark" "$folder/alerts-$round.db" "${1:-100000}"
  echo "PostgreSQL, round $round"
  "$scratch/release/alert-benchmark" "postgres://sheriff@127.0.0.1:${PORT:-55432}/postgres?options=-csearch_path%3Dround$round" "${1:-100000}"
done
