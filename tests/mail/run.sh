#!/bin/sh
# Letters to a real mail server: the tests of the mail door with tests/mail/sink.mjs behind them.
# tests/mail/run.sh [PROGRAM]   (default: build/dev/src/doors_mail_test)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../build/dev/src/doors_mail_test}
command -v node >/dev/null || { echo "tests/mail: node is missing (Debian: apt-get install nodejs npm)" >&2; exit 1; }
if [ ! -f "$here/node_modules/.installed" ] || ! cmp -s "$here/package-lock.json" "$here/node_modules/.installed"; then
  (cd "$here" && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error)
  cp "$here/package-lock.json" "$here/node_modules/.installed"
fi
exec node "$here/sink.mjs" -- "$program"
