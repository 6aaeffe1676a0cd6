#!/bin/sh
# Makes the Python environment that runs exported notebooks, .build/python-notebooks, and says where its Python is.
# What is there and right stays as it is.
set -eu
root="$(cd "$(dirname "$0")/../.." && pwd)"
folder="$root/.build/python-notebooks"
python="$folder/bin/python"
packages="nbclient==0.11.0 nbformat==5.11.1 ipykernel==7.4.0 pandas==3.1.1 matplotlib==3.11.2"

# Exactly these, so that what notebooks show is the same wherever they are run.
right() {
  "$python" - $packages 2>/dev/null <<'END'
import importlib.metadata, sys
for package in sys.argv[1:]:
    name, version = package.split("==")
    assert importlib.metadata.version(name) == version
import ipykernel, matplotlib, nbclient, nbformat, pandas
END
}

if ! right; then
  # One that was left half made, or whose Python is gone, is made anew.
  python3 -m venv --clear "$folder" >&2 || { echo "python3 makes no environment; on Debian: apt-get install python3-venv" >&2; exit 69; }
  # A registry that does not answer at once is asked again.
  for pause in 5 20 60 0; do
    "$python" -m pip install --quiet --disable-pip-version-check $packages >&2 && break
    if [ "$pause" = 0 ]; then
      echo "installing $packages failed four times; see what pip said above, and run this again once the registry answers" >&2
      exit 69
    fi
    echo "installing failed; trying again in $pause seconds" >&2
    sleep "$pause"
  done
fi
echo "$python"
