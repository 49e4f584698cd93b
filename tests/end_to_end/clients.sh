#!/bin/sh
# Installs the real clients that the end-to-end tests drive into build/clients, which is never committed.
# Chromium comes from Debian: apt-get install --no-install-recommends chromium fonts-dejavu-core fonts-noto-color-emoji
set -eu
folder="$(cd "$(dirname "$0")/../.." && pwd)/build/clients"
mkdir -p "$folder"
cd "$folder"
wanted="@microsoft/m365agentsplayground@0.2.28 playwright-core@1.65.1 adaptivecards@3.0.6 local-slack-linux-x64@0.1.8 axe-core@4.14.1 emulate@0.8.0"
missing=
for client in $wanted; do
  name="${client%@*}"
  found="$(node -p "require('./node_modules/$name/package.json').version" 2>/dev/null || true)"
  [ "$found" = "${client##*@}" ] || missing="$missing $client"
done
[ -f package.json ] || echo '{"private": true}' > package.json
# shellcheck disable=SC2086 -- one word a client
[ -z "$missing" ] || npm install --no-fund --no-audit --ignore-scripts --loglevel=error --save-exact $missing
command -v chromium > /dev/null || { echo "Chromium is missing: install Debian's chromium." >&2; exit 1; }
