#!/bin/bash
# How long it takes from an order's row to its alert in the store: a PostgreSQL of its own, a thousand inserts a second, one a transaction,
# followed by the log; one order in ten is flagged. The row's time is the server's clock at its insert, so that the commit, with its flush to
# the disk, is part of the time; the alert counts from when another process sees it in the store's file.
#
#   make build && Benchmarks/watch/run.sh [SECONDS] [INSERTS A SECOND]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-30}
rate=${2:-1000}
sheriff=${SHERIFF:-$PWD/.build/release/sheriff}
here=$PWD/Benchmarks/watch
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
plain=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  chmod 755 "$folder"
  plain=(runuser -u postgres --)
fi
watching=
finish() {
  if [ -n "$watching" ]; then kill "$watching" 2>/dev/null || true; wait "$watching" || true; fi
  if [ -f "$folder/data/postmaster.pid" ]; then kill -INT "$(head -1 "$folder/data/postmaster.pid")" && sleep 2; fi
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"

"${plain[@]}" "$bin/initdb" -D "$folder/data" -U sheriff --auth=trust -E UTF8 --locale=C > /dev/null
"${plain[@]}" "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$folder" \
  -c wal_level=logical > postgres.log 2>&1 &
until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do sleep 0.1; done
address=postgres://sheriff@127.0.0.1:$port/postgres
psql -X -q -d "$address" -c "
  CREATE TABLE orders (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), rep text, customer text, region text,
    count int, list numeric(12, 2), cost numeric(12, 2), charged numeric(12, 2))"

mkdir home
timeout $((seconds + 60)) "$sheriff" watch "$address" --follow log --table orders --rules "$here/pack" --home home --source-name orders \
  2> watch.log &
watching=$!
until grep -q "begins with" watch.log && [ -f home/sheriff.db ]; do
  kill -0 "$watching" || { cat watch.log >&2; exit 1; }
  sleep 0.1
done
sleep 1
python3 "$here/delays.py" home/sheriff.db $((seconds + 3)) > delays.txt &
seeing=$!
"$bin/pgbench" -n -h 127.0.0.1 -p "$port" -U sheriff -R "$rate" -T "$seconds" -c 2 -j 1 -f "$here/insert.sql" postgres 2>/dev/null \
  | grep -E "transactions actually|latency average"
wait "$seeing"
psql -X -q -A -t -d "$address" -c "SELECT 'orders ' || count(*) || ', to be flagged ' || count(*) FILTER (WHERE charged < list * 0.6) FROM orders"
cat delays.txt
