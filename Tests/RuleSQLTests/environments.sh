#!/bin/sh
# Makes the Python environments in which the tests run DuckDB and Spark: .build/python-duckdb and .build/python-spark.
# Spark also wants a Java of version 17: apt-get install openjdk-17-jre-headless
set -eu
root="$(cd "$(dirname "$0")/../.." && pwd)"
for name in ${*:-duckdb spark}; do
  case "$name" in
    duckdb) package="duckdb==2.0.0" ;;
    spark) package="pyspark==4.3.0" ;;
    *) echo "there is no environment \`$name\`; there are duckdb and spark" >&2; exit 64 ;;
  esac
  folder="$root/.build/python-$name"
  [ -x "$folder/bin/python" ] || python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "$package"
  echo "$folder/bin/python"
done
