#!/bin/sh
# Writes the notebooks of a history and runs them: ./export_notebooks.sh [SOURCE] [OPTION ...]
# Without a source it is the sample history, and its truth. They go to notebooks-export, or to where --out says.
set -eu
root="$(cd "$(dirname "$0")" && pwd)"
sheriff="${SHERIFF:-$root/.build/release/sheriff}"
if [ ! -x "$sheriff" ]; then
  (cd "$root" && swift build -c release --product sheriff >&2)
fi
python="$("$root/Tests/NotebooksTests/environment.sh")"
# The sample history is named as it lies in the repository, and judged by the repository's rules.
if [ $# = 0 ]; then
  cd "$root"
  unset SHERIFF_RULES SHERIFF_CONFIG
fi
case " $* " in
  *" --out "* | *" --out="*) exec "$sheriff" notebook export "$@" --execute --python "$python" ;;
  *) exec "$sheriff" notebook export "$@" --out "$root/notebooks-export" --execute --python "$python" ;;
esac
