#!/bin/sh
# Puts Prometheus' own checker of pages into .build/promtool, for the heavy tests. It is taken out of Debian's package, which is not
# installed: installing it would start a server where a service manager runs.
set -eu
root="$(cd "$(dirname "$0")/../.." && pwd)"
tool="$root/.build/promtool"
if ! "$tool" --version >/dev/null 2>&1; then
  mkdir -p "$root/.build"
  folder="$(mktemp -d)"
  trap 'rm -rf "$folder"' EXIT
  # apt's own user could not write into this folder, and would say so.
  (cd "$folder" && apt-get -o APT::Sandbox::User=root download -q=2 prometheus >&2) || {
    echo "downloading Debian's package prometheus failed; see what apt-get said above, run apt-get update, and run this again" >&2
    exit 69
  }
  dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -x -C "$folder" ./usr/bin/promtool
  mv "$folder/usr/bin/promtool" "$tool"
fi
echo "$tool"
