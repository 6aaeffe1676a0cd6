#!/bin/sh
# Makes the Python environments in which the tests run DuckDB and Spark: .build/python-duckdb and .build/python-spark.
# What is there and right stays as it is. Spark also wants a Java of version 17 or later; `make deps-heavy` installs it and calls this.
set -eu
root="$(cd "$(dirname "$0")/../.." && pwd)"

# A registry that does not answer at once is asked again.
installed() {
  for pause in 5 20 60 0; do
    "$1" -m pip install --quiet --disable-pip-version-check "$2" >&2 && return
    [ "$pause" = 0 ] || { echo "installing $2 failed; trying again in $pause seconds" >&2; sleep "$pause"; }
  done
  echo "installing $2 failed four times; see what pip said above, and run this again once the registry answers" >&2
  return 69
}

for name in ${*:-duckdb spark}; do
  case "$name" in
    duckdb) package=duckdb version=2.0.0 ;;
    spark) package=pyspark version=4.3.0 ;;
    *) echo "there is no environment \`$name\`; there are duckdb and spark" >&2; exit 64 ;;
  esac
  folder="$root/.build/python-$name"
  python="$folder/bin/python"
  if ! "$python" -c "import importlib.metadata as m; assert m.version('$package') == '$version'; import $package" 2>/dev/null; then
    # One that was left half made, or whose Python is gone, is made anew.
    python3 -m venv --clear "$folder"
    installed "$python" "$package==$version"
  fi
  echo "$python"
done
